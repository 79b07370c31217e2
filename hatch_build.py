"""Puts into the wheel what the library would make of its shipped files in each process."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedFilesHook(BuildHookInterface[Any]):
    """Reads every shipped file once, and keeps what was made of its text."""

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
