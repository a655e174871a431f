# De winkel van één bewoner, en de woorden die alle pagina's delen. B1, "u", zinnen van hooguit twaalf woorden.

# ---------- boven en onder op elke pagina ----------
topbar-back = Terug
topbar-for = Voor { $name }
dock-label = Mandje en hulp
dock-help = Hulp
demo-label = Over deze demo
demo-note = Dit is een demo.
read-start = Lees voor
read-stop = Stop voorlezen
left-has = { $you ->
    [yes] U heeft nog
   *[no] { $name } heeft nog
}
left-then = { $you ->
    [yes] Daarna heeft u nog
   *[no] Daarna blijft over
}
left-until = tot en met { $day }.
left-short = Te weinig:
choices-count = { $count ->
    [one] 1 keuze
   *[other] { $count } keuzes
}
sum-own = { $amount } eigen geld
sum-both = { $cup } en { $own }

# ---------- wat net gebeurde ----------
flash-close = Sluit dit bericht
flash-not-understood = Dat lukte niet. Er is niets veranderd. Probeer het nog eens.
flash-in-basket = Uw keuze ligt in het mandje.
flash-basket-changed = Het mandje is aangepast.
flash-ordered = Besteld. U kunt het nog afzeggen.
flash-proposed = Voorgesteld. U kunt het nog terugnemen.
flash-undo-order = Maak ongedaan
flash-undo-step = Maak ongedaan
flash-cancelled = Afgezegd. Het geld zit weer in het bekertje.
flash-cancelled-item = Afgezegd: { $item }. Het geld zit weer in het bekertje.
flash-order-again = Bestel { $item } toch
flash-cancel-asked = Uw vraag is bij de afdeling. U hoort het snel.
flash-help-asked = Uw vraag is verstuurd. Er komt iemand naar u toe.
flash-help-answered = De vraag is beantwoord.
flash-closed = Het bericht is gesloten.
flash-accepted = Bevestigd.
flash-declined = Afgewezen. De bewoner leest waarom.
flash-rescheduled = Verplaatst. De bewoner ziet de nieuwe tijd.
flash-delivered = Klaar gezet als gedaan.
flash-no-show = Gezet op niet gekomen.
flash-kept = De afspraak blijft staan.
flash-undone = Ongedaan gemaakt.
flash-done = Gelukt.

# ---------- iets anders kiezen ----------
instead-item = Kies { $item }
instead-own = Betaal met eigen geld
instead-family = Kies { $item } met familie
instead-ask = Vraag hulp
instead-next = Op { $day } is het bekertje weer vol.

