"""What Python hands in is refused in the library's own words where it is of another type."""

from __future__ import annotations

import pytest

from disposition import DispositionError, Lot, LotError, load_policy, load_policy_text
from disposition.facts import observe
from disposition.testing import CasesError, load_cases


@pytest.mark.parametrize("given", [None, 5, [123, 125], {}, {"lot": {}}], ids=repr)
def test_json_is_read_from_text(given: object) -> None:
    with pytest.raises(LotError, match="expected JSON text, found"):
        Lot.from_json(given)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["{}", b"{}", bytearray(b"{}"), "\ufeff{}", b"\xef\xbb\xbf{}"])
def test_any_text_or_its_bytes_are_read(given: str | bytes) -> None:
    assert Lot.from_json(given) == Lot()


@pytest.mark.parametrize("given", [None, 5, b"policy: a", ["policy: a"]], ids=repr)
def test_a_policy_is_loaded_from_text(given: object) -> None:
    with pytest.raises(DispositionError, match="from text, not from a"):
        load_policy_text(given)  # type: ignore[arg-type]


@pytest.mark.parametrize("given", ["", 5, b"release", ["release"]], ids=repr)
def test_a_policy_is_loaded_by_its_path_or_name(given: object) -> None:
    with pytest.raises(DispositionError, match="by its path or name, not by a"):
        load_policy(given)  # type: ignore[arg-type]


def test_paths_of_facts_are_listed() -> None:
    with pytest.raises(DispositionError, match="paths of facts are listed"):
        observe(Lot(), "lot.id")


@pytest.mark.parametrize("given", [None, 5, ("fast",)], ids=repr)
def test_an_engine_is_named_by_text(given: object) -> None:
    with pytest.raises(DispositionError, match="there is no engine"):
        load_policy().decide(Lot(), engine=given)  # type: ignore[arg-type]


def test_a_cases_file_that_no_file_can_be_called_is_refused() -> None:
    with pytest.raises(CasesError, match="it is no name of a file"):
        load_cases("a\0b")
