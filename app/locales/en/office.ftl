# Words of the office: tables, ledger, catalogue.

office-rooms = Sections
office-residents = Residents
office-catalogue = Catalogue
office-role = Office, { $home }
office-leave = Open the demo door
office-back = Back

office-minutes = { $count } min
office-points = { $count } pt
office-unit-euros = euros
office-unit-minutes = minutes
office-unit-points = points
office-place-in-unit = { $place }, in { $unit }

office-as-of = As of { $day }, { $time }.
office-from-to = from { $from } to { $to }
office-or = { ". Or " }
office-period = Period { $days }. { $as_of }
office-amounts-note = Amounts in euros. { $note }
office-day-year = { $day } { $year }

office-sort-up = Sort ascending
office-sort-down = Sort descending
office-page = Page
office-pages = Pages
office-page-of = Page { $page } of { $pages }

office-residents-of = Residents, { $place }
office-residents-table = Table of residents
office-residents-caption = From income to what is left, per resident
office-export = Export CSV
office-search-resident = Find a resident
office-where = Ward
office-everywhere = All wards
office-whole = All of { $place }
office-all-profiles = All profiles
office-filter = Show selection
office-show-all = Show everything
office-nobody = Nobody was found.
office-nobody-do = Choose another ward or look for another name.

office-room = Room
office-resident = Resident
office-ward = Ward
office-location = Location
office-profile = Profile
office-income = Income
office-overhead = Overhead
office-package = Agreed package
office-granted = Cup
office-carried = Carried
office-spent = Spent
office-reserved = Ordered
office-left = Left
office-total = { $count ->
    [one] 1 resident, { $unit }
   *[other] { $count } residents, { $unit }
}

office-tag-frozen = Frozen
office-tag-away = Away
office-tag-profile = { $profile } from { $day }
office-tag-since = Since { $day }

office-cup-of = Cup: { $granted }
office-days-of-profile = { $count ->
    [one] 1 day { $profile }
   *[other] { $count } days { $profile }
}
office-tariff-day = Tariff per day
office-tariff = Tariff
office-overhead-share = Overhead { $share }
office-package-parts = Housing · treatment · care · hotel
office-free-days = Free, { $day } × { $count }
office-free-becomes = Free is { $free }. Rounded down, that is { $granted }.
office-days-without = { $count ->
    [one] 1 day without a budget: not yet moved in, left again or away for a while.
   *[other] { $count } days without a budget: not yet moved in, left again or away for a while.
}
office-spent-of = Spent, delivered: { $sum }
office-reserved-of = Ordered, not yet delivered: { $sum }
office-times = { $count } × { $what }
office-together = Together
office-nothing-yet = Nothing yet in this period.
office-older-order = Older order
office-open-resident = Open { $name }
office-open-ledger = Open the ledger of { $name }

office-all-residents = All residents
office-resident-place = Room { $room }, { $place }
office-cup-left = Left in the cup:
office-cup-full = of { $full }, up to and including { $until }.
office-counts-in = The cup counts in { $unit }.
office-own-money = Own money: { $left }.
office-frozen = The books of this resident do not match the journal. Nothing can change until the operator has looked.
office-away = This resident is away now: in hospital or on leave.

office-statement = Statement of the period
office-statement-note = Open a line to see what the amount is made of.
office-income-line = Income from the indication
office-overhead-line = Overhead
office-package-line = Agreed package: housing · treatment · care · hotel
office-free-line = Free to choose
office-granted-line = Granted to the cup
office-carried-line = Carried over from the period before
office-ordered-before = Ordered in an earlier period
office-ordered-before-cause = This was reserved then. It does not come out of the budget of now.
office-spent-line = Spent, delivered
office-reserved-line = Ordered, not yet delivered
office-left-line = Left
office-step = Step
office-days = Days
office-calculation = Calculation
office-amount = Amount
office-days-times = { $count } × { $day }
office-housing = Housing
office-treatment = Treatment
office-agreed-care = Agreed care
office-hotel = Hotel costs
office-free = Free
office-nothing-booked = Nothing was booked in this period.
office-what = What
office-day = Day
office-when = When
office-state = State
office-transfer = Transfer
office-number = no. { $number }
office-reason-item = { $reason }: { $item }

office-orders = Orders
office-orders-table = Orders of this resident
office-written-off = Paid by the house
office-written-off-note = This was delivered although the order was closed already. The ward decided that the house pays. You see the last two months.
office-written-off-total = Together: { $total }.
office-written-off-on = Decided on
office-written-off-by = Decided by
office-written-off-paid = Paid
office-no-orders = There are no orders yet.
office-state-requested = Ordered
office-state-accepted = Ward agreed
office-state-delivered = Delivered
office-state-partly = Partly delivered
office-state-no-show = No-show
office-state-cancelled = Cancelled
office-state-declined = Declined
office-purse = Purse
office-purse-basis = Basic care
office-purse-cup = Cup
office-purse-own = Own money
office-quantity = Quantity
office-of-quantity = { $delivered } of { $quantity }
office-price = Price
office-charged = Charged
office-placed-by = Ordered by
office-placed-at = Ordered on

