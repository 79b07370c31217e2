"""What the commands of `disposition case` share: what they are given, and what they tell."""
