"""One page to sign before a change of a policy goes live."""
