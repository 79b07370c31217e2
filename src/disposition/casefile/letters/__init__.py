"""Call guides and confirmations: what the policies ask of a conversation, put into words."""

from disposition.casefile.letters.drafts import call_guide, confirmation
from disposition.casefile.letters.forms.draft import Draft

__all__ = ["Draft", "call_guide", "confirmation"]