# ---------- waarom iets niet kon ----------
refused-too-little = Niet besteld: er is { $short } te weinig.
refused-too-little-own = Niet besteld: er is { $short } eigen geld te weinig.
refused-too-little-do = Kies iets anders. Of haal iets uit het mandje.
refused-last-order = { $by } bestelde { $at }: { $item }.
refused-price-rose = { $item } kost nu { $now }. Dat was { $seen }.
refused-total-rose = Samen kost het nu { $now }. Dat was { $seen }.
refused-choose-again = Kies het opnieuw. Dan ziet u de prijs van nu.
refused-look-again = Kijk nog eens naar uw keuzes.
refused-unknown-item = Dit is er niet meer.
refused-not-for-sale = { $item } is er nu niet.
refused-not-in-unit = { $item } heeft hier geen prijs.
refused-wrong-purse = { $item } kan niet op deze manier worden betaald.
refused-not-then = { $item } kan niet op dit moment: { $when }.
refused-other-moment = Kies een ander moment.
refused-too-late = Het is te laat voor { $item }.
refused-full = { $item } is { $when } vol.
refused-full-free = Nog plaats: { $moments }.
refused-full-always = Alle plaatsen zijn de komende weken bezet.
ended-insurance = De verzekering van { $who } liep tot { $day }.
ended-certificate = De verklaring van { $who } liep tot { $day }.
ended-agreement = { $who } kwam tot { $day }.
ended-withdrawn = { $who } doet dit niet meer.
refused-too-late-days = Kies dit { $days } dagen vooraf.
refused-too-late-hours = { $hours ->
    [0] De tijd is al voorbij.
    [one] Kies dit een uur vooraf.
   *[other] Kies dit { $hours } uur vooraf.
}
refused-condition = { $item } kan nu niet.
refused-other = Kies iets anders. Of vraag hulp.
refused-day-limit = { $item } kan { $max } keer op een dag.
refused-other-day = Kies een andere dag.
refused-week-limit = { $item } kan { $max } keer per week.
refused-other-week = Kies een andere week.
refused-quantity = U kunt er hooguit { $max } kiezen.
refused-lines = Er passen hooguit { $max } keuzes in het mandje.
refused-fewer = Kies er minder.
refused-nothing = Er is nog niets gekozen.
refused-nothing-do = Kies eerst iets in de winkel.
refused-open-shop = Open de winkel
refused-not-allowed = U mag dit niet doen voor deze bewoner.
refused-ask-ward = Overleg met een collega.
refused-other-ward = Kies samen iets anders.
refused-ask = Vraag de afdeling om hulp.
refused-state-requested = Dit kan nog niet. De afdeling zegt eerst ja.
refused-state-requested-ward = Dit kan nog niet. Bevestig eerst.
refused-state-accepted-ward = Dit is al bevestigd.
refused-waits-long = Dit bericht wacht al langer dan een dag.
refused-state-accepted = De afdeling heeft al ja gezegd.
refused-state-delivered = Dit is al gedaan.
refused-state-no-show = Dit staat op niet gekomen.
refused-state-cancelled = Dit is al afgezegd.
refused-state-declined = Dit ging niet door.
refused-nothing-to-undo = Dit kan niet meer terug.
refused-frozen = Wij kijken de bedragen na. Bestellen kan even niet.
refused-quarantined = Dit apparaat is afgemeld. De afdeling kijkt wat u hier deed.
refused-depends = Een eerdere stap ging niet door.
refused-unknown = Dit kon niet. Er is niets veranderd.

# ---------- begin ----------
home-title = Vandaag
greeting-morning = Goedemorgen, { $name }
greeting-afternoon = Goedemiddag, { $name }
greeting-evening = Goedenavond, { $name }
greeting-night = Goedenacht, { $name }
home-today = Vandaag
home-tomorrow = Morgen
home-nothing = Nog niets gekozen.
home-asks = Bekijk dit bericht
home-more = { $count ->
    [one] En nog 1 afspraak.
   *[other] En nog { $count } afspraken.
}
home-tiles = Wat wilt u doen
home-shop = Winkel
home-again = Opnieuw kiezen
home-week = Mijn week
home-cup-open = Bekijk het bekertje
visit-at = Om { $time }

# ---------- winkel en zoeken ----------
shop-title = Winkel
shop-intro = Waar heeft u zin in?
shop-more = Toon meer
search-title = Zoeken
search-label = Zoek in de winkel
search-go = Zoek nu
search-least = Typ minstens twee letters.
search-not-all = Nog niet alles van de winkel staat op { $place }. Zoek opnieuw als er internet is.
search-nothing = Wij vonden niets voor “{ $wanted }”. Probeer een ander woord.
search-found = { $count ->
    [one] 1 keuze voor “{ $wanted }”.
   *[other] { $count } keuzes voor “{ $wanted }”.
}
search-ideas = Misschien vindt u dit leuk
search-shelves = Bekijk de hele winkel

