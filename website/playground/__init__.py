"""The playground: a page on which the library decides a visitor's own lot, in the browser."""
