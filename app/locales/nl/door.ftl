# Woorden van de demo-deur.

door-title = Wie bent u in { $home }?
door-lead = Kies een persoon. U ziet dan wat die persoon ziet.
door-demo = Dit is een demo.
door-as-resident = Bewoner
door-as-family = Naaste
door-as-ward = Afdeling
door-as-office = Kantoor
door-everyone = Of kies iemand anders
door-residents = Bewoners
door-family = Naasten
door-wards = Medewerkers op de afdeling
door-offices = Kantoor
door-beside = Naast de winkel
door-supporter = Cliëntondersteuner
door-provider = Aanbieder
door-council = Cliëntenraad
door-security = Beveiliging
door-count = { $count ->
    [one] 1 persoon
   *[other] { $count } personen
}
door-room = Kamer { $room }
door-for = Voor { $residents }
door-relation-of = { $relation } van { $residents }
door-ward = { $ward }
door-office-all = Alle locaties
door-office-of = { $place }
