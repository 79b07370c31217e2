"""Each decision of a case taken again, and which change of a policy makes a difference."""
