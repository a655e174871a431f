# Tablets that the ward hands out, and what the tablet itself shows.

tablet-who = { $ward } · { $name }
tablet-room = Tablets
tablet-list-title = Tablets of the ward
tablet-list-empty = No tablet has been added yet.
tablet-add = Add a tablet
tablet-all = All tablets
tablet-see-all = See all tablets
tablet-gone-title = Tablets taken back
tablet-of-resident = For { $name }, room { $room }
tablet-of-living-room = For the living room: { $room }
tablet-of-ward = For staff of { $ward }
tablet-added = Added by { $who }, { $at }
tablet-seen = Last seen { $at }
tablet-not-seen = Not used yet
tablet-waits = Not set up yet
tablet-revoked = Taken back by { $who }, { $at }
tablet-revoke = Take back
tablet-revoke-label = Take back: { $name }
tablet-again = Add again
tablet-again-label = Add again: { $name }
tablet-code = Show the code
tablet-code-label = Show the code: { $name }

tablet-new-title = Add a tablet
tablet-whose = Who is the tablet for?
tablet-whose-choose = Choose from the list
tablet-name = What do you call the tablet?
tablet-name-hint = For example: tablet by the window
tablet-make-code = Make code
tablet-nobody-chosen = Nobody has been chosen yet. Choose who the tablet is for.
tablet-no-name = The tablet has no name yet. Type a short name.

tablet-qr-label = Code to scan with the tablet
tablet-step-scan = Scan this code with the camera of the tablet.
tablet-step-tap = Then tap the large button on the tablet.
tablet-step-look = Look here to see whether it worked.
tablet-look-again = Look again
tablet-code-until = The code works once, until { $time }.
tablet-or-type = Scanning does not work? Type this address on the tablet:
tablet-used = The tablet was set up { $at }.
tablet-code-gone = This code does not work any more. Make a new code.
tablet-new-code = Make new code

enrol-title-resident = This tablet is for { $name }
enrol-title-living-room = This tablet is for { $room }
enrol-title-ward = This tablet is for staff of { $ward }
enrol-text = Is that right? Then tap the button.
enrol-go = Use this tablet
enrol-spent-title = This code does not work any more
enrol-spent-text = A code works once, for ten minutes.
enrol-spent-do = Ask the ward for a new code.

who-title = Who are you?
who-text = Tap your picture.
who-more = Show more people
who-done = I am done
who-here = This is the shop of { $name }.

pictures-title = Hello { $name }
pictures-choose = Choose pictures for { $name }
pictures-step = Tap picture { $step } of 3.
pictures-wrong = Those were other pictures. Try once more.
pictures-wait = Wait until { $time }. Or ask the ward for help.
picture-flower = Flower
picture-dog = Dog
picture-cake = Cake
picture-house = House
picture-tree = Tree
picture-guitar = Guitar
picture-coffee = Coffee
picture-bus = Bus
picture-moon = Moon

codes-title = Pictures as a key
codes-text = Only if the resident wants this. Choose the pictures together.
codes-is-on = Three pictures open the shop in the living room.
codes-is-off = One tap opens the shop in the living room.
codes-on = Choose pictures
codes-other = Choose other pictures
codes-off = Turn pictures off
codes-see = See pictures as a key
