# Messages of the core: reasons, problems, notes. Used by the program and the page.
