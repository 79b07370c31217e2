"""YAML files as trees that know where everything stands; nothing in a file can run or refer."""
