# Texts of the page.
