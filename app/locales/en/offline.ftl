# Without internet: what is kept on this device, what still has to be sent, what cannot be done.

waiting-title = What is waiting
