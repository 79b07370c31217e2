"""Who decided: the policy, and this library."""

from __future__ import annotations

from disposition.documents.declaring import output
from disposition.frozen import frozen
from disposition.version import __version__


@frozen
class PolicyReference:
    """Which policy decided; the digest tells apart what the version does not."""

    id: str = output("Name of the policy")
    version: str = output("Version that the policy's file states")
    digest: str = output("Hash of the whole policy, after layering: `sha256:` and 64 hex digits")


@frozen
class EngineReference:
    """What decided: this library, since all of its engines decide the same."""

    library: str = output("Name of the library")
    version: str = output("Version of the library")


THIS_LIBRARY = EngineReference("disposition", __version__)
"""What a document says of the engine: the same for all engines, since they decide the same."""
