# Privacy: wat er over een bewoner bewaard wordt. Het bestand is voor de bewoner, de bladzijden zijn voor het kantoor.

privacy-block = Gegevens en privacy
privacy-block-note = Geef een bewoner alles wat het huis bewaart.
privacy-open = Bekijk gegevens
privacy-back = Terug naar { $name }
privacy-file-of = Gegevens van { $name }
privacy-file-about = Hierin staat alles wat het huis over deze bewoner bewaart.
privacy-file-contents = Wie het is, verblijf en indicatie. Bekertje en boekingen. Bestellingen en hulp. Wie mag beslissen, apparaten en handelingen.
privacy-file-language = Het leesbare bestand is in de taal van de bewoner.
privacy-file-careful = Geef het alleen aan de bewoner zelf. Of aan wie voor de bewoner beslist.
privacy-save-readable = Bewaar leesbaar bestand
privacy-save-machine = Bewaar bestand voor computers
privacy-what-is-in-it = Wat erin staat

privacy-to-correct = Verbeter gegevens
privacy-to-erase = Verwijder bewoner
privacy-correct-of = Verbeter gegevens van { $name }
privacy-correct = Bewaar verbetering
privacy-correct-note = Pas ook de lijst van het huis aan. Tot dan blijft deze verbetering staan.
privacy-name-nl = Naam op het scherm
privacy-name-en = Naam op het scherm, Engels
privacy-reason = Waarom
privacy-corrected = Verbeterd
privacy-was = Was
privacy-is = Werd
privacy-in-files = Ook in de lijst
privacy-mistake-empty = Er is een vak leeg. Vul alle vakken in.
privacy-mistake-long = Een tekst is te lang. Maak de tekst korter.
privacy-mistake-reason = U zei niet waarom. Vul de reden in.
privacy-mistake-same = Er is niets veranderd. Verander eerst een vak.
privacy-erase-of = Verwijder { $name }
privacy-erase-goes = Naam en kamer gaan weg. Familie en opmerkingen ook. En ook wat iemand vroeg of schreef.
privacy-erase-stays = De boekingen blijven, zonder naam. Zo klopt de kas nog tot op de cent.
privacy-erase-save = Bewaar eerst het bestand voor de bewoner.
privacy-erase = Verwijder voor altijd
privacy-for-good = Dit kunt u niet terugdraaien.
privacy-why = Waarom
privacy-why-asked = De bewoner vraagt het
privacy-why-term = De termijn is voorbij
privacy-why-wrong = Het had nooit bewaard mogen worden
privacy-type-room = Typ het nummer van de kamer: { $room }
privacy-wrong-room = Dat is niet kamer { $room }. Typ het nummer van de kamer.
privacy-own-left = Er is nog { $left } eigen geld. Geef dat eerst terug.
privacy-not-yet = Dat kan nog niet
privacy-still-here = Deze bewoner woont hier nog.
privacy-left-lately = De bewoner is pas weg. Het kan vanaf { $day }.
privacy-open-orders = { $count ->
    [one] Er staat nog 1 bestelling open.
   *[other] Er staan nog { $count } bestellingen open.
}
privacy-to-sort-out = { $count ->
    [one] De afdeling moet nog 1 ding uitzoeken.
   *[other] De afdeling moet nog { $count } dingen uitzoeken.
}

file-title = Gegevens van { $name }
file-intro = Dit is alles wat { $home } over u bewaart.
file-made = Gemaakt op { $day } om { $time }.
file-mistake = Klopt er iets niet? Vraag het kantoor om het te verbeteren.
file-note = Bedragen: { $note }
file-table = Tabel
file-nothing = Niets.
file-yes = Ja
file-no = Nee
file-when = Wanneer
file-what = Wat
file-who-did = Wie
file-from-to = Van { $from } tot { $to }
file-from = Vanaf { $from }
file-at = { $day }, { $time }

file-who = Wie u bent
file-name = Naam
file-salutation = Aanhef
file-first-name = Voornaam
file-last-name = Achternaam
file-room = Kamer
file-ward = Afdeling
file-location = Huis
file-language = Taal
file-language-nl = Nederlands
file-language-en = Engels
file-text-size = Grootte van letters
file-text-size-of = { $percent } procent
file-wheelchair = Rolstoel
file-partner = Woont hier met partner
file-remark = Opmerking
file-code = Code bij het huis

