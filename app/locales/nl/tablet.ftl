# Tablets die de afdeling uitdeelt, en wat de tablet zelf laat zien.

tablet-who = { $ward } · { $name }
tablet-room = Tablets
tablet-list-title = Tablets van de afdeling
tablet-list-empty = Er is nog geen tablet aangemeld.
tablet-add = Voeg tablet toe
tablet-all = Alle tablets
tablet-see-all = Bekijk alle tablets
tablet-gone-title = Afgemelde tablets
tablet-of-resident = Voor { $name }, kamer { $room }
tablet-of-living-room = Voor de woonkamer: { $room }
tablet-of-ward = Voor medewerkers van { $ward }
tablet-added = Toegevoegd door { $who }, { $at }
tablet-seen = Laatst gezien { $at }
tablet-not-seen = Nog niet gebruikt
tablet-waits = Nog niet aangemeld
tablet-revoked = Afgemeld door { $who }, { $at }
tablet-revoke = Meld tablet af
tablet-revoke-label = Meld tablet af: { $name }
tablet-again = Meld opnieuw aan
tablet-again-label = Meld opnieuw aan: { $name }
tablet-code = Toon de code
tablet-code-label = Toon de code: { $name }

tablet-new-title = Voeg een tablet toe
tablet-whose = Voor wie is de tablet?
tablet-whose-choose = Kies uit de lijst
tablet-name = Hoe noemt u de tablet?
tablet-name-hint = Bijvoorbeeld: tablet bij het raam
tablet-make-code = Maak code
tablet-nobody-chosen = Er is nog niemand gekozen. Kies voor wie de tablet is.
tablet-no-name = De tablet heeft nog geen naam. Typ een korte naam.

tablet-qr-label = Code om te scannen met de tablet
tablet-step-scan = Scan deze code met de camera van de tablet.
tablet-step-tap = Tik daarna op de tablet op de grote knop.
tablet-step-look = Kijk hier of het gelukt is.
tablet-look-again = Kijk opnieuw
tablet-code-until = De code werkt één keer, tot { $time } uur.
tablet-or-type = Lukt scannen niet? Typ dan dit adres op de tablet:
tablet-used = De tablet is aangemeld { $at }.
tablet-code-gone = Deze code werkt niet meer. Maak een nieuwe code.
tablet-new-code = Maak nieuwe code

enrol-title-resident = Deze tablet is voor { $name }
enrol-title-living-room = Deze tablet is voor { $room }
enrol-title-ward = Deze tablet is voor medewerkers van { $ward }
enrol-text = Klopt dat? Tik dan op de knop.
enrol-go = Gebruik deze tablet
enrol-spent-title = Deze code werkt niet meer
enrol-spent-text = Een code werkt één keer en tien minuten lang.
enrol-spent-do = Vraag de afdeling om een nieuwe code.

who-title = Wie bent u?
who-text = Tik op uw plaatje.
who-more = Toon meer mensen
who-done = Ik ben klaar
who-here = Dit is de winkel van { $name }.

pictures-title = Dag { $name }
pictures-choose = Kies plaatjes voor { $name }
pictures-step = Tik op plaatje { $step } van 3.
pictures-wrong = Dat waren andere plaatjes. Probeer het nog eens.
pictures-wait = Wacht tot { $time } uur. Of vraag de afdeling om hulp.
picture-flower = Bloem
picture-dog = Hond
picture-cake = Taart
picture-house = Huis
picture-tree = Boom
picture-guitar = Gitaar
picture-coffee = Koffie
picture-bus = Bus
picture-moon = Maan

codes-title = Plaatjes als sleutel
codes-text = Alleen als de bewoner dat wil. Kies de plaatjes samen.
codes-is-on = Drie plaatjes openen de winkel in de woonkamer.
codes-is-off = Eén tik opent de winkel in de woonkamer.
codes-on = Kies plaatjes
codes-other = Kies andere plaatjes
codes-off = Zet plaatjes uit
codes-see = Bekijk plaatjes als sleutel
