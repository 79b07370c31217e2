"""How decisions, policies and plans look in notebooks and terminals."""
