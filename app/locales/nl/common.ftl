# Woorden die op meer plaatsen staan. B1, "u", zinnen van hooguit twaalf woorden.

amount-minutes = { $count ->
    [one] 1 minuut
   *[other] { $count } minuten
}
amount-points = { $count ->
    [one] 1 punt
   *[other] { $count } punten
}
amount-euros-spoken = { $cents ->
    [0] { $euros } euro
   *[other] { $euros } euro { $cents }
}

weekday-monday = maandag
weekday-tuesday = dinsdag
weekday-wednesday = woensdag
weekday-thursday = donderdag
weekday-friday = vrijdag
weekday-saturday = zaterdag
weekday-sunday = zondag
month-january = januari
month-february = februari
month-march = maart
month-april = april
month-may = mei
month-june = juni
month-july = juli
month-august = augustus
month-september = september
month-october = oktober
month-november = november
month-december = december
day-short = { $day } { $month }
day-long = { $weekday } { $date }
day-yesterday = gisteren
day-today = vandaag
day-tomorrow = morgen
time-hour = { $hour } uur
time-half = half { $next }
time-exact = { $time } uur
hour-name = { $hour ->
    [1] een
    [2] twee
    [3] drie
    [4] vier
    [5] vijf
    [6] zes
    [7] zeven
    [8] acht
    [9] negen
    [10] tien
    [11] elf
   *[12] twaalf
}

app-name = Bekertje
skip-to-content = Ga naar de inhoud
not-found-title = Deze pagina is er niet
not-found-text = Misschien is het adres oud. Ga terug naar het begin.
not-found-go = Ga naar het begin
problem-not-signed-in-title = U bent nog niet bekend
problem-not-signed-in-text = Vraag de afdeling om dit scherm aan te melden.
problem-revoked-title = Dit apparaat is afgemeld
problem-revoked-text = Vraag de afdeling om het opnieuw aan te melden. Wat u hier deed, bekijkt de afdeling.
problem-foreign-title = Dit kwam van een andere website
problem-foreign-text = Er is niets veranderd. Begin opnieuw in de winkel.
problem-too-often-title = Even wachten
problem-too-often-text = Er kwam te veel tegelijk binnen. Probeer het over een minuut nog eens.
problem-unreadable-title = Dit formulier konden we niet lezen
problem-unreadable-text = Er is niets veranderd. Ga terug en probeer het nog eens.
problem-internal-title = Het lukte nu niet
problem-internal-text = Er is niets verloren. Probeer het over een minuut nog eens.
list-and = { $first } en { $last }

# A line of an order, for everyone
line-unknown = Een keuze
line-when = { $day } { $time }
line-at-today = om { $time } uur
line-at-day = { $day } om { $time } uur
line-ordered-self = Zelf besteld { $at }
line-ordered-you = Door u besteld { $at }
line-ordered-together = Samen met { $who } besteld { $at }
line-ordered-by = Besteld door { $who } { $at }
line-price-own = { $price } eigen geld
line-price-basis = { $price }, hoort bij de zorg
declined-cannot = { $item } kan niet: { $when }.
declined-no-staff = Er is geen collega vrij.
declined-full = Er is geen plek meer.
declined-not-safe = Het is nu niet veilig.
declined-weather = Het weer is te slecht.
declined-provider-absent = Degene die komt, is er niet.
declined-not-possible = Het lukt dan niet.
declined-other-moment = { $when } kan wel.
declined-other-item = Dit kan wel: { $item }.
declined-back-cup = { $price } zit weer in het bekertje.
declined-back-own = { $price } eigen geld is weer vrij.
ward-who = Kamer { $room }, { $name }
