# Woorden van het kantoor: tabellen, grootboek, catalogus. B1 waar het kan, vaktaal waar het kantoor die gebruikt.

office-rooms = Onderdelen
office-residents = Bewoners
office-catalogue = Catalogus
office-role = Kantoor, { $home }
office-leave = Open de demo-deur
office-back = Terug

office-minutes = { $count } min
office-points = { $count } pt
office-unit-euros = euro’s
office-unit-minutes = minuten
office-unit-points = punten
office-place-in-unit = { $place }, in { $unit }

office-as-of = Stand van { $day }, { $time }.
office-from-to = van { $from } tot en met { $to }
office-or = { ". Of " }
office-period = Periode { $days }. { $as_of }
office-amounts-note = Bedragen in euro. { $note }
office-day-year = { $day } { $year }

office-sort-up = Sorteer oplopend
office-sort-down = Sorteer aflopend
office-page = Pagina
office-pages = Pagina’s
office-page-of = Pagina { $page } van { $pages }

office-residents-of = Bewoners, { $place }
office-residents-table = Tabel van bewoners
office-residents-caption = Van inkomsten naar wat over is, per bewoner
office-export = Exporteer CSV
office-search-resident = Zoek bewoner
office-where = Afdeling
office-everywhere = Alle afdelingen
office-whole = Heel { $place }
office-all-profiles = Alle profielen
office-filter = Toon keuze
office-show-all = Toon alles
office-nobody = Niemand gevonden.
office-nobody-do = Kies een andere afdeling of zoek op een andere naam.

office-room = Kamer
office-resident = Bewoner
office-ward = Afdeling
office-location = Locatie
office-profile = Profiel
office-income = Inkomsten
office-overhead = Overhead
office-package = Afgesproken pakket
office-granted = Bekertje
office-carried = Van vorige
office-spent = Besteed
office-reserved = Besteld
office-left = Over
office-total = { $count ->
    [one] 1 bewoner, { $unit }
   *[other] { $count } bewoners, { $unit }
}

office-tag-frozen = Bevroren
office-tag-away = Niet aanwezig
office-tag-profile = Vanaf { $day } { $profile }
office-tag-since = Sinds { $day }

office-cup-of = Bekertje: { $granted }
office-days-of-profile = { $count ->
    [one] 1 dag { $profile }
   *[other] { $count } dagen { $profile }
}
office-tariff-day = Tarief per dag
office-tariff = Tarief
office-overhead-share = Overhead { $share }
office-package-parts = Wonen · behandeling · zorg · hotel
office-free-days = Vrij, { $day } × { $count }
office-free-becomes = Vrij is { $free }. Naar beneden afgerond is dat { $granted }.
office-days-without = { $count ->
    [one] 1 dag zonder budget: nog niet verhuisd, weer vertrokken of tijdelijk afwezig.
   *[other] { $count } dagen zonder budget: nog niet verhuisd, weer vertrokken of tijdelijk afwezig.
}
office-spent-of = Besteed, geleverd: { $sum }
office-reserved-of = Besteld, nog niet geleverd: { $sum }
office-times = { $count } × { $what }
office-together = Samen
office-nothing-yet = Nog niets in deze periode.
office-older-order = Oudere bestelling
office-open-resident = Bekijk { $name }
office-open-ledger = Bekijk het grootboek van { $name }

office-all-residents = Alle bewoners
office-resident-place = Kamer { $room }, { $place }
office-cup-left = Over in het bekertje:
office-cup-full = van { $full }, tot en met { $until }.
office-counts-in = Het bekertje telt in { $unit }.
office-own-money = Eigen geld: { $left }.
office-frozen = De boeken van deze bewoner kloppen niet met het journaal. Er kan niets veranderen tot de beheerder ernaar keek.
office-away = Deze bewoner is nu niet aanwezig: in het ziekenhuis of op verlof.

