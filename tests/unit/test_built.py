"""What the wheel holds of shipped files is what would be made of them, or it is not used."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from disposition import Lot, Policy, built, load_policy
from disposition.built import shipped_folder
from disposition.documents.diagnostics import Place
from disposition.facts import CATALOGUE, shipped
from disposition.facts.shipped import load_definitions
from disposition.frozen import evolve
from disposition.language.expression import Literal
from disposition.policy import PolicyError, digest, load_checked, load_checked_text
from disposition.policy.draft.draft import DraftRule, PolicyDraft
from disposition.policy.load import checked, loader
from disposition.policy.load.checked import at_rest
from disposition.policy.load.files import PolicyFile, shipped_names
from disposition.policy.load.loader import _Loader
from disposition.policy.model import Rule

TEXT, NAME, CODE = "a text", "/here/file", ("documents",)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(built, "KEPT", tmp_path)
    with built.keeping(tmp_path):
        built.built(TEXT, [NAME], CODE, lambda: {"made of": TEXT, "at": NAME})
    return tmp_path


def unexpected() -> Any:
    raise AssertionError("it is made again")


def test_what_is_kept_is_not_made_again(kept: Path) -> None:
    assert list(kept.iterdir())
    found = built.built(TEXT, [NAME], CODE, unexpected)
    assert found == {"made of": TEXT, "at": NAME}


def test_names_are_those_of_now(kept: Path) -> None:
    found: object = built.built(TEXT, ["elsewhere"], CODE, unexpected)
    assert found == {"made of": TEXT, "at": "elsewhere"}
    assert NAME.encode() not in next(kept.iterdir()).read_bytes()


def test_equal_parts_are_kept_once_and_what_only_seems_equal_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [
        *(Literal(1), Literal(True), Literal(Decimal("1")), Literal(Decimal("1.0")), Literal("1")),
        *(Literal(None), Literal(date(2026, 11, 28)), frozenset({1}), frozenset({True})),
    ]
    held = {f"{number}": (part, copy.deepcopy(part)) for number, part in enumerate(parts)}
    held["list"] = ([1], [1])  # what can change is not made one
    monkeypatch.setattr(built, "KEPT", tmp_path)
    with built.keeping(tmp_path):
        built.built(TEXT, [], CODE, lambda: held)
    found = built.built(TEXT, [], CODE, unexpected)
    assert repr(found) == repr(held)
    assert found["list"][0] is not found["list"][1]
    literals = [pair for pair in found.values() if isinstance(pair[0], Literal)]
    assert all(one is other for one, other in literals)
    assert len({id(one) for one, _ in literals}) == 7


@pytest.mark.usefixtures("kept")
def test_another_text_is_read_anew() -> None:
    assert built.built(f"{TEXT}.", [NAME], CODE, lambda: "anew") == "anew"


@pytest.mark.parametrize(
    "change",
    [
        lambda data: bytes([data[0] ^ 1]) + data[1:],
        lambda data: data[:-1] + bytes([data[-1] ^ 1]),
        lambda data: data[:40],
        lambda _: b"",
    ],
)
def test_what_was_changed_or_made_by_other_code_is_made_anew(
    kept: Path, change: Callable[[bytes], bytes]
) -> None:
    file = next(kept.iterdir())
    file.write_bytes(change(file.read_bytes()))
    assert built.built(TEXT, [NAME], CODE, lambda: "anew") == "anew"


def test_every_source_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "documents" / "inner").mkdir(parents=True)
    monkeypatch.setattr(built, "PACKAGE", tmp_path)
    monkeypatch.setattr(built, "_digest_of", cache(built._digest_of.__wrapped__))
    found = {built._digest(b"", CODE)}
    for number, place in enumerate(["top.py", "documents/one.py", "documents/inner/two.py"], 2):
        (tmp_path / place).write_text("x = 1\n", encoding="utf-8")
        built._digest_of.cache_clear()
        found.add(built._digest(b"", CODE))
        assert len(found) == number


def draft_of(name: str) -> PolicyDraft | None:
    path = shipped_folder() / f"{name}.yaml"
    return _Loader().read(PolicyFile(str(path), path), None)


@pytest.mark.parametrize("name", shipped_names())
def test_what_is_kept_of_a_policy_is_its_draft_and_the_policy(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shipped_folder() / f"{name}.yaml"
    monkeypatch.setattr(built, "KEPT", tmp_path)
    with built.keeping(tmp_path):
        made = draft_of(name)
        monkeypatch.setattr(_Loader, "_draft", lambda *_: made)  # reading it once is enough
        policy = load_checked(path, CATALOGUE)
    monkeypatch.setattr(_Loader, "_draft", unexpected)
    kept = draft_of(name)
    assert kept == made
    assert kept is not None
    assert made is not None
    assert places(kept.rules.values()) == places(made.rules.values())

    with monkeypatch.context() as patch:
        patch.setattr(loader, "load_file", unexpected)
        taken = load_checked(path, CATALOGUE)
    assert at_rest(taken) == at_rest(policy)
    anew = evolve(taken)  # nothing is found out of it yet
    assert anew.found == {}
    assert (digest(anew), anew.facts) == (digest(taken), taken.facts)
    assert (digest(taken), taken.facts) == (digest(policy), policy.facts)
    assert places(taken.rules) == places(policy.rules)
    assert dict(taken.catalogue) == dict(policy.catalogue)
    assert taken.catalogue.thresholds == policy.catalogue.thresholds
    lot = Lot.from_dict({"lot": {"id": "PO-1", "quantity": 1200}})
    assert Policy(taken).decide(lot).to_dict() == Policy(policy).decide(lot).to_dict()


def places(rules: Iterable[DraftRule] | Iterable[Rule]) -> dict[str, Place | None]:
    return {rule.id: rule.place for rule in rules}


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shipped policy of which the wheel holds what it says: any lot is accepted."""
    folder = tmp_path / "rules"
    folder.mkdir()
    file = folder / "small.yaml"
    file.write_text(SMALL, encoding="utf-8")
    monkeypatch.setattr(checked, "shipped_folder", lambda: folder)
    monkeypatch.setattr(built, "KEPT", tmp_path / "kept")
    built.KEPT.mkdir()
    with built.keeping(built.KEPT):
        load_checked(file, CATALOGUE)
    return file


