"""What is made when the library is built: what it reads of its shipped files, and its README."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class ShippedFilesHook(BuildHookInterface[Any]):
    """Reads every shipped file once, and keeps in the wheel what was made of its text."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make what is kept, in a folder that goes into the wheel."""
        if version == "editable":
            return  # sources that are worked on are read anew
        self._folder = TemporaryDirectory()
        sys.path.insert(0, str(Path(self.root, "src")))
        from disposition.built import KEPT, keeping

        with keeping(Path(self._folder.name)):
            # What is imported reads the definitions of facts.
            from disposition import load_policy
            from disposition.built import shipped_folder
            from disposition.policy.load.files import shipped_names

            for name in shipped_names():
                load_policy(shipped_folder() / f"{name}.yaml")
        build_data["force_include"][self._folder.name] = f"disposition/{KEPT.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's signature
        """Remove the folder."""
        if version != "editable":
            self._folder.cleanup()


class ReadmeHook(MetadataHookInterface):
    """Says where the project is at home, and gives the README links that lead there."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Put the addresses and the README into the metadata."""
        source = self.config["source"]
        metadata["urls"] = {
            "Documentation": f"{source}/tree/main/docs",
            "Changelog": f"{source}/blob/main/CHANGELOG.md",
            "Source": source,
            "Issues": f"{source}/issues",
        }
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        made = with_absolute_links(text, source, f"v{_version(Path(self.root))}")
        metadata["readme"] = {"content-type": "text/markdown", "text": made}


# A target in Markdown (`](…)`, `[name]: …`) or HTML that is no address, anchor or absolute path.
_RELATIVE = r"(?![a-z][a-z0-9+.-]*:|[#/])"
_LINKS = re.compile(
    rf"""(?P<image>!\[[^\]]*\]\()   {_RELATIVE}(?P<shown>[^)\s]+)
      | (?P<before>\]\(|^\[[^\]]+\]:\ +|\bhref=")   {_RELATIVE}(?P<target>[^)\s"]+)
      | (?P<source>\bsrc(?:set)?=")   {_RELATIVE}(?P<picture>[^"\s]+)""",
    re.MULTILINE | re.VERBOSE,
)
_CODE = re.compile(r"(^```.*?^```$)", re.DOTALL | re.MULTILINE)


def with_absolute_links(text: str, source: str, version: str) -> str:
    """Return Markdown whose links lead to the files of a version, and whose pictures to theirs."""

    def absolute(link: re.Match[str]) -> str:
        if link["before"]:
            return f"{link['before']}{source}/blob/{version}/{link['target']}"
        before, picture = link["image"] or link["source"], link["shown"] or link["picture"]
        return f"{before}{source}/raw/{version}/{picture}"

    parts = _CODE.split(text)
    parts[::2] = [_LINKS.sub(absolute, part) for part in parts[::2]]
    return "".join(parts)


def _version(root: Path) -> str:
    text = (root / "src/disposition/version.py").read_text(encoding="utf-8")
    (found,) = re.findall(r'^__version__ = "(.+)"$', text, re.MULTILINE)
    return str(found)