office-statement = Overzicht van de periode
office-statement-note = Open een regel om te zien waar het bedrag uit bestaat.
office-income-line = Inkomsten uit de indicatie
office-overhead-line = Overhead
office-package-line = Afgesproken pakket: wonen · behandeling · zorg · hotel
office-free-line = Vrij te kiezen
office-granted-line = Toegekend aan het bekertje
office-carried-line = Meegenomen van de vorige periode
office-ordered-before = Besteld in een vorige periode
office-ordered-before-cause = Dit is toen gereserveerd. Het komt niet uit het budget van nu.
office-spent-line = Besteed, geleverd
office-reserved-line = Besteld, nog niet geleverd
office-left-line = Over
office-step = Stap
office-days = Dagen
office-calculation = Berekening
office-amount = Bedrag
office-days-times = { $count } × { $day }
office-housing = Wonen
office-treatment = Behandeling
office-agreed-care = Afgesproken zorg
office-hotel = Hotelkosten
office-free = Vrij
office-nothing-booked = Niets geboekt in deze periode.
office-what = Wat
office-day = Dag
office-when = Wanneer
office-state = Stand
office-transfer = Boeking
office-number = nr. { $number }
office-reason-item = { $reason }: { $item }

office-orders = Bestellingen
office-orders-table = Bestellingen van deze bewoner
office-written-off = Betaald door het huis
office-written-off-note = Dit is geleverd terwijl de bestelling al gesloten was. De afdeling besloot dat het huis betaalt. U ziet de laatste twee maanden.
office-written-off-total = Samen: { $total }.
office-written-off-on = Besloten op
office-written-off-by = Besloten door
office-written-off-paid = Betaald
office-no-orders = Er zijn nog geen bestellingen.
office-state-requested = Besteld
office-state-accepted = Afdeling akkoord
office-state-delivered = Geleverd
office-state-partly = Deels geleverd
office-state-no-show = Niet gekomen
office-state-cancelled = Geannuleerd
office-state-declined = Niet doorgegaan
office-purse = Beurs
office-purse-basis = Basis
office-purse-cup = Bekertje
office-purse-own = Eigen geld
office-quantity = Aantal
office-of-quantity = { $delivered } van { $quantity }
office-price = Prijs
office-charged = Geboekt
office-placed-by = Besteld door
office-placed-at = Besteld op

office-ledger = Grootboek
office-ledger-note = Alle boekingen, oudste eerst. Niets wordt veranderd of gewist: een correctie is een nieuwe boeking.
office-ledger-table = Boekingen van deze bewoner
office-no-transfers = Er is nog niets geboekt.
office-transfers-count = { $count ->
    [one] 1 boeking
   *[other] { $count } boekingen
}
office-number-short = Nr.
office-debit = Van
office-credit = Naar
office-phase = Fase
office-left-after = Over daarna
office-hash = Kenmerk
office-reason-grant = Toekenning
office-reason-carried = Meegenomen
office-reason-lapse = Vervallen
office-reason-deposit = Storting
office-reason-order = Bestelling
office-reason-delivery = Levering
office-reason-no-show = Niet gekomen
office-reason-cancellation = Annulering
office-reason-decline = Niet doorgegaan
office-reason-correction = Correctie
office-account-funding = Indicatie
office-account-cup = Bekertje
office-account-delivered = Geleverd
office-account-lapsed = Vervallen
office-account-deposits = Stortingen
office-account-own = Eigen geld
office-account-own-delivered = Geleverd, eigen geld
office-phase-direct = Geboekt
office-phase-hold = Gereserveerd
office-phase-post = Definitief
office-phase-void = Vrijgegeven
office-phase-direct-means = Het bedrag is meteen geboekt.
office-phase-hold-means = Het bedrag is apart gezet tot de levering.
office-phase-post-means = Het bedrag is definitief. Wat meer was gereserveerd, is weer vrij.
office-phase-void-means = De reservering is opgeheven. Het bedrag is weer vrij.
office-resolved-by = Afgerond door
office-still-open = Nog open
office-resolves = Rondt af
office-order-line = Bestelling
office-line-of = { $quantity } × { $price }, { $when }
office-placed-by-on = Besteld door { $who } op { $when }
office-counts-for = Telt voor
office-operation = Handeling
office-by-the-house = Door het huis: toekenning of import
office-transfer-id = Nummer van de boeking

