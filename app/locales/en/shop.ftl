# The shop of one resident, and the words that all pages share. Plain English, sentences of at most twelve words.

# ---------- top and bottom of every page ----------
topbar-back = Back
topbar-for = For { $name }
dock-label = Basket and help
dock-help = Help
demo-label = About this demo
demo-note = This is a demo.
read-start = Read aloud
read-stop = Stop reading
left-has = { $you ->
    [yes] You have
   *[no] { $name } has
}
left-then = { $you ->
    [yes] After that you have
   *[no] After that remains
}
left-until = left until { $day }.
left-short = Too little:
choices-count = { $count ->
    [one] 1 choice
   *[other] { $count } choices
}
sum-own = { $amount } own money
sum-both = { $cup } and { $own }

# ---------- what just happened ----------
flash-close = Close this message
flash-not-understood = That did not work. Nothing has changed. Please try again.
flash-in-basket = Your choice is in the basket.
flash-basket-changed = The basket has changed.
flash-ordered = Ordered. You can still cancel it.
flash-proposed = Proposed. You can still take it back.
flash-undo-order = Undo this
flash-undo-step = Undo this
flash-cancelled = Cancelled. The money is back in the cup.
flash-cancelled-item = Cancelled: { $item }. The money is back in the cup.
flash-order-again = Order { $item } after all
flash-cancel-asked = Your question is with the ward. You will hear soon.
flash-help-asked = Your question was sent. Someone will come to you.
flash-help-answered = The question was answered.
flash-closed = The message is closed.
flash-accepted = Confirmed.
flash-declined = Declined. The resident can read why.
flash-rescheduled = Moved. The resident sees the new time.
flash-delivered = Marked as done.
flash-no-show = Marked as not come.
flash-kept = The appointment stays.
flash-undone = Undone.
flash-done = Done.

# ---------- something else to choose ----------
instead-item = Choose { $item }
instead-own = Pay with own money
instead-family = Choose { $item } with family
instead-ask = Ask for help
instead-next = On { $day } the cup is full again.

# ---------- why something was not possible ----------
refused-too-little = Not ordered: { $short } is missing.
refused-too-little-own = Not ordered: { $short } of own money is missing.
refused-too-little-do = Choose something else. Or take something out of the basket.
refused-last-order = { $by } ordered { $at }: { $item }.
refused-price-rose = { $item } now costs { $now }. It was { $seen }.
refused-total-rose = Together it now costs { $now }. It was { $seen }.
refused-choose-again = Choose it again. Then you see the price of today.
refused-look-again = Please look at your choices again.
refused-unknown-item = This is no longer there.
refused-not-for-sale = { $item } is not there now.
refused-not-in-unit = { $item } has no price here.
refused-wrong-purse = { $item } cannot be paid this way.
refused-not-then = { $item } is not possible then: { $when }.
refused-other-moment = Choose another moment.
refused-too-late = It is too late for { $item }.
refused-full = { $item } is full { $when }.
refused-full-free = Free: { $moments }.
refused-full-always = All places are taken in the coming weeks.
ended-insurance = The insurance of { $who } ran until { $day }.
ended-certificate = The certificate of { $who } ran until { $day }.
ended-agreement = { $who } came until { $day }.
ended-withdrawn = { $who } no longer does this.
refused-too-late-days = Choose this { $days } days ahead.
refused-too-late-hours = { $hours ->
    [0] The time has passed.
    [one] Choose this one hour ahead.
   *[other] Choose this { $hours } hours ahead.
}
refused-condition = { $item } is not possible now.
refused-other = Choose something else. Or ask for help.
refused-day-limit = { $item } is possible { $max } times a day.
refused-other-day = Choose another day.
refused-week-limit = { $item } is possible { $max } times a week.
refused-other-week = Choose another week.
refused-quantity = You can choose { $max } at most.
refused-lines = The basket holds { $max } choices at most.
refused-fewer = Choose fewer.
refused-nothing = Nothing has been chosen yet.
refused-nothing-do = First choose something in the shop.
refused-open-shop = Open the shop
refused-not-allowed = You may not do this for this resident.
refused-ask-ward = Ask a colleague.
refused-other-ward = Choose something else together.
refused-ask = Ask the ward for help.
refused-state-requested = This is not possible yet. First the ward says yes.
refused-state-requested-ward = Not yet. Confirm it first.
refused-state-accepted-ward = This is confirmed already.
refused-waits-long = This message has waited for more than a day.
refused-state-accepted = The ward has said yes already.
refused-state-delivered = This has been done already.
refused-state-no-show = This is marked as not come.
refused-state-cancelled = This was cancelled already.
refused-state-declined = This did not go ahead.
refused-nothing-to-undo = This can no longer be undone.
refused-frozen = We are checking the amounts. You cannot order just now.
refused-quarantined = This device was signed off. The ward looks at what you did here.
refused-depends = An earlier step did not go ahead.
refused-unknown = That was not possible. Nothing has changed.