SMALL = """\
policy: small
version: 1.0.0
outcomes: {accept: {ships: all}}
otherwise: hold
rules: {any: {permit: accept, when: true, because: x}}
"""


def test_a_policy_that_was_edited_or_that_rests_on_other_definitions_is_checked_anew(
    small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew = load_checked_text(SMALL, CATALOGUE)
    monkeypatch.setattr(loader, "load_file", lambda *_: anew)
    assert load_checked(small, CATALOGUE) is not anew
    with monkeypatch.context() as patch:
        patch.setattr(checked, "texts_of_definitions", lambda: {"facts.yaml": "facts: {}"})
        assert load_checked(small, CATALOGUE) is anew
    small.write_text(SMALL.replace("because: x", "because: y"), encoding="utf-8")
    assert load_checked(small, CATALOGUE) is anew


def test_what_is_probably_not_meant_is_looked_for_when_it_is_asked_for(small: Path) -> None:
    found = load_checked(small, CATALOGUE).warnings
    assert found
    assert [each.code for each in found] == [
        each.code for each in load_checked_text(SMALL, CATALOGUE).warnings
    ]


@pytest.mark.parametrize("data", [b"policy: \xff", None])
def test_a_shipped_policy_that_cannot_be_read_is_told_as_others_are(
    data: bytes | None, small: Path
) -> None:
    if data is None:
        small.unlink()
    else:
        small.write_bytes(data)
    with pytest.raises(PolicyError):
        load_checked(small, CATALOGUE)


def test_kept_definitions_are_the_definitions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(built, "KEPT", tmp_path)
    known = CATALOGUE.known
    assert known is not None
    given = {path: spec for path, spec in CATALOGUE.items() if path not in known.defined}
    with built.keeping(tmp_path):
        made = load_definitions(given)
    monkeypatch.setattr(shipped, "_read", unexpected)
    assert load_definitions(given) == made
    assert made.facts


@pytest.mark.skipif(
    os.environ.get("DISPOSITION_TEST_INSTALLED") != "1", reason="only `make test` builds the wheel"
)
def test_an_installed_library_reads_no_yaml_to_load_what_is_shipped() -> None:
    code = "import sys; from disposition import load_policy; load_policy(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "yaml" not in done.stdout.split()
    assert load_policy().digest.startswith("sha256:")
