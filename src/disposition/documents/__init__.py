"""Files that people write, as trees that know where everything stands; and what is found wrong."""