office-catalogue-of = Catalogus, { $place }
office-catalogue-about = { $count ->
    [one] 1 dienst. Versie { $version }, stand van { $day }.
   *[other] { $count } diensten. Versie { $version }, stand van { $day }.
}
office-catalogue-table = Tabel van diensten
office-search-item = Zoek dienst
office-category = Categorie
office-all-categories = Alle categorieën
office-no-items = Geen dienst gevonden.
office-code = Code
office-item = Dienst
office-in-euros = Euro
office-in-minutes = Minuten
office-in-points = Punten
office-offers = Aanbod
office-no-offer = Niemand biedt dit nu aan.
office-conditions = Voorwaarden
office-conditions-count = { $count ->
    [one] 1 voorwaarde
   *[other] { $count } voorwaarden
}
office-conditions-blocking = { $count }, waarvan { $blocking } blokkerend
office-valid = Geldig
office-valid-from = vanaf { $day }
office-valid-between = van { $from } tot en met { $to }

office-whole-catalogue = Catalogus van { $place }
office-item-about = { $code } · { $category } · { $place }
office-build-up = Zo is de prijs gemaakt
office-function-gast = Gastvrouw
office-function-help = Helpende
office-function-vig = Verzorgende
office-function-ab = Activiteiten
office-function-par = Therapeut
office-function-td = Technische dienst
office-function-chauf = Chauffeur
office-function-vr = Vrijwilliger
office-minutes-times = { $count } min × { $rate }
office-evening-weekend = Personeel, avond en weekend
office-staff-each = Personeel per bewoner
office-shared-by = gedeeld door { $count }
office-staff-overhead = Overhead op personeel
office-materials = Materiaal
office-purchase = Inkoop
office-surcharge = Toeslag op materiaal en inkoop
office-each = per bewoner
office-exact = Kostprijs, precies
office-rounding = Afronding
office-round-up-to = omhoog op { $count } cent
office-price-minutes = In minuten: { $price }, betaald personeel per bewoner.
office-price-no-minutes = Niet te koop in minuten: er is geen betaald personeel bij.
office-price-points = In punten: { $price }. Een punt is { $value }, naar boven afgerond.
office-price-differs = Let op: in de catalogus staat { $shown }.
office-cost-wrong = Deze kostprijs kan niet worden berekend.
office-who-offers = Wie biedt dit aan
office-who = Wie
office-times-of-day = Tijden
office-every-day = elke dag
office-rules = Afspraken
office-duration = Duur
office-lead-time = Bestellen
office-hours-before = { $count ->
    [0] tot het begin
    [one] minstens 1 uur van tevoren
   *[other] minstens { $count } uur van tevoren
}
office-cancelling = Annuleren
office-free-until = { $count ->
    [0] kost niets tot het begin
    [one] kost niets tot 1 uur van tevoren
   *[other] kost niets tot { $count } uur van tevoren
}
office-no-show = Niet gekomen
office-no-show-full = kost de hele prijs
office-no-show-none = kost niets
office-group = Groep
office-group-exactly = { $count } bewoners
office-days-before = minstens { $count } dagen van tevoren
office-free-until-days = kost niets tot { $count } dagen van tevoren
office-group-between = { $least } tot { $most } bewoners
office-group-from = minstens { $least } bewoners
office-group-to = hooguit { $most } bewoners
office-rule = Regel
office-effect = Gevolg
office-resident-reads = Dit leest de bewoner
office-instead = In plaats daarvan
office-blocks = houdt tegen
office-informs = vertelt
office-no-conditions = Er zijn geen voorwaarden.
office-rule-clearance = Alleen na akkoord: { $name }
office-rule-per-day = Hooguit { $count } per dag
office-rule-per-week = Hooguit { $count } per week
office-rule-order-until = { $days ->
    [0] Bestellen tot { $time } op de dag zelf
    [one] Bestellen tot { $time }, 1 dag van tevoren
   *[other] Bestellen tot { $time }, { $days } dagen van tevoren
}
office-rule-family-free = Kost niets als familie het doet
office-rule-subscription = Loopt door tot het stopt
office-rule-when-full = Als het vol is
office-places = Plaatsen
office-until = Tot en met
office-ends-insurance = verzekering
office-ends-certificate = verklaring
office-ends-agreement = afspraak
office-ends-withdrawn = uit het aanbod
office-rule-information = Mededeling

office-csv-name = bewoners
office-csv-location = Locatie
office-csv-unit = Eenheid
office-csv-from = Periode van
office-csv-to = Periode tot en met
office-csv-tags = Bijzonderheden
