"""The forms of a call guide or a letter: as Markdown, as a page, and for a word processor."""
