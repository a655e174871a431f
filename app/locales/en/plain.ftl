# Words of all pages that the server makes alone.

page-title = { $page } · { $app }
other-language = Nederlands
