# Words of the demo door.

door-title = Who are you at { $home }?
door-lead = Choose a person. You then see what that person sees.
door-demo = This is a demo.
door-as-resident = Resident
door-as-family = Family
door-as-ward = Ward
door-as-office = Office
door-everyone = Or choose someone else
door-residents = Residents
door-family = Family
door-wards = Staff on the ward
door-offices = Office
door-beside = Beside the shop
door-supporter = Client supporter
door-provider = Provider
door-council = Client council
door-security = Security
door-count = { $count ->
    [one] 1 person
   *[other] { $count } people
}
door-room = Room { $room }
door-for = For { $residents }
door-relation-of = { $relation } of { $residents }
door-ward = { $ward }
door-office-all = All locations
door-office-of = { $place }
