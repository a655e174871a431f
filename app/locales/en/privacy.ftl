# Privacy: what is kept about a resident. The file is for the resident, the pages are for the office.

privacy-block = Data and privacy
privacy-block-note = Give a resident everything that the home keeps.
privacy-open = View data
privacy-back = Back to { $name }
privacy-file-of = Data of { $name }
privacy-file-about = This has everything that the home keeps about this resident.
privacy-file-contents = Who it is, stay and indication. Cup and bookings. Orders and help. Who may decide, devices and actions.
privacy-file-language = The readable file is in the language of the resident.
privacy-file-careful = Give it only to the resident or their representative.
privacy-save-readable = Save readable file
privacy-save-machine = Save file for computers
privacy-what-is-in-it = What is in it

privacy-to-correct = Correct data
privacy-to-erase = Erase resident
privacy-correct-of = Correct data of { $name }
privacy-correct = Save correction
privacy-correct-note = Change the list of the home too. Until then this correction stays.
privacy-name-nl = Name on screen, Dutch
privacy-name-en = Name on screen
privacy-reason = Why
privacy-corrected = Corrected
privacy-was = Was
privacy-is = Became
privacy-in-files = In the list too
privacy-mistake-empty = A box is empty. Fill in all boxes.
privacy-mistake-long = A text is too long. Make it shorter.
privacy-mistake-reason = You did not say why. Fill in the reason.
privacy-mistake-same = Nothing has changed. Change a box first.
privacy-erase-of = Erase { $name }
privacy-erase-goes = Name and room go. Family and remarks go too. So does what someone asked or wrote.
privacy-erase-stays = The bookings stay, without a name. So the books still balance to the cent.
privacy-erase-save = Save the file for the resident first.
privacy-erase = Erase for good
privacy-for-good = You cannot take this back.
privacy-why = Why
privacy-why-asked = The resident asks for it
privacy-why-term = The term is over
privacy-why-wrong = It should never have been kept
privacy-type-room = Type the number of the room: { $room }
privacy-wrong-room = That is not room { $room }. Type the number of the room.
privacy-own-left = There is { $left } of own money left. Give that back first.
privacy-not-yet = Not possible yet
privacy-still-here = This resident still lives here.
privacy-left-lately = The resident has only just left. It is possible from { $day }.
privacy-open-orders = { $count ->
    [one] There is still 1 open order.
   *[other] There are still { $count } open orders.
}
privacy-to-sort-out = { $count ->
    [one] The ward still has 1 thing to sort out.
   *[other] The ward still has { $count } things to sort out.
}

file-title = Data of { $name }
file-intro = This is everything that { $home } keeps about you.
file-made = Made on { $day } at { $time }.
file-mistake = Is something wrong? Ask the office to correct it.
file-note = Amounts: { $note }
file-table = Table
file-nothing = Nothing.
file-yes = Yes
file-no = No
file-when = When
file-what = What
file-who-did = Who
file-from-to = From { $from } to { $to }
file-from = From { $from }
file-at = { $day }, { $time }

file-who = Who you are
file-name = Name
file-salutation = Form of address
file-first-name = First name
file-last-name = Last name
file-room = Room
file-ward = Ward
file-location = House
file-language = Language
file-language-nl = Dutch
file-language-en = English
file-text-size = Size of letters
file-text-size-of = { $percent } per cent
file-wheelchair = Wheelchair
file-partner = Lives here with partner
file-remark = Remark
file-code = Code with the home

file-stay = Your stay
file-lives-here = You live here
file-indication = Indication { $profile }
file-hospital = In hospital
file-leave = On holiday or staying elsewhere
file-may = { $what }: allowed
file-may-not = { $what }: not allowed now
file-may-until = { $what }: allowed up to and including { $day }

file-periods = Your cup
file-period = Period
file-granted = Received
file-carried = Brought along
file-spent = Spent
file-lapsed = Lapsed
file-made-of = How the amount was made
file-made-of-note = Amounts a day, in euros.
file-days = Days
file-income = From the government
file-overhead = Overhead
file-housing = Housing
file-treatment = Treatment
file-agreed-care = Agreed care
file-hotel = Food and cleaning
file-free = Free to choose
file-balances = What there is now

file-orders = Your orders
file-ordered-by = Ordered on { $when } by { $who }
file-how-many = Quantity
file-price = Price
file-charged = Paid
file-state = How it went
file-declined-because = Reason of the ward: { $note }
file-by = { $what } by { $who }, { $when }
file-in-basket = In the basket, not ordered yet
file-proposed = Proposed by family
file-proposed-by = Proposed
file-at-by = { $when }, { $who }
file-answer = Answer
file-no-answer = No answer
file-said-yes = Yes
file-said-no = No
file-of-family = of family

file-ledger = All bookings
file-ledger-note = A booking never changes. A mistake is mended with a new booking.
file-number = Number
file-why = Why
file-from-account = From
file-to-account = To
file-amount = Amount

file-authorities = Who may decide for you
file-may-see = May look
file-may-propose = May propose
file-may-order = May order
file-may-manage = May arrange everything
file-about-care = about care
file-about-money = about money
file-proof = Proof
file-proof-written-proxy = Written proxy
file-proof-court = Decision of a court
file-proof-partner = Partner
file-proof-family = Family
file-proof-contact = First contact

file-help = Help that was asked
file-help-choosing = Help with choosing
file-help-budget = Question about the cup
file-help-order = Question about an order
file-help-wish = Another wish
file-asked = Asked
file-answered = Answered

file-devices = Devices
file-devices-note = Something was done for you on these.
file-device = Device
file-device-of = Of
file-last-seen = Last used
file-revoked = Blocked
file-sessions = When you were signed in
file-browser = Program
file-since = Since
file-role-resident = Resident
file-role-family = Family
file-role-carer = Ward
file-role-office = Office
file-role-house = The home itself

file-operations = Who did what
file-operations-note = Everything that was done for you on a device.
file-result = Worked
file-result-yes = Yes
file-result-already = Was done already
file-result-no = No
file-did-put-in-basket = Put in the basket
file-did-change-basket = Changed the basket
file-did-place-order = Ordered
file-did-answer-proposal = Answered a proposal
file-did-cancel-order = Cancelled the order
file-did-cancel-line = Cancelled or asked to cancel
file-did-keep-line = Kept the appointment
file-did-accept-line = Agreed
file-did-decline-line = Not possible, with a reason
file-did-reschedule-line = Chose another moment
file-did-deliver-line = Done or delivered
file-did-no-show-line = Nobody in
file-did-undo-line = Took back a step
file-did-close-decline = Read the message
file-did-close-refusal = Read the message about an order
file-did-ask-help = Asked for help
file-did-answer-help = Gave help
file-did-settle-exception = Sorted out who pays

file-looks = Who looked at what
file-looks-note = Who looked at your data or took them along.
file-emergencies = Looked at in an emergency

file-imported = From the lists of the home
file-imported-note = This is how it stands in the lists.
