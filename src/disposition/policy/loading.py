"""Policy files to a checked policy: finding them, reading them, putting layers on top."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve

from disposition.errors import suggest
from disposition.facts.kinds import FactSpec
from disposition.policy.checking import check_policy
from disposition.policy.diagnostics import Findings, Place
from disposition.policy.draft import Draft
from disposition.policy.layers import put_on_top
from disposition.policy.model import CheckedPolicy
from disposition.policy.source import LARGEST_FILE, Scalar, read_yaml
from disposition.policy.structure import read_policy

SHIPPED = "failed-inspection"
MOST_LAYERS = 8
_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_folder() -> Path:
    """Return the folder of the shipped policies: in the wheel, or in a checkout."""
    packaged = _PACKAGE / "rules"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1] / "rules"


def shipped_names() -> tuple[str, ...]:
    """Return the names of the shipped policies."""
    files = shipped_folder().glob("*.yaml")
    return tuple(sorted(path.stem for path in files if not path.name.endswith(".cases.yaml")))


def load_checked(path: Path | None, catalogue: Mapping[str, FactSpec]) -> CheckedPolicy:
    """Load a policy file with all that it extends; the shipped policy if no path is given.

    Raises:
        PolicyError: with every finding of the run.
    """
    findings = Findings()
    file = path or shipped_folder() / f"{SHIPPED}.yaml"
    loader = _Loader(findings)
    draft = loader.read(file, Place(str(file), 1, 1))
    findings.raise_errors()
    assert draft is not None
    return _checked(draft, loader, catalogue, findings)


def load_checked_text(
    content: str, catalogue: Mapping[str, FactSpec], name: str = "<policy>"
) -> CheckedPolicy:
    """Load a policy from its text; it can extend shipped policies, but no files.

    Raises:
        PolicyError: with every finding of the run.
    """
    findings = Findings()
    loader = _Loader(findings)
    draft = loader.parse(name, content, None)
    findings.raise_errors()
    assert draft is not None
    return _checked(draft, loader, catalogue, findings)


def _checked(
    draft: Draft, loader: _Loader, catalogue: Mapping[str, FactSpec], findings: Findings
) -> CheckedPolicy:
    policy = check_policy(draft, catalogue, tuple(loader.lineage), findings)
    return evolve(policy, warnings=findings.in_order())


class _Loader:
    """Reads a file and those it extends, nearest first."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._reading: list[Path] = []
        self.lineage: list[str] = []

    def read(self, file: Path, asked_at: Place) -> Draft | None:
        """Read a file, noting at the place that asked for it why it cannot be."""
        try:
            data = self._bytes(file)
        except OSError as error:
            reason = (error.strerror or "cannot be read").lower()
            self._findings.error("F601", asked_at, f"the policy `{file}` cannot be read: {reason}")
            return None
        if len(data) > LARGEST_FILE:
            message = f"`{file.name}` is larger than {LARGEST_FILE // 1024} KiB"
            hint = "a policy is text for people; split it into layers with `extends`"
            self._findings.error("F602", asked_at, message, hint)
            return None
        try:
            content = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            place = Place(str(file), line, 1)
            self._findings.error("F603", place, "this line is not UTF-8 text", "save it as UTF-8")
            return None
        self._reading.append(file.resolve())
        return self.parse(str(file), content, file.resolve().parent)

    def _bytes(self, file: Path) -> bytes:
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)

    def parse(self, name: str, content: str, folder: Path | None) -> Draft | None:
        """Read a text and what it extends; `folder` is the only one that it may read from."""
        if len(content) > LARGEST_FILE:
            message = f"the policy is larger than {LARGEST_FILE // 1024} KiB"
            self._findings.error("F602", Place(name, 1, 1), message)
            return None
        root = read_yaml(name, content, self._findings)
        if root is None:
            if not self._findings.has_errors:
                self._findings.error("S301", Place(name, 1, 1), "the policy file is empty")
            return None
        draft = read_policy(root, self._findings)
        if draft is None or draft.extends is None:
            return draft
        below = self._below(draft.extends, folder)
        if below is None:
            return draft
        self.lineage.insert(0, f"{below.id} {below.version}")
        return put_on_top(below, draft, self._findings)

    def _below(self, extends: Scalar, folder: Path | None) -> Draft | None:
        if len(self._reading) > MOST_LAYERS:
            message = f"more than {MOST_LAYERS} policies extend one another"
            self._findings.error("F604", extends.place, message)
            return None
        file = self._locate(extends, folder)
        if file is None:
            return None
        if file in self._reading:
            message = f"`{extends.text}` extends itself, through others or directly"
            self._findings.error("F604", extends.place, message)
            return None
        return self.read(file, extends.place)

    def _locate(self, extends: Scalar, folder: Path | None) -> Path | None:
        """Return the file that `extends` names: a shipped policy, or one in the same folder."""
        name = extends.text
        if not name.endswith((".yaml", ".yml")):
            if name in shipped_names():
                return (shipped_folder() / f"{name}.yaml").resolve()
            hint = suggest(name, shipped_names()) or "a file's name ends in `.yaml`"
            self._findings.error("F605", extends.place, f"no policy `{name}` is shipped", hint)
            return None
        if folder is None:
            message = f"a policy given as text cannot extend the file `{name}`"
            self._findings.error("F606", extends.place, message)
            return None
        file = (folder / name).resolve()
        if not file.is_relative_to(folder):
            message = f"`{name}` is outside the policy's folder"
            hint = "a policy extends files of its own folder, or a shipped policy by its name"
            self._findings.error("F606", extends.place, message, hint)
            return None
        return file
