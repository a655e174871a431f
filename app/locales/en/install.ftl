# How the shop stands on the home screen of a tablet or phone.
install-family = Bekertje for family
install-ward = Bekertje on the ward
install-today = Today
install-description = Choose what your care money is spent on.
