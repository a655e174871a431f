# De tablet van de afdeling: wie er werkt, de pincode, het begin van een dienst. B1, "u", zinnen van hooguit twaalf woorden.

shift-tablet = Tablet van { $ward }
shift-title = Wie bent u?
shift-tap = Tik op uw naam.
shift-nobody = Er is nog niemand aan het werk op deze tablet.
shift-until = tot { $time } uur
shift-begin = Begin mijn dienst
shift-other = Kies iemand anders
shift-password = Gebruik mijn wachtwoord
shift-stop = Stop mijn dienst

shift-pin = Uw pincode
shift-pin-go = Ga verder
shift-pin-back = Wis
shift-pin-wrong = Deze pincode klopt niet. Probeer het nog eens.
shift-pin-wait = Dit was te vaak verkeerd. Gebruik uw wachtwoord, of wacht tot { $time } uur.

shift-begin-title = Begin uw dienst
shift-begin-text = Meld u één keer aan. Daarna is uw pincode genoeg, twaalf uur lang.
shift-passkey-lead = Uw telefoon of losse sleutel is genoeg.
shift-begin-go = Begin mijn dienst
shift-elsewhere = U werkt volgens onze lijst niet op deze afdeling. Vraag het kantoor.

shift-choose-title = Kies een pincode
shift-choose-hello = Goed dat u er bent, { $name }.
shift-choose-text = De pincode geldt op deze tablet, tot uw dienst voorbij is.
shift-choose-pin = Pincode van vier tot zes cijfers
shift-choose-again = Nog een keer dezelfde pincode
shift-choose-go = Bewaar pincode
shift-choose-keep = Gebruik mijn oude pincode
shift-choose-digits = Een pincode heeft vier, vijf of zes cijfers. Typ alleen cijfers.
shift-choose-guessable = Deze pincode is makkelijk te raden. Kies geen rijtje, herhaling of jaartal.
shift-choose-different = De twee pincodes zijn niet gelijk. Typ ze nog een keer.

shift-locked-title = De tablet is op slot
shift-locked-text = Er is nu geen internet. Werkte u vandaag al op deze tablet? Ga dan verder met uw pincode. Alles is bewaard.
shift-unlock-over = Dit was te vaak verkeerd. Deze pincode werkt weer als er internet is.
