# Hoe de winkel op het beginscherm van een tablet of telefoon staat.
install-family = Bekertje voor familie
install-ward = Bekertje op de afdeling
install-today = Vandaag
install-description = Kies zelf waar uw zorggeld naartoe gaat.
