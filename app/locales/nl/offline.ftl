# Zonder internet: wat op dit apparaat bewaard is, wat nog verstuurd wordt, wat niet kan. B1, "u".

waiting-title = Wat nog wacht
