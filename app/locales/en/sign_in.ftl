# Words of signing in: password, second step, links, devices. Plain English, sentences of at most twelve words.

sign-in-title = Sign in
sign-in-lead = For family and office of { $home }.
sign-in-name = Your name
sign-in-name-hint = You got this name together with your link.
sign-in-password = Password
sign-in-go = Start signing in
sign-in-lost = Did you forget your password? Ask the office for a new link.
sign-in-wrong = The name or the password is not right. Please try again.
sign-in-wait = You can try again at { $time }. Ask the office for help if it does not work.
sign-in-busy = It is very busy now. Try again in a minute.
sign-in-ward = This works on a tablet of the ward only. Use that tablet.
sign-in-passkey = This passkey does not work here. Use your password, or ask the office for a link.
sign-in-ready-passkey = Your passkey is saved. Use it on the tablet of the ward.
sign-in-ready = Your password is saved. Use it on the tablet of the ward.
sign-in-nothing = There is nothing that you may see now. Ask the office why.
sign-in-signed-out = You are signed out. Always look whether this is so on a shared device.

passkey-lead = Your finger, your face or the code of your device is enough.
passkey-go = Use a passkey
passkey-failed = That did not work. Try again, or choose another way.
passkey-refused = The password is not right, or was wrong too often. Try again later.
passkey-known = This device has a passkey of yours already. Use that one.

oidc-lead = Do you work here? Then use the account of your work.
oidc-go = Go in with { $provider }
oidc-stopped-title = You are not signed in
oidc-again = That did not work or took too long. Start again.
oidc-unreachable = { $provider } does not answer now. Use your name and password. Or try again later.
oidc-refused = { $provider } did not let you in. Try again. Or use your name and password.
oidc-unknown = You are not on the list of people who may come in. Ask the office for help.
oidc-taken = Your name belongs to another account here. Ask the office for a new link.
oidc-try = Try it again

second-title = Second step
second-lead = Open the app on your phone. Type the code of six digits.
second-code = Code
second-recovery = Is your phone not with you? Then type a recovery code.
second-go = Confirm the code
second-wrong = This code is not right. Wait for the next code and try that.
second-late = That took too long. Start again.

link-choose-title = Choose how you come in
link-passkey-title = With a passkey
link-passkey-lead = That is your finger, your face or the code of this device. You need to remember nothing.
link-passkey-go = Make a passkey
link-passkey-wrong = The passkey was not made. Try again, or choose a password.
link-password-title = Or with a password
link-title = Choose a password
link-hello = Welcome, { $name }.
link-your-name = Your name for signing in is
link-password = New password
link-rules = At least twelve characters. A sentence that only you know is good.
link-paste = You can paste it. A password from a manager is best.
link-go = Save the password
link-short = This password is too short. Choose one of twelve characters or more.
link-long = This password is too long. Choose one of at most 256 characters.
link-guessable = This password is easy to guess. Choose a longer sentence.
link-gone-title = This link does not work any more
link-gone-text = A link works once and for seven days at most. Ask the office for a new one.
link-gone-go = Go to sign in

set-up-title = Your phone as a second key
set-up-lead = With this nobody comes in with your password alone.
set-up-app = Open an app for codes on your phone. Show this picture to the app.
set-up-picture = Picture for your app
set-up-secret = Is that not possible? Then type these letters into the app:
set-up-code = The code that the app shows
set-up-go = Confirm the code
set-up-wrong = This code is not right. Look whether the clock of your phone is right.

recovery-title = Your recovery codes
recovery-lead = Did you lose your phone? Then one of these codes lets you in.
recovery-once = Each code works once. You see them only now.
recovery-print = Print this page or copy the codes. Keep them in a safe place.
recovery-go = Go on

sessions-title = Where you are signed in
sessions-lead = Do you not know a device? Sign it out and choose a new password.
sessions-this = This device
sessions-unknown = Unknown device
sessions-seen = Last seen on { $day } at { $time }
sessions-oidc = Signed in with { $provider }
sessions-passkey = Signed in with a passkey
sessions-since = Signed in since { $day }
sessions-end = Close { $what }
sessions-end-others = Close all others
sessions-sign-out = Leave and sign out
sessions-password = Choose new password
sessions-passkeys = See my passkeys
sessions-back = Go back
sessions-ended = That is signed out.
sessions-changed = Your new password is saved. Other devices are signed out.
sessions-codes = You have { $count ->
    [one] 1 recovery code left.
   *[other] { $count } recovery codes left.
}

passkeys-title = Your passkeys
passkeys-lead = Your finger, your face or the code of your device is enough.
passkeys-none = You have no passkey yet.
passkeys-made = Made on { $day }
passkeys-used = Last used on { $day } at { $time }
passkeys-unused = Not used yet
passkeys-name = Name of this passkey
passkeys-name-go = Save the name
passkeys-name-for = Save the name of { $name }
passkeys-remove = Remove this passkey
passkeys-remove-for = Remove the passkey { $name }
passkeys-new = New passkey
passkeys-new-lead = You make it on this device or on your phone.
passkeys-new-shared = Others use this tablet too. Make it on your own phone.
passkeys-new-name = What do you call it?
passkeys-new-password = Your password, to be sure that it is you
passkeys-new-go = Make a passkey
passkeys-again = Do you want to make one? Sign out and come in again.
passkeys-added = Your passkey is saved.
passkeys-not-added = The passkey was not made. Please try again.
passkeys-named = The name is saved.
passkeys-removed = That passkey does not work any more. Other devices are signed out.
passkeys-last = This is your only way in. Make another passkey first.

change-title = Choose new password
change-old = Old password
change-new = New password
change-go = Save the password
change-wrong = The old password is not right. Please try again.

people-title = People
people-lead = Who can come in, and how. A link lets someone choose a password.
people-name = Name
people-role = Role
people-place = Location
people-last = Last sign-in
people-second = Second step
people-state = Access
people-acts = What you can do
people-everywhere = Everywhere
people-never = Never yet
people-yes = Yes
people-no = No
people-no-password = No password yet
people-link-until = Link valid until { $day }
people-can-enter = Can come in
people-locked-until = Locked until { $time }
people-devices = { $count ->
    [one] 1 device
   *[other] { $count } devices
}
people-make-link = Make link
people-make-link-for = Make link for { $name }
people-sign-out = Close all devices
people-sign-out-for = Close all devices of { $name }
people-unlock = Open again
people-unlock-for = Open again for { $name }
people-signed-out = { $name } is signed out everywhere.
people-unlocked = { $name } can try again.
people-link-title = Link for { $name }
people-link-lead = Give this link to { $name } in person. You see it only now.
people-link-until-long = The link works once, up to and including { $day }.
people-link-picture = This link as a picture
people-link-name = Name for signing in: { $code }
people-link-resets = The old password stays until the link is used.
people-link-back = Go back
role-care_manager = Care manager
role-controller = Controller
role-family = Family
role-carer = Care
role-other = Ward