# ---------- één keuze ----------
item-not-in-unit = Niet te koop hier
item-not-in-unit-long = Deze keuze heeft hier geen prijs. Er komt een leverancier voor.
item-blocked-short = Kan nu niet
item-short = { $amount } te kort
item-own = Met eigen geld
item-basis = Hoort bij uw zorg
item-own-money = U betaalt dit met uw eigen geld.
item-basis-care = Dit hoort bij uw zorg. U betaalt niets.
item-pay-own = Betaal met eigen geld
item-pay-cup = Betaal uit het bekertje
item-after = { $you ->
    [yes] Na deze keuze heeft u nog
   *[no] Na deze keuze blijft over
}
item-after-own = Na deze keuze blijft { $amount } eigen geld over.
item-when = Wanneer wilt u dit?
item-when-how = Kies een moment. Dan ligt het in uw mandje.
item-later = Toon latere dagen
item-no-moments = Er is nu geen moment vrij.
item-full = Vol: { $moments }.
item-all-full = Alle plaatsen zijn bezet.
item-not-now = Dit kan nu niet
item-instead = Dit kan wel
item-short-basket = { $amount } te kort, met wat in uw mandje ligt.
item-short-basket-do = U kunt iets uit uw mandje halen.
may-not-title = U kijkt mee
may-not-order = U mag hier niet bestellen. Vraag het de bewoner of de afdeling.
moment-choose = Kies { $when }
moment-group = Gaat door vanaf { $least } mensen. Nu { $count }.

# ---------- waarom deze prijs ----------
why-title = Waarom deze prijs?
why-caption = Zo is de prijs opgebouwd
why-staff = { $minutes } { $function }
why-staff-shared = { $minutes } { $function }, gedeeld door { $people }
why-evening = Avond of weekend, { $percent } procent
why-overhead = Het huis, { $percent } procent
why-materials = Spullen
why-purchase = Wat wij inkopen
why-surcharge = Regelen, { $percent } procent
why-rounding = Afgerond
why-total = Samen
why-minutes = In dit huis telt de tijd. U betaalt { $amount }.
why-points = Eén punt staat voor { $value }. U betaalt { $amount }.
function-host = gastvrouw
function-helper = helpende
function-carer = verzorgende
function-activities = activiteiten
function-therapist = therapeut
function-technician = technicus
function-driver = chauffeur
function-volunteer = vrijwilliger
function-other = collega

# ---------- mandje ----------
basket-title = Uw mandje
basket-empty = Uw mandje is leeg
basket-empty-say = Uw mandje is leeg. Kies iets in de winkel.
basket-to-shop = Open de winkel
basket-open = Bekijk mandje
basket-less = Minder
basket-more = Meer
basket-count = Aantal: { $item }
basket-gone = { $item } is uit uw mandje.
basket-put-back = Zet { $item } terug
basket-moment-gone = Deze tijd kan niet meer.
basket-moment-full = Dit moment is vol.
basket-price-rose = De prijs is nu { $amount }.
basket-choose-again = Kies opnieuw
basket-sum = Samen
basket-together = Samen
basket-own = Ook { $amount } van uw eigen geld.
basket-short = U komt { $amount } te kort.
basket-short-do = Haal iets uit het mandje. Of kies iets anders.
basket-order = { $count ->
    [one] Bestel 1 keuze
   *[other] Bestel { $count } keuzes
}
basket-can-cancel = U kunt alles nog afzeggen.
basket-propose = Stel dit voor

# ---------- mijn week ----------
week-title = { $you ->
    [yes] Mijn week
   *[no] De week van { $name }
}
week-empty = Uw week is nog leeg. Kies iets in de winkel.
week-past = Dit is geweest
proposal-by-you = U stelt voor
proposal-by = { $who } stelt voor
proposal-waits = { $name } zegt ja of nee.
proposal-yes = Ja, bestel dit
proposal-no = Nee, dank u
proposal-back = Neem dit terug
proposal-no-thanks = { $name } zei: nee, dank u.
proposal-lapsed = Dit kan niet meer. Er kwam geen antwoord.
week-at = { $item } om { $time }
week-declined = { $item } gaat niet door
week-ward-says = De afdeling zegt: { $note }
week-refused = Niet besteld: { $items }
week-refused-you = Door u { $at }
week-refused-by = Door { $who } { $at }
week-close = Sluit dit bericht
name-again = { $name }, nummer { $number }
week-moved = De tijd is veranderd. Eerst was dit { $when }.
week-cancel = Zeg { $item } af
week-ask-cancel = Vraag { $item } af te zeggen
week-cancel-asked = U wilt dit afzeggen.
week-cancel-waits = De afdeling laat het u weten.
week-partly = { $count } van de { $all } gekregen.
week-delivered = Klaar.
week-no-show = Niet doorgegaan: u was er niet.
week-cancelled = Afgezegd.
week-was-declined = Niet doorgegaan.
week-free = Dit kostte niets.
week-charged = Dit kostte { $amount }.
status-ordered = Besteld
status-accepted = Afdeling akkoord
status-comes-at = Komt om { $time }
status-comes-day = Komt { $day }
status-done = Klaar

