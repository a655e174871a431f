# Woorden van alle pagina’s die de server alleen maakt.

page-title = { $page } · { $app }
other-language = English
