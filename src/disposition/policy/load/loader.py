"""Policy files to a checked policy: reading them, and putting layers on top of one another."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from disposition.built import built
from disposition.documents.diagnostics import Findings, Place
from disposition.documents.yaml import LARGEST_FILE
from disposition.documents.yaml.nodes import Scalar
from disposition.language.types import FactSpec
from disposition.policy.check.checker import check_policy
from disposition.policy.draft.draft import PolicyDraft
from disposition.policy.load.files import PolicyFile, file_of, locate, read_text
from disposition.policy.load.layers import put_on_top
from disposition.policy.model import CheckedPolicy

MOST_LAYERS = 8
_CODE = ("documents", "frozen", "language", "policy/draft")
"""What makes a draft of a text."""


def load_file(file: Path, catalogue: Mapping[str, FactSpec]) -> CheckedPolicy:
    """Load a policy file with all that it extends.

    Raises:
        PolicyError: with every finding of the run.
    """
    loader = _Loader()
    return loader.checked(loader.read(PolicyFile(str(file), file), None), catalogue)


def load_layers(
    path: Path | None, catalogue: Mapping[str, FactSpec]
) -> tuple[tuple[str, CheckedPolicy], ...]:
    """Load a policy as it becomes layer by layer, the lowest first, each with its file's name.

    Raises:
        PolicyError: with every finding of the run.
    """
    file = file_of(path)
    loader = _Loader()
    loader.checked(loader.read(PolicyFile(str(file), file), None), catalogue)
    return tuple(
        (name, check_policy(draft, catalogue, (), Findings())) for name, draft in loader.layers
    )


def load_checked_change(
    path: Path, content: str, catalogue: Mapping[str, FactSpec]
) -> CheckedPolicy:
    """Load a policy file as if it held another text; what it extends is read from its folder.

    Raises:
        PolicyError: with every finding of the run.
    """
    loader = _Loader()
    return loader.checked(loader.parse_file(PolicyFile(str(path), path), content), catalogue)


def load_checked_text(
    content: str, catalogue: Mapping[str, FactSpec], name: str = "<policy>"
) -> CheckedPolicy:
    """Load a policy from its text; it can extend shipped policies, but no files.

    Raises:
        PolicyError: with every finding of the run.
    """
    loader = _Loader()
    return loader.checked(loader.parse(name, content, None), catalogue)


class _Loader:
    """Reads a file and those it extends, nearest first."""

    def __init__(self) -> None:
        self._findings = Findings()
        self._reading: list[Path] = []
        self._lineage: list[str] = []
        self.layers: list[tuple[str, PolicyDraft]] = []

    def checked(
        self, draft: PolicyDraft | None, catalogue: Mapping[str, FactSpec]
    ) -> CheckedPolicy:
        """Check what was read, unless it is so wrong that nothing else can be told of it."""
        if draft is None or not self._findings.are_within_expressions:
            self._findings.raise_errors()
            raise AssertionError("what is not read has been found fault with")
        return check_policy(draft, catalogue, tuple(self._lineage), self._findings)

    def read(self, file: PolicyFile, asked_at: Place | None) -> PolicyDraft | None:
        """Read a file, noting at the place that asked for it why it cannot be."""
        content = read_text(file, asked_at, self._findings)
        return None if content is None else self.parse_file(file, content)

    def parse_file(self, file: PolicyFile, content: str) -> PolicyDraft | None:
        """Read the text of a file, and what it extends."""
        resolved = file.path.resolve()
        self._reading.append(resolved)
        return self.parse(file.name, content, resolved.parent)

    def parse(self, name: str, content: str, folder: Path | None) -> PolicyDraft | None:
        """Read a text and what it extends; `folder` is the only one that it may read from."""
        if len(content) > LARGEST_FILE:
            message = f"the policy is larger than {LARGEST_FILE // 1024} KiB"
            self._findings.error("F602", Place(name, 1, 1), message)
            return None
        draft = built(content, [name], _CODE, lambda: self._draft(name, content))
        if draft is None:
            return None
        if draft.extends is not None:
            below = self._below(draft.extends, folder)
            if below is None:
                return None
            self._lineage.insert(0, f"{below.id} {below.version}")
            draft = put_on_top(below, draft, self._findings)
        self.layers.append((name, draft))
        return draft

    def _draft(self, name: str, content: str) -> PolicyDraft | None:
        """Read one text by itself."""
        # Who reads what the wheel has read already does not wait for what reads YAML.
        from disposition.documents.yaml.source import read_yaml
        from disposition.policy.draft.structure import read_policy

        root = read_yaml(name, content, self._findings)
        if root is not None:
            return read_policy(root, self._findings)
        if not self._findings.has_errors:
            hint = "begin it with `policy: its-name`"
            self._findings.error("S301", Place(name, 1, 1), "the policy file is empty", hint)
        return None

    def _below(self, extends: Scalar, folder: Path | None) -> PolicyDraft | None:
        if len(self._reading) > MOST_LAYERS:
            message = f"more than {MOST_LAYERS} policies extend one another"
            self._findings.error("F604", extends.place, message)
            return None
        file = locate(extends, folder, self._findings)
        if file is None:
            return None
        if file.path in self._reading:
            message = f"`{extends.text}` extends itself, through others or directly"
            self._findings.error("F604", extends.place, message)
            return None
        return self.read(file, extends.place)
