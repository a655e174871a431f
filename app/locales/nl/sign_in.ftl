# Woorden van aanmelden: wachtwoord, tweede stap, links, apparaten. B1, "u", zinnen van hooguit twaalf woorden.

sign-in-title = Aanmelden
sign-in-lead = Voor naasten en kantoor van { $home }.
sign-in-name = Uw naam
sign-in-name-hint = U kreeg deze naam samen met uw link.
sign-in-password = Wachtwoord
sign-in-go = Meld u aan
sign-in-lost = Weet u uw wachtwoord niet meer? Vraag het kantoor om een nieuwe link.
sign-in-wrong = Naam of wachtwoord klopt niet. Probeer het nog eens.
sign-in-wait = U kunt het om { $time } uur weer proberen. Vraag hulp aan het kantoor als het niet lukt.
sign-in-busy = Het is nu erg druk. Probeer het over een minuut nog eens.
sign-in-ward = Dit kan alleen op een tablet van de afdeling. Gebruik die tablet.
sign-in-passkey = Deze toegangssleutel werkt hier niet. Gebruik uw wachtwoord, of vraag het kantoor om een link.
sign-in-ready-passkey = Uw toegangssleutel is bewaard. Gebruik hem op de tablet van de afdeling.
sign-in-ready = Uw wachtwoord is bewaard. Gebruik het op de tablet van de afdeling.
sign-in-nothing = Er is nu niets dat u mag zien. Vraag het kantoor waarom.
sign-in-signed-out = U bent afgemeld. Kijk op een gedeeld apparaat altijd of dat zo is.

passkey-lead = Uw vinger, uw gezicht of de code van uw apparaat is genoeg.
passkey-go = Gebruik toegangssleutel
passkey-failed = Dat lukte niet. Probeer het nog eens, of kies een andere manier.
passkey-refused = Het wachtwoord klopt niet, of het was te vaak verkeerd. Probeer het straks nog eens.
passkey-known = Dit apparaat heeft al een toegangssleutel van u. Gebruik die.

oidc-lead = Werkt u hier? Gebruik dan het account van uw werk.
oidc-go = Meld u aan met { $provider }
oidc-stopped-title = U bent niet aangemeld
oidc-again = Dat lukte niet of duurde te lang. Begin opnieuw.
oidc-unreachable = { $provider } geeft nu geen antwoord. Gebruik uw naam en wachtwoord. Of probeer het straks nog eens.
oidc-refused = { $provider } liet u niet binnen. Probeer het nog eens. Of gebruik uw naam en wachtwoord.
oidc-unknown = U staat niet op de lijst van mensen die binnen mogen. Vraag het kantoor om hulp.
oidc-taken = Uw naam hoort hier bij een ander account. Vraag het kantoor om een nieuwe link.
oidc-try = Probeer het nog eens

second-title = Tweede stap
second-lead = Open de app op uw telefoon. Typ de code van zes cijfers.
second-code = Code
second-recovery = Hebt u uw telefoon niet? Typ dan een herstelcode.
second-go = Bevestig de code
second-wrong = Deze code klopt niet. Wacht op de volgende code en typ die.
second-late = Dat duurde te lang. Meld u opnieuw aan.

link-choose-title = Kies hoe u binnenkomt
link-passkey-title = Met een toegangssleutel
link-passkey-lead = Dat is uw vinger, uw gezicht of de code van dit apparaat. U hoeft niets te onthouden.
link-passkey-go = Maak toegangssleutel
link-passkey-wrong = De toegangssleutel is niet gemaakt. Probeer het nog eens, of kies een wachtwoord.
link-password-title = Of met een wachtwoord
link-title = Kies een wachtwoord
link-hello = Welkom, { $name }.
link-your-name = Uw naam bij aanmelden is
link-password = Nieuw wachtwoord
link-rules = Ten minste twaalf tekens. Een zin die alleen u kent, is goed.
link-paste = Plakken mag. Een wachtwoord uit een kluis is het beste.
link-go = Bewaar wachtwoord
link-short = Dit wachtwoord is te kort. Kies er een van twaalf tekens of meer.
link-long = Dit wachtwoord is te lang. Kies er een van hooguit 256 tekens.
link-guessable = Dit wachtwoord is makkelijk te raden. Kies een langere zin.
link-gone-title = Deze link werkt niet meer
link-gone-text = Een link werkt één keer en hooguit zeven dagen. Vraag het kantoor om een nieuwe.
link-gone-go = Ga naar aanmelden

set-up-title = Uw telefoon als tweede sleutel
set-up-lead = Hiermee komt niemand binnen met alleen uw wachtwoord.
set-up-app = Open een app voor codes op uw telefoon. Laat de app dit plaatje zien.
set-up-picture = Plaatje voor uw app
set-up-secret = Kan dat niet? Typ dan deze letters in de app:
set-up-code = De code die de app laat zien
set-up-go = Bevestig de code
set-up-wrong = Deze code klopt niet. Kijk of de klok van uw telefoon goed staat.

