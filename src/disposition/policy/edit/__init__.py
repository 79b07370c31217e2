"""Changes to the text of a policy file, everything else kept."""
