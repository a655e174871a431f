# Without internet: what is kept on this device, what still has to be sent, what cannot be done.

device-place = { $audience ->
    [family] this phone
   *[other] this tablet
}
device-sent = Everything is sent.
device-sending = Saved on { $place }: { $count }. Being sent.
device-kept = Saved on { $place }: { $count }. It is sent as soon as there is internet.
device-offline = No internet. You can go on.
device-none = Nothing is waiting.
device-kept-only = Saved on { $place }: { $count }.
device-sign-in = Sign in again
device-signed-out = You are signed out. Sign in to send.
device-not-kept = Saving does not work here. Leave this page open.
kept-look = See what is waiting

waiting-title = What is waiting
waiting-asks = Below is something for you to decide.
waiting-none = Everything is sent. Nothing is waiting.
waiting-says = This is saved on { $place }. It is sent by itself.
waiting-retry = Send everything now
waiting-trying = There is no internet now. We keep trying by ourselves.
waiting-by = By { $who } { $at }.
waiting-by-you = By you { $at }.
waiting-kept = Not sent yet.
waiting-hold = Saved. This waits for a new version.
waiting-sent-title = Just sent
waiting-sent = Sent.
waiting-refused = Not done: { $why }

did-basket = In the basket: { $what }
did-basket-changed = Basket changed
did-order = Ordered: { $what }
did-propose = Proposed: { $what }
did-cancel = Cancelled: { $what }
did-keep = Goes on: { $what }
did-accept = Confirmed: { $what }
did-decline = Not possible: { $what }
did-move = Moved: { $what }
did-deliver = Done: { $what }
did-no-show = Did not come: { $what }
did-undo = Undone: { $what }
did-close = Message closed
did-ask = Asked for help
did-answer = Question answered
did-settle = Exception dealt with

wish-kept = Saved as a wish. Without internet we do not know if it can be done.
wish-title = Saved as a wish
wish-too-little = There was too little left. Perhaps it can be done later.
wish-too-old = The amounts here are too old to order.
wish-too-many = Too much is waiting to be sent.
wish-order = Order this now
wish-drop = Remove this wish

offline-title = This is not possible now
offline-needs = This page needs internet. There is none now. Try again later.
offline-office = The office works with internet only. Try again later.
offline-door = Signing in needs internet. Then we know who you are. Try again later.
offline-nothing = Nothing is saved here yet. The first time needs internet. Try again later.
offline-revoked = This device was signed off. Ask the ward to sign it on again. The ward looks at what you did here.
offline-expired = What was saved here is too old. Internet brings it back.
offline-settings = You can change this when there is internet. Try again later.
offline-not-done = Nothing has changed.
offline-outbox = Saved and not sent yet: { $count }. That stays saved.
offline-retry = Try this page again
offline-home = Go to the beginning

version-new = There is a new version.
version-use = Open new version