# ---------- opnieuw kiezen ----------
again-title = Opnieuw kiezen
again-intro = { $you ->
    [yes] Dit koos u eerder. Eén tik en het is besteld.
   *[no] Dit is eerder gekozen. Eén tik en het is besteld.
}
again-order = Bestel opnieuw
again-basket = Leg in mandje
again-short = Er is { $amount } te weinig.
again-short-own = Er is { $amount } eigen geld te weinig.
again-own = Betaal { $item } met eigen geld
again-shelf = Kijk bij { $shelf }
again-nothing = Hier komt wat u eerder koos.

# ---------- het bekertje ----------
cup-title = { $you ->
    [yes] Waar komt uw water vandaan?
   *[no] Waar komt het water vandaan?
}
cup-sum = { $you ->
    [yes] Zo rekenen wij uit wat u nog heeft
   *[no] Zo rekenen wij uit wat er nog is
}
cup-days = { $days } dagen, elke dag { $daily }
cup-days-dated = { $from } tot en met { $until }, { $daily } per dag
cup-days-without = { $days ->
    [one] 1 dag zonder bekertje
   *[other] { $days } dagen zonder bekertje
}
cup-granted = Zo veel kwam er in het bekertje
cup-carried = Over van vorige keer
cup-spent = { $you ->
    [yes] Dit heeft u al gehad
   *[no] Al gehad
}
cup-reserved = { $you ->
    [yes] Dit heeft u besteld
   *[no] Besteld
}
cup-carried-note = Van vorige keer kwam { $amount } mee. Gebruik dat tot en met { $day }. Daarna vervalt het.
falls-income = Voor de zorg
falls-income-say = Elke dag, bij { $profile }
falls-overhead = Het huis
falls-overhead-say = Kantoor, gebouw en scholing
falls-housing = Wonen
falls-housing-say = De kamer en de tuin
falls-treatment = Behandeling
falls-treatment-say = Arts en fysio
falls-care = Vaste zorg
falls-care-say = Uit het zorgplan
falls-hotel = Eten en was
falls-hotel-say = Ook schoonmaak
falls-free = { $you ->
    [yes] Voor u
   *[no] Het bekertje
}
falls-free-say = Elke dag, vrij te kiezen

# ---------- hulp ----------
help-title = Hulp
help-who = Het team van { $ward } helpt u.
help-choosing = Help mij kiezen
help-budget = Vraag over mijn bekertje
help-order = Vraag over een bestelling
help-wish = Ik wil iets anders
help-asked = { $topic }: gevraagd { $at }.
help-who-looked = Kijk wie er gekeken heeft
help-waiting = Het team van { $ward } weet het. Er komt iemand.
help-answered = { $who } heeft u geholpen { $at }.
settings-title = Pas het scherm aan
settings-size = Letters
settings-theme = Licht of donker
settings-language = Taal
text-100 = Kies gewone letters
text-125 = Kies grotere letters
text-150 = Kies grote letters
text-200 = Kies heel grote letters
theme-light = Kies licht scherm
theme-dark = Kies donker scherm
theme-auto = Volg de tablet
language-nl = Kies Nederlands
language-en = Choose English
