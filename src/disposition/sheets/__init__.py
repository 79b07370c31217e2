"""Decision tables, limits and tables of cases as sheets, out of their files and back into them."""
