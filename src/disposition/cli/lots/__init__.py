"""Commands about lots: decide them, tell decisions, read them from tables, write a form for one."""
