"""Policy files to a checked policy: found, read, and put on top of one another."""
