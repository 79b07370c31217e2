"""Call guides and confirmations: what the policies ask of a conversation, put into words."""

from disposition.casefile.letters.drafts import call_guide, confirmation

__all__ = ["call_guide", "confirmation"]