file-stay = Uw verblijf
file-lives-here = U woont hier
file-indication = Indicatie { $profile }
file-hospital = In het ziekenhuis
file-leave = Op vakantie of uit logeren
file-may = { $what }: dat mag
file-may-not = { $what }: dat mag nu niet
file-may-until = { $what }: dat mag tot en met { $day }

file-periods = Uw bekertje
file-period = Periode
file-granted = Gekregen
file-carried = Meegenomen
file-spent = Besteed
file-lapsed = Vervallen
file-made-of = Zo is het bedrag gemaakt
file-made-of-note = Bedragen per dag, in euro.
file-days = Dagen
file-income = Van de overheid
file-overhead = Overhead
file-housing = Wonen
file-treatment = Behandeling
file-agreed-care = Afgesproken zorg
file-hotel = Eten en schoonmaak
file-free = Vrij te kiezen
file-balances = Stand van nu

file-orders = Uw bestellingen
file-ordered-by = Besteld op { $when } door { $who }
file-how-many = Aantal
file-price = Prijs
file-charged = Betaald
file-state = Hoe het ging
file-declined-because = Reden van de afdeling: { $note }
file-by = { $what } door { $who }, { $when }
file-in-basket = In het mandje, nog niet besteld
file-proposed = Voorgesteld door familie
file-proposed-by = Voorgesteld
file-at-by = { $when }, { $who }
file-answer = Antwoord
file-no-answer = Geen antwoord
file-said-yes = Ja
file-said-no = Nee
file-of-family = van familie

file-ledger = Alle boekingen
file-ledger-note = Een boeking verandert nooit. Een fout wordt met een nieuwe boeking hersteld.
file-number = Nummer
file-why = Waarom
file-from-account = Van
file-to-account = Naar
file-amount = Bedrag

file-authorities = Wie voor u mag beslissen
file-may-see = Mag meekijken
file-may-propose = Mag voorstellen doen
file-may-order = Mag bestellen
file-may-manage = Mag alles regelen
file-about-care = over zorg
file-about-money = over geld
file-proof = Bewijs
file-proof-written-proxy = Schriftelijke volmacht
file-proof-court = Besluit van de rechter
file-proof-partner = Partner
file-proof-family = Familie
file-proof-contact = Eerste contact

file-help = Hulp die gevraagd is
file-help-choosing = Hulp bij kiezen
file-help-budget = Vraag over het bekertje
file-help-order = Vraag over een bestelling
file-help-wish = Een andere wens
file-asked = Gevraagd
file-answered = Beantwoord

file-devices = Apparaten
file-devices-note = Hierop is iets voor u gedaan.
file-device = Apparaat
file-device-of = Van
file-last-seen = Laatst gebruikt
file-revoked = Geblokkeerd
file-sessions = Wanneer u bent aangemeld
file-browser = Programma
file-since = Sinds
file-role-resident = Bewoner
file-role-family = Familie
file-role-carer = Afdeling
file-role-office = Kantoor
file-role-house = Het huis zelf

file-operations = Wie deed wat
file-operations-note = Alles wat voor u gedaan is op een apparaat.
file-result = Gelukt
file-result-yes = Ja
file-result-already = Was al gedaan
file-result-no = Nee
file-did-put-in-basket = In het mandje gelegd
file-did-change-basket = Mandje veranderd
file-did-place-order = Besteld
file-did-answer-proposal = Antwoord op een voorstel
file-did-cancel-order = Bestelling afgezegd
file-did-cancel-line = Afgezegd of gevraagd om af te zeggen
file-did-keep-line = Afspraak laten doorgaan
file-did-accept-line = Afgesproken
file-did-decline-line = Kan niet, met een reden
file-did-reschedule-line = Ander moment gekozen
file-did-deliver-line = Gedaan of gebracht
file-did-no-show-line = Niemand thuis
file-did-undo-line = Stap teruggedraaid
file-did-close-decline = Bericht gelezen
file-did-close-refusal = Bericht over een bestelling gelezen
file-did-ask-help = Hulp gevraagd
file-did-answer-help = Hulp gegeven
file-did-settle-exception = Uitgezocht wie betaalt

file-looks = Wie keek wat
file-looks-note = Wie uw gegevens bekeek of meenam. De soort staat er in het Engels.
file-emergencies = Bekeken in een noodgeval

file-imported = Uit de lijsten van het huis
file-imported-note = Zo staat het in de lijsten. De namen van kolommen zijn Engels.