office-ledger = Ledger
office-ledger-note = All transfers, oldest first. Nothing is ever changed or removed: a correction is a new transfer.
office-ledger-table = Transfers of this resident
office-no-transfers = Nothing has been booked yet.
office-transfers-count = { $count ->
    [one] 1 transfer
   *[other] { $count } transfers
}
office-number-short = No.
office-debit = From
office-credit = To
office-phase = Phase
office-left-after = Left after
office-hash = Hash
office-reason-grant = Grant
office-reason-carried = Carried over
office-reason-lapse = Lapsed
office-reason-deposit = Deposit
office-reason-order = Order
office-reason-delivery = Delivery
office-reason-no-show = No-show
office-reason-cancellation = Cancellation
office-reason-decline = Declined
office-reason-correction = Correction
office-account-funding = Indication
office-account-cup = Cup
office-account-delivered = Delivered
office-account-lapsed = Lapsed
office-account-deposits = Deposits
office-account-own = Own money
office-account-own-delivered = Delivered, own money
office-phase-direct = Booked
office-phase-hold = Reserved
office-phase-post = Final
office-phase-void = Released
office-phase-direct-means = The amount was booked at once.
office-phase-hold-means = The amount is set apart until delivery.
office-phase-post-means = The amount is final. What was reserved beyond it is free again.
office-phase-void-means = The reservation is released. The amount is free again.
office-resolved-by = Resolved by
office-still-open = Still open
office-resolves = Resolves
office-order-line = Order
office-line-of = { $quantity } × { $price }, { $when }
office-placed-by-on = Ordered by { $who } on { $when }
office-counts-for = Counts for
office-operation = Operation
office-by-the-house = By the house: grant or import
office-transfer-id = Number of the transfer

office-catalogue-of = Catalogue, { $place }
office-catalogue-about = { $count ->
    [one] 1 item. Version { $version }, as of { $day }.
   *[other] { $count } items. Version { $version }, as of { $day }.
}
office-catalogue-table = Table of items
office-search-item = Find an item
office-category = Category
office-all-categories = All categories
office-no-items = No item was found.
office-code = Code
office-item = Item
office-in-euros = Euros
office-in-minutes = Minutes
office-in-points = Points
office-offers = Offers
office-no-offer = Nobody offers this now.
office-conditions = Conditions
office-conditions-count = { $count ->
    [one] 1 condition
   *[other] { $count } conditions
}
office-conditions-blocking = { $count }, of which { $blocking } blocking
office-valid = Valid
office-valid-from = from { $day }
office-valid-between = from { $from } to { $to }

office-whole-catalogue = Catalogue of { $place }
office-item-about = { $code } · { $category } · { $place }
office-build-up = How the price is made
office-function-gast = Host
office-function-help = Helper
office-function-vig = Carer
office-function-ab = Activities
office-function-par = Therapist
office-function-td = Technician
office-function-chauf = Driver
office-function-vr = Volunteer
office-minutes-times = { $count } min × { $rate }
office-evening-weekend = Staff, evening and weekend
office-staff-each = Staff per resident
office-shared-by = divided by { $count }
office-staff-overhead = Overhead on staff
office-materials = Materials
office-purchase = Purchase
office-surcharge = Surcharge on materials and purchase
office-each = per resident
office-exact = Cost price, exact
office-rounding = Rounding
office-round-up-to = up to { $count } cents
office-price-minutes = In minutes: { $price }, paid staff per resident.
office-price-no-minutes = Cannot be sold in minutes: no paid staff is involved.
office-price-points = In points: { $price }. One point is { $value }, rounded up.
office-price-differs = Please note: the catalogue says { $shown }.
office-cost-wrong = This cost price cannot be calculated.
office-who-offers = Who offers this
office-who = Who
office-times-of-day = Times
office-every-day = every day
office-rules = Agreements
office-duration = Duration
office-lead-time = Ordering
office-hours-before = { $count ->
    [0] until it starts
    [one] at least 1 hour before
   *[other] at least { $count } hours before
}
office-cancelling = Cancelling
office-free-until = { $count ->
    [0] free until it starts
    [one] free until 1 hour before
   *[other] free until { $count } hours before
}
office-no-show = No-show
office-no-show-full = costs the whole price
office-no-show-none = costs nothing
office-group = Group
office-group-exactly = { $count } residents
office-days-before = at least { $count } days before
office-free-until-days = free until { $count } days before
office-group-between = { $least } to { $most } residents
office-group-from = at least { $least } residents
office-group-to = at most { $most } residents
office-rule = Rule
office-effect = Effect
office-resident-reads = What the resident reads
office-instead = Instead
office-blocks = blocks
office-informs = informs
office-no-conditions = There are no conditions.
office-rule-clearance = Only when approved: { $name }
office-rule-per-day = At most { $count } a day
office-rule-per-week = At most { $count } a week
office-rule-order-until = { $days ->
    [0] Order before { $time } on the day itself
    [one] Order before { $time }, 1 day ahead
   *[other] Order before { $time }, { $days } days ahead
}
office-rule-family-free = Costs nothing when family does it
office-rule-subscription = Runs until it is stopped
office-rule-when-full = When it is full
office-places = Places
office-until = Until
office-ends-insurance = insurance
office-ends-certificate = certificate
office-ends-agreement = agreement
office-ends-withdrawn = withdrawn
office-rule-information = Information

office-csv-name = residents
office-csv-location = Location
office-csv-unit = Unit
office-csv-from = Period from
office-csv-to = Period to
office-csv-tags = Particulars
