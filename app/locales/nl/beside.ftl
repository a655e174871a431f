# Woorden voor wie naast de winkel werkt: cliëntondersteuner, aanbieder, cliëntenraad en wie de veiligheid bewaakt.

beside-supporter = Cliëntondersteuner, { $home }
beside-provider = Aanbieder bij { $home }
beside-council = Cliëntenraad, { $home }
beside-security = Beveiliging, { $home }

supporter-title = Mijn bewoners
supporter-lead = Open een bewoner. U ziet het bekertje, de bestellingen en uw aantekeningen.
supporter-search = Naam of kamer
supporter-find = Zoek bewoner
supporter-all = Alle bewoners
supporter-notes-column = Mijn aantekeningen
supporter-notes = { $count ->
    [one] 1 aantekening
   *[other] { $count } aantekeningen
}
supporter-left = Woont hier niet meer sinds { $day }
supporter-reserved = { $amount } is besteld en nog niet gebracht.
supporter-who-comes = Wie komt er
supporter-people = Wie voor de bewoner mag kiezen
supporter-relation = Relatie
supporter-may = Mag
supporter-until = Tot wanneer

note-title = Mijn aantekeningen
note-lead = Alleen u kunt dit lezen. De zorg en het kantoor zien niet wat hier staat. De bewoner mag weten dat u iets bewaart.
note-new = Nieuwe aantekening
note-text = Aantekening
note-keep = Bewaar aantekening
note-open = Open
note-open-of = Open de aantekening van { $when }
note-title-of = Aantekening over { $name }
note-back = Terug naar { $name }
note-changed-at = Veranderd op { $when }
note-before = Wat er eerder stond
note-empty = Schrijf eerst iets op.
note-long = Dit is te lang. Gebruik hoogstens { $most } tekens.
note-changed-meanwhile = Deze aantekening is intussen veranderd. Uw tekst staat hier nog. Kijk eerst wat er nu staat, en bewaar dan opnieuw.
note-does-not-open = Deze tekst gaat niet open. Vraag de beheerder om hulp.
note-done-kept = Uw aantekening is bewaard.
note-done-removed = Uw aantekening is weg.
note-remove = Verwijder deze aantekening
note-remove-means = De aantekening gaat weg, met alles wat er eerder stond. U krijgt die niet terug.
note-remove-sure = Ja, verwijder de aantekening
note-key-missing = Uw aantekeningen zijn nu dicht. De sleutel is er niet.
note-key-other = Uw aantekeningen zijn nu dicht. De sleutel past niet.
note-key-do = Er is niets weg. Vraag de beheerder om de goede sleutel terug te zetten.

provider-title = Bestellingen
provider-lead = { $name }: voor wie u komt, en wanneer.
provider-nothing = Er is nu niets bij u besteld.
provider-past = De laatste twee weken
provider-for-whom = Voor wie
provider-who = { $name }, kamer { $room }

council-changes = Prijzen
council-changes-of = Hoe prijzen veranderen, { $place }
council-lead = Open een dienst om te zien waar de prijs uit bestaat.
council-coming = Wat gaat veranderen
council-past = Wat al veranderd is
council-nothing = Hier is niets.
council-from = Vanaf
council-what = Wat verandert er
council-before = Was
council-after = Wordt
council-difference = Verschil
council-new = Nieuw
council-gone = Niet meer te kiezen
council-dearer = Duurder
council-cheaper = Goedkoper

security-title = Logboek van het huis
security-files = Het hele logboek als bestand
security-files-lead = In het bestand staat van elke regel het zegel. Daarmee kan iemand anders nagaan of er iets veranderd is.
security-end = Het logboek heeft { $count } regels. Het laatste zegel is:
security-json = Bewaar als JSON
security-csv = Bewaar als CSV
security-where = Waar
security-residents = Bewoners

role-supporter = Cliëntondersteuner
role-provider = Aanbieder
role-council = Cliëntenraad
role-security = Beveiliging
people-link-operator = Een link voor deze persoon maakt alleen de beheerder.
