# Words used in several places. Plain English, sentences of at most twelve words.

amount-minutes = { $count ->
    [one] 1 minute
   *[other] { $count } minutes
}
amount-points = { $count ->
    [one] 1 point
   *[other] { $count } points
}
amount-euros-spoken = { $cents ->
    [0] { $euros } euros
   *[other] { $euros } euros { $cents }
}

weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
month-january = January
month-february = February
month-march = March
month-april = April
month-may = May
month-june = June
month-july = July
month-august = August
month-september = September
month-october = October
month-november = November
month-december = December
day-short = { $day } { $month }
day-long = { $weekday } { $date }
day-yesterday = yesterday
day-today = today
day-tomorrow = tomorrow
time-hour = { $hour } o’clock
time-half = half past { $next }
time-exact = { $time }
hour-name = { $hour ->
    [1] one
    [2] two
    [3] three
    [4] four
    [5] five
    [6] six
    [7] seven
    [8] eight
    [9] nine
    [10] ten
    [11] eleven
   *[12] twelve
}

app-name = Bekertje
skip-to-content = Go to the content
not-found-title = This page does not exist
not-found-text = The address may be old. Go back to the start.
not-found-go = Go to the start
problem-not-signed-in-title = We do not know you yet
problem-not-signed-in-text = Ask the ward to sign this screen in.
problem-revoked-title = This device was signed off
problem-revoked-text = Ask the ward to sign it on again. The ward looks at what you did here.
problem-foreign-title = This came from another website
problem-foreign-text = Nothing was changed. Start again in the shop.
problem-too-often-title = Please wait a moment
problem-too-often-text = Too much came in at once. Try again in a minute.
problem-unreadable-title = We could not read this form
problem-unreadable-text = Nothing was changed. Go back and try again.
problem-internal-title = That did not work just now
problem-internal-text = Nothing is lost. Try again in a minute.
list-and = { $first } and { $last }

# A line of an order, for everyone
line-unknown = A choice
line-when = { $day } at { $time }
line-at-today = at { $time }
line-at-day = { $day } at { $time }
line-ordered-self = Ordered by the resident { $at }
line-ordered-you = Ordered by you { $at }
line-ordered-together = Ordered together with { $who } { $at }
line-ordered-by = Ordered by { $who } { $at }
line-price-own = { $price } own money
line-price-basis = { $price }, part of the care
declined-cannot = { $item } is not possible: { $when }.
declined-no-staff = No colleague is free.
declined-full = There is no place left.
declined-not-safe = It is not safe now.
declined-weather = The weather is too bad.
declined-provider-absent = The person who comes is away.
declined-not-possible = It cannot be done then.
declined-other-moment = { $when } is possible.
declined-other-item = This is possible: { $item }.
declined-back-cup = { $price } is back in the cup.
declined-back-own = { $price } own money is free again.
ward-who = Room { $room }, { $name }
