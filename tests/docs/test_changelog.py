"""CHANGELOG.md has the shape of keepachangelog.com, and knows the version of the package."""

from __future__ import annotations

import re

import disposition
from support.checkout import ROOT

KINDS = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
RELEASE = re.compile(r"\[(?P<version>\d+\.\d+\.\d+)\] - (?P<date>\d{4}-\d{2}-\d{2})")

TEXT = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^## (.+)$", TEXT, flags=re.MULTILINE)


def test_unreleased_stands_first() -> None:
    assert SECTIONS[0].startswith("[Unreleased]")


def test_other_sections_are_releases_newest_first() -> None:
    dates = []
    for section in SECTIONS[1:]:
        release = RELEASE.fullmatch(section)
        assert release, f"`{section}` is not `[1.2.3] - 2026-11-22`"
        dates.append(release["date"])
    assert dates == sorted(dates, reverse=True)


def test_changes_are_sorted_into_the_known_kinds() -> None:
    assert set(re.findall(r"^### (.+)$", TEXT, flags=re.MULTILINE)) <= KINDS


def test_the_current_version_is_mentioned() -> None:
    released = [found["version"] for section in SECTIONS if (found := RELEASE.fullmatch(section))]
    coming = re.search(r"^\[Unreleased\] \(to become (.+)\)$", SECTIONS[0])
    assert disposition.__version__ in [*released, coming[1] if coming else None]
