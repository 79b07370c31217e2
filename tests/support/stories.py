"""The stories of the examples, as the script beside them plays them."""

from __future__ import annotations

import importlib.util
from types import ModuleType
from typing import Any

from disposition.casefile import Case
from support.checkout import ROOT

FOLDER = ROOT / "examples" / "stories"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


def _script() -> ModuleType:
    """Return the script of the examples, which is no package."""
    spec = importlib.util.spec_from_file_location("play_stories", FOLDER / "play.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


PLAY = _script()


def whole(name: str, **options: Any) -> Case:
    """Return the case of a story at its end."""
    story = PLAY.read(name)
    case: Case = PLAY.begun(story, **options)
    for _, _, each in PLAY.played(case, story):
        case = each
    return case
