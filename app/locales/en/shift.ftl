# The tablet of the ward: who works, the PIN, the start of a shift. Plain words, sentences of twelve words at most.

shift-tablet = Tablet of { $ward }
shift-title = Who are you?
shift-tap = Tap your name.
shift-nobody = Nobody works with this tablet yet.
shift-until = until { $time }
shift-begin = Begin my shift
shift-other = Choose someone else
shift-password = Use my password
shift-stop = Stop my shift

shift-pin = Your PIN
shift-pin-go = Go on
shift-pin-back = Clear
shift-pin-wrong = This PIN is not right. Please try again.
shift-pin-wait = That was wrong too often. Use your password, or wait until { $time }.

shift-begin-title = Begin your shift
shift-begin-text = Sign in once. After that your PIN is enough, for twelve hours.
shift-passkey-lead = Your phone or a loose key is enough.
shift-begin-go = Begin my shift
shift-elsewhere = Our list says that you work on another ward. Ask the office.

shift-choose-title = Choose a PIN
shift-choose-hello = Good to see you, { $name }.
shift-choose-text = The PIN works on this tablet, until your shift is over.
shift-choose-pin = PIN of four to six digits
shift-choose-again = The same PIN once more
shift-choose-go = Save PIN
shift-choose-keep = Use my PIN of before
shift-choose-digits = A PIN has four, five or six digits. Type digits only.
shift-choose-guessable = This PIN is easy to guess. Choose no row, repetition or year.
shift-choose-different = The two PINs are not the same. Type them once more.

shift-locked-title = The tablet is locked
shift-locked-text = There is no internet now. Did you work with this tablet today? Then go on with your PIN. Everything is kept.
shift-unlock-over = That was wrong too often. This PIN works again when there is internet.