# ---------- home ----------
home-title = Today
greeting-morning = Good morning, { $name }
greeting-afternoon = Good afternoon, { $name }
greeting-evening = Good evening, { $name }
greeting-night = Good night, { $name }
home-today = Today
home-tomorrow = Tomorrow
home-nothing = Nothing chosen yet.
home-asks = View this message
home-more = { $count ->
    [one] And 1 more appointment.
   *[other] And { $count } more appointments.
}
home-tiles = What would you like to do
home-shop = Shop
home-again = Choose again
home-week = My week
home-cup-open = Look at the cup
visit-at = At { $time }

# ---------- shop and search ----------
shop-title = Shop
shop-intro = What would you like?
shop-more = Show more
search-title = Search
search-label = Search the shop
search-go = Search now
search-least = Type at least two letters.
search-not-all = Not everything of the shop is on { $place } yet. Search again when there is internet.
search-nothing = We found nothing for “{ $wanted }”. Try another word.
search-found = { $count ->
    [one] 1 choice for “{ $wanted }”.
   *[other] { $count } choices for “{ $wanted }”.
}
search-ideas = You may like this
search-shelves = See the whole shop

# ---------- one choice ----------
item-not-in-unit = Not for sale here
item-not-in-unit-long = This choice has no price here. It comes from a supplier.
item-blocked-short = Not possible now
item-short = { $amount } too little
item-own = With own money
item-basis = Part of your care
item-own-money = You pay for this with your own money.
item-basis-care = This is part of your care. You pay nothing.
item-pay-own = Pay with own money
item-pay-cup = Pay from the cup
item-after = { $you ->
    [yes] After this choice you have
   *[no] After this choice remains
}
item-after-own = After this choice { $amount } of own money remains.
item-when = When would you like this?
item-when-how = Choose a moment. Then it is in your basket.
item-later = Show later days
item-no-moments = There is no free moment now.
item-full = Full: { $moments }.
item-all-full = All places are taken.
item-not-now = This is not possible now
item-instead = This is possible
item-short-basket = { $amount } too little, with what is in your basket.
item-short-basket-do = You can take something out of your basket.
may-not-title = You are looking along
may-not-order = You may not order here. Ask the resident or the ward.
moment-choose = Choose { $when }
moment-group = Goes ahead from { $least } people. Now { $count }.

# ---------- why this price ----------
why-title = Why this price?
why-caption = How the price is made up
why-staff = { $minutes } { $function }
why-staff-shared = { $minutes } { $function }, shared by { $people }
why-evening = Evening or weekend, { $percent } percent
why-overhead = The house, { $percent } percent
why-materials = Materials
why-purchase = What we buy in
why-surcharge = Arranging it, { $percent } percent
why-rounding = Rounding
why-total = Together
why-minutes = In this house time counts. You pay { $amount }.
why-points = One point stands for { $value }. You pay { $amount }.
function-host = host
function-helper = helper
function-carer = carer
function-activities = activities
function-therapist = therapist
function-technician = technician
function-driver = driver
function-volunteer = volunteer
function-other = colleague

# ---------- basket ----------
basket-title = Your basket
basket-empty = Your basket is empty
basket-empty-say = Your basket is empty. Choose something in the shop.
basket-to-shop = Open the shop
basket-open = View basket
basket-less = Less
basket-more = More
basket-count = Number: { $item }
basket-gone = { $item } is out of your basket.
basket-put-back = Put { $item } back
basket-moment-gone = This time is no longer possible.
basket-moment-full = This moment is full.
basket-price-rose = The price is now { $amount }.
basket-choose-again = Choose again
basket-sum = Together
basket-together = Together
basket-own = Also { $amount } of your own money.
basket-short = You are { $amount } short.
basket-short-do = Take something out of the basket. Or choose something else.
basket-order = { $count ->
    [one] Order 1 choice
   *[other] Order { $count } choices
}
basket-can-cancel = You can still cancel everything.
basket-propose = Propose this

