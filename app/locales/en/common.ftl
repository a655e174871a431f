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
problem-foreign-title = This came from another website
problem-foreign-text = Nothing was changed. Start again in the shop.
problem-unreadable-title = We could not read this form
problem-unreadable-text = Nothing was changed. Go back and try again.
problem-internal-title = That did not work just now
problem-internal-text = Nothing is lost. Try again in a minute.
list-and = { $first } and { $last }