recovery-title = Uw herstelcodes
recovery-lead = Bent u uw telefoon kwijt? Dan komt u binnen met een van deze codes.
recovery-once = Elke code werkt één keer. U ziet ze alleen nu.
recovery-print = Print deze bladzijde of schrijf de codes over. Bewaar ze op een veilige plek.
recovery-go = Ga verder

sessions-title = Waar u bent ingelogd
sessions-lead = Kent u een apparaat niet? Meld het af en kies een nieuw wachtwoord.
sessions-this = Dit apparaat
sessions-unknown = Onbekend apparaat
sessions-seen = Laatst gezien { $day } om { $time } uur
sessions-oidc = Aangemeld met { $provider }
sessions-passkey = Aangemeld met een toegangssleutel
sessions-since = Aangemeld sinds { $day }
sessions-end = Meld { $what } af
sessions-end-others = Meld alle andere af
sessions-sign-out = Meld u af
sessions-password = Kies nieuw wachtwoord
sessions-passkeys = Bekijk toegangssleutels
sessions-back = Ga terug
sessions-ended = Dat is afgemeld.
sessions-changed = Uw nieuwe wachtwoord is bewaard. Andere apparaten zijn afgemeld.
sessions-codes = U hebt nog { $count ->
    [one] 1 herstelcode.
   *[other] { $count } herstelcodes.
}

passkeys-title = Uw toegangssleutels
passkeys-lead = Uw vinger, uw gezicht of de code van uw apparaat is genoeg.
passkeys-none = U hebt nog geen toegangssleutel.
passkeys-made = Gemaakt op { $day }
passkeys-used = Laatst gebruikt op { $day } om { $time } uur
passkeys-unused = Nog niet gebruikt
passkeys-name = Naam van deze toegangssleutel
passkeys-name-go = Bewaar naam
passkeys-name-for = Bewaar naam van { $name }
passkeys-remove = Verwijder toegangssleutel
passkeys-remove-for = Verwijder toegangssleutel { $name }
passkeys-new = Nieuwe toegangssleutel
passkeys-new-lead = U maakt hem op dit apparaat of op uw telefoon.
passkeys-new-shared = Anderen gebruiken deze tablet ook. Maak hem op uw eigen telefoon.
passkeys-new-name = Hoe noemt u hem?
passkeys-new-password = Uw wachtwoord, zodat zeker is dat u het bent
passkeys-new-go = Maak toegangssleutel
passkeys-again = Wilt u er een maken? Meld u af en weer aan.
passkeys-added = Uw toegangssleutel is bewaard.
passkeys-not-added = De toegangssleutel is niet gemaakt. Probeer het nog eens.
passkeys-named = De naam is bewaard.
passkeys-removed = Die toegangssleutel werkt niet meer. Andere apparaten zijn afgemeld.
passkeys-last = U kunt alleen hiermee naar binnen. Maak eerst een andere toegangssleutel.

change-title = Kies nieuw wachtwoord
change-old = Oud wachtwoord
change-new = Nieuw wachtwoord
change-go = Bewaar wachtwoord
change-wrong = Het oude wachtwoord klopt niet. Probeer het nog eens.

people-title = Mensen
people-lead = Wie kan binnenkomen, en hoe. Een link laat iemand een wachtwoord kiezen.
people-name = Naam
people-role = Rol
people-place = Locatie
people-last = Laatst aangemeld
people-second = Tweede stap
people-state = Toegang
people-acts = Wat kunt u doen
people-everywhere = Overal
people-never = Nog nooit
people-yes = Ja
people-no = Nee
people-no-password = Nog geen wachtwoord
people-link-until = Link geldig tot { $day }
people-can-enter = Kan binnenkomen
people-locked-until = Geblokkeerd tot { $time } uur
people-devices = { $count ->
    [one] 1 apparaat
   *[other] { $count } apparaten
}
people-make-link = Maak link
people-make-link-for = Maak link voor { $name }
people-sign-out = Meld overal af
people-sign-out-for = Meld overal af: { $name }
people-unlock = Maak weer open
people-unlock-for = Maak weer open voor { $name }
people-signed-out = { $name } is overal afgemeld.
people-unlocked = { $name } kan het weer proberen.
people-link-title = Link voor { $name }
people-link-lead = Geef deze link aan { $name } zelf. U ziet hem alleen nu.
people-link-until-long = De link werkt één keer, tot en met { $day }.
people-link-picture = Deze link als plaatje
people-link-name = Naam bij aanmelden: { $code }
people-link-resets = Het oude wachtwoord geldt nog tot de link is gebruikt.
people-link-back = Ga terug
role-care_manager = Zorgmanager
role-controller = Controller
role-family = Naaste
role-carer = Zorg
role-other = Afdeling