# ---------- my week ----------
week-title = { $you ->
    [yes] My week
   *[no] The week of { $name }
}
week-empty = Your week is still empty. Choose something in the shop.
week-past = This has been
proposal-by-you = You propose
proposal-by = { $who } proposes
proposal-waits = { $name } says yes or no.
proposal-yes = Yes, order this
proposal-no = No, thank you
proposal-back = Take this back
proposal-no-thanks = { $name } said: no, thank you.
proposal-lapsed = It is too late for this. There was no answer.
week-at = { $item } at { $time }
week-declined = { $item } does not go ahead
week-ward-says = The ward says: { $note }
week-refused = Not ordered: { $items }
week-refused-you = By you { $at }
week-refused-by = By { $who } { $at }
week-close = Close this message
name-again = { $name }, number { $number }
week-moved = The time has changed. It was { $when } before.
week-cancel = Cancel { $item }
week-ask-cancel = Ask to cancel { $item }
week-cancel-asked = You would like to cancel this.
week-cancel-waits = The ward will let you know.
week-partly = { $count } of { $all } received.
week-delivered = Done.
week-no-show = Did not happen: you were not there.
week-cancelled = Cancelled.
week-was-declined = Did not go ahead.
week-free = This cost nothing.
week-charged = This cost { $amount }.
status-ordered = Ordered
status-accepted = Ward agreed
status-comes-at = Comes at { $time }
status-comes-day = Comes { $day }
status-done = Done

# ---------- choosing again ----------
again-title = Choose again
again-intro = { $you ->
    [yes] You chose this before. One tap orders it.
   *[no] This was chosen before. One tap orders it.
}
again-order = Order again
again-basket = Put in basket
again-short = You are { $amount } short.
again-short-own = You are { $amount } of own money short.
again-own = Pay for { $item } with own money
again-shelf = Look at { $shelf }
again-nothing = What you chose before will be here.

# ---------- the cup ----------
cup-title = { $you ->
    [yes] Where does your water come from?
   *[no] Where does the water come from?
}
cup-sum = { $you ->
    [yes] This is how we count what you have left
   *[no] This is how we count what is left
}
cup-days = { $days } days, { $daily } each day
cup-days-dated = { $from } to { $until }, { $daily } a day
cup-days-without = { $days ->
    [one] 1 day without a cup
   *[other] { $days } days without a cup
}
cup-granted = This much came into the cup
cup-carried = Left from last time
cup-spent = { $you ->
    [yes] You have had this already
   *[no] Had already
}
cup-reserved = { $you ->
    [yes] You have ordered this
   *[no] Ordered
}
cup-carried-note = { $amount } came along from last time. Use it until { $day }. After that it lapses.
falls-income = For care
falls-income-say = Every day, with { $profile }
falls-overhead = The house
falls-overhead-say = Office, building and training
falls-housing = Living
falls-housing-say = The room and the garden
falls-treatment = Treatment
falls-treatment-say = Doctor and physio
falls-care = Regular care
falls-care-say = From the care plan
falls-hotel = Food and laundry
falls-hotel-say = And cleaning
falls-free = { $you ->
    [yes] For you
   *[no] The cup
}
falls-free-say = Every day, free to choose

# ---------- help ----------
help-title = Help
help-who = The team of { $ward } helps you.
help-choosing = Help me choose
help-budget = Ask about my cup
help-order = Ask about an order
help-wish = I want something else
help-asked = { $topic }: asked { $at }.
help-who-looked = See who looked
help-waiting = The team of { $ward } knows. Someone will come.
help-answered = { $who } helped you { $at }.
settings-title = Change the screen
settings-size = Letters
settings-theme = Light or dark
settings-language = Language
text-100 = Choose normal letters
text-125 = Choose larger letters
text-150 = Choose large letters
text-200 = Choose very large letters
theme-light = Choose light screen
theme-dark = Choose dark screen
theme-auto = Follow the tablet
language-nl = Kies Nederlands
language-en = Choose English
