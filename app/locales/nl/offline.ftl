# Zonder internet: wat op dit apparaat bewaard is, wat nog verstuurd wordt, wat niet kan. B1, "u".

device-place = { $audience ->
    [family] deze telefoon
   *[other] deze tablet
}
device-sent = Alles is verstuurd.
device-sending = Bewaard op { $place }: { $count }. Wordt verstuurd.
device-kept = Bewaard op { $place }: { $count }. Wordt verstuurd zodra er internet is.
device-offline = Geen internet. U kunt doorgaan.
device-none = Er wacht niets.
device-kept-only = Bewaard op { $place }: { $count }.
device-sign-in = Meld u aan
device-signed-out = U bent afgemeld. Meld u aan om te versturen.
device-not-kept = Bewaren lukt hier niet. Laat deze pagina open.
kept-look = Bekijk wat nog wacht

waiting-title = Wat nog wacht
waiting-asks = Hieronder staat iets waarover u kunt kiezen.
waiting-none = Alles is verstuurd. Er wacht niets.
waiting-says = Dit is bewaard op { $place }. Het wordt vanzelf verstuurd.
waiting-retry = Verstuur alles nu
waiting-trying = Er is nu geen internet. Wij proberen het vanzelf weer.
waiting-by = Door { $who } { $at }.
waiting-by-you = Door u { $at }.
waiting-kept = Nog niet verstuurd.
waiting-hold = Bewaard. Dit wacht op een nieuwe versie.
waiting-sent-title = Net verstuurd
waiting-sent = Verstuurd.
waiting-refused = Niet gelukt: { $why }

did-basket = In het mandje: { $what }
did-basket-changed = Mandje aangepast
did-order = Besteld: { $what }
did-propose = Voorgesteld: { $what }
did-cancel = Afgezegd: { $what }
did-keep = Gaat door: { $what }
did-accept = Bevestigd: { $what }
did-decline = Kan niet: { $what }
did-move = Verplaatst: { $what }
did-deliver = Klaar: { $what }
did-no-show = Niet verschenen: { $what }
did-undo = Ongedaan gemaakt: { $what }
did-close = Bericht gesloten
did-ask = Hulp gevraagd
did-answer = Vraag beantwoord
did-settle = Uitzondering afgehandeld

wish-kept = Bewaard als wens. Zonder internet weten wij niet of het kan.
wish-title = Bewaard als wens
wish-too-little = Er was te weinig over. Misschien kan het later.
wish-too-old = De bedragen hier zijn te oud om te bestellen.
wish-too-many = Er wacht al te veel om te versturen.
wish-order = Bestel dit nu
wish-drop = Verwijder deze wens

offline-title = Dit kan nu niet
offline-needs = Voor deze pagina is internet nodig. Dat is er nu niet. Probeer het later opnieuw.
offline-office = Het kantoor werkt alleen met internet. Probeer het later opnieuw.
offline-door = Aanmelden kan alleen met internet. Dan weten wij wie u bent. Probeer het later opnieuw.
offline-nothing = Hier is nog niets bewaard. De eerste keer is internet nodig. Probeer het later opnieuw.
offline-revoked = Dit apparaat is afgemeld. Vraag de afdeling om het opnieuw aan te melden. Wat u hier deed, bekijkt de afdeling.
offline-expired = Wat hier bewaard was, is te oud. Met internet komt het terug.
offline-settings = Aanpassen kan weer als er internet is. Probeer het later opnieuw.
offline-not-done = Er is niets veranderd.
offline-outbox = Bewaard en nog niet verstuurd: { $count }. Dat blijft bewaard.
offline-retry = Probeer deze pagina opnieuw
offline-home = Ga naar het begin

version-new = Er is een nieuwe versie.
version-use = Open nieuwe versie
