"""Nothing in a policy file can take long, run, refer or read elsewhere; each gets a clear error."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from disposition.facts import CATALOGUE
from disposition.language.faults import ExpressionError
from disposition.language.parse.parser import parse_expression
from disposition.policy import CheckedPolicy, PolicyError, load_checked, load_checked_text

HEAD = "policy: big\nversion: 1.0.0\noutcomes:\n  accept: {ships: all}\notherwise: hold\n"
MIB = 1024 * 1024


def rule(when: str) -> str:
    return f"{HEAD}rules:\n  a:\n    permit: accept\n    when: {when}\n"


@contextmanager
def quickly(seconds: float = 1.0) -> Iterator[None]:
    """Fail when what is done takes long; half a minute of leeway would hide what is bounded."""
    before = time.process_time()
    yield
    assert time.process_time() - before < seconds * 3


def codes(text: str) -> set[str]:
    with quickly(), pytest.raises(PolicyError) as caught:
        load_checked_text(text, CATALOGUE)
    assert len(str(caught.value)) < 100_000
    return {found.code for found in caught.value.diagnostics}


# --- expressions ----------------------------------------------------------------------------------

DEEP = {
    "brackets": "(" * 1999 + "x" + ")" * 1999,
    "square brackets": "[" * 1999 + "x" + "]" * 1999,
    "not": "not " * 900 + "x",
    "minus": "- " * 1900 + "1",
    "dots": ".".join("a" * 1900),
    "sum": "+".join("1" * 1900),
    "sum to the right": "1+(" * 600 + "1" + ")" * 600,
    "product": "*".join("1" * 1900),
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_deep_expressions_are_refused(text: str) -> None:
    with quickly(), pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert caught.value.code == "E103"


LONG = {
    "ten thousand brackets": "(" * 10_000 + "x" + ")" * 10_000,
    "ten thousand times not": "not " * 10_000 + "x",
    "a long name": "x" * 5000,
    "a long number": "9" * 5000,
    "chained": "<".join("x" * 5000),
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_long_expressions_are_refused(text: str) -> None:
    with quickly(), pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert caught.value.code == "E102"


def test_a_chain_within_a_chain_does_not_explode() -> None:
    text = "x"
    for _ in range(30):
        text = f"true == ({text}) == true"
    with quickly(), pytest.raises(ExpressionError) as caught:
        parse_expression(text)
    assert caught.value.code == "E102"


@pytest.mark.parametrize(
    "number", ["9" * 16, "0." + "0" * 16 + "1", "1" + "0" * 15, "1." + "1" * 3000]
)
def test_numbers_are_bounded(number: str) -> None:
    with quickly(), pytest.raises(ExpressionError) as caught:
        parse_expression(f"x > {number}")
    assert caught.value.code == "E106"


# --- files ----------------------------------------------------------------------------------------

BIG = {
    "nested lists": ("[" * 10_000, {"Y005"}),
    "nested lists and groups": (rule("x") + "    because: " + "[{" * 5000, {"Y005"}),
    "nested groups": ("{a: " * 10_000, {"Y005"}),
    "nested blocks": ("\n".join("  " * depth + "a:" for depth in range(1000)), {"Y005"}),
    "nested dashes": ("- " * 10_000, {"Y005"}),
    "alias bomb": ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", {"Y003"}),
    "merge key": ("a: {}\nb:\n  <<: *a\n", {"Y003"}),
    "python object": (rule("!!python/object/apply:os.system ['true']"), {"Y004"}),
    "ten million characters": ("#" * 10 * MIB, {"F602"}),
    "a million empty lines": ("\n" * (MIB - 1), {"S301"}),
    "a million brackets": (rule("x") + "}" * (MIB // 2), {"Y001"}),
    "half a character": ("\ud800" + rule("true"), None),
    "half a character in a text": (rule("lot.id == '\ud800'"), None),
    "a long line": (rule("x" * (MIB // 2)), {"E102"}),
    "many mistakes": (HEAD + "rules:\n" + "".join(f"  a{n}: {{}}\n" for n in range(50_000)), None),
    "many unknown names": (
        HEAD
        + "define:\n"
        + "".join(f"  d_{n}: d_{n + 30_000}\n" for n in range(30_000))
        + "rules: {}\n",
        {"P403", "T202"},
    ),
    "many holes": (rule("true") + f"    because: '{'{x}' * 200_000}'\n", {"P413"}),
    "many outcomes": (
        "policy: p\nversion: 1.0.0\noutcomes:\n"
        + "".join(f"  o{n}: {{ships: all}}\n" for n in range(20_000)),
        {"P401", "P402", "P403"},
    ),
}


@pytest.mark.parametrize(("text", "expected"), BIG.values(), ids=BIG)
def test_big_files_are_refused(text: str, expected: set[str] | None) -> None:
    found = codes(text)
    assert expected is None or found == expected


@pytest.mark.parametrize("depth", [25, 1000, 1001, 10_000])
def test_nesting_is_refused_in_the_same_words_however_deep(depth: int) -> None:
    """From the thousandth bracket on, libyaml 0.2.6 refuses before we have seen the first."""
    with quickly(), pytest.raises(PolicyError) as caught:
        load_checked_text("[" * depth, CATALOGUE)
    (found,) = caught.value.diagnostics
    assert (found.code, found.message, found.hint) == (
        "Y005",
        "nested more than 24 levels deep",
        "",
    )


def test_a_chain_of_definitions_does_not_explode() -> None:
    chain = "".join(f"  d{n}: d{n - 1} and d{n - 1}\n" for n in range(1, 200))
    text = rule("d199").replace("rules:", f"define:\n  d0: checks.failed > 0\n{chain}rules:")
    assert codes(text) == {"P406"}


def test_a_long_chain_of_definitions_is_refused() -> None:
    chain = "".join(f"  d{n}: not d{n - 1}\n" for n in range(1, 20_000))
    text = rule("true").replace("rules:", f"define:\n  d0: checks.failed > 0\n{chain}rules:")
    assert codes(text) == {"P406"}


def test_a_circle_of_many_definitions_is_found() -> None:
    circle = "".join(f"  d{n}: not d{(n + 1) % 99}\n" for n in range(99))
    assert codes(rule("true").replace("rules:", f"define:\n{circle}rules:")) == {"P412"}


def test_a_policy_is_bounded_as_a_whole() -> None:
    large = "define:\n  large: " + " and ".join(["checks.failed > 0"] * 150) + "\n"
    rules = "".join(
        f"  r{n}:\n    permit: accept\n    when: large and large and large\n" for n in range(150)
    )
    assert codes(f"{HEAD}{large}rules:\n{rules}") == {"P406"}


def test_a_thousand_rules_load_quickly() -> None:
    rules = "".join(
        f"  r{n}: {{permit: accept, when: defects.major.found > {n} and not supplier.iso9001}}\n"
        for n in range(1000)
    )
    with quickly():
        assert len(load_checked_text(f"{HEAD}rules:\n{rules}", CATALOGUE).rules) == 1000


# --- other files ----------------------------------------------------------------------------------


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def layer(extends: str, name: str = "layer") -> str:
    return f"policy: {name}\nversion: 1.0.0\nextends: {extends}\n"


def load(path: Path) -> CheckedPolicy:
    with quickly():
        return load_checked(path, CATALOGUE)


def refusal(path: Path) -> str:
    with pytest.raises(PolicyError) as caught:
        load(path)
    (found,) = caught.value.diagnostics
    return found.code


def test_layers_up_to_the_limit(tmp_path: Path) -> None:
    write(tmp_path, "l0.yaml", rule("true"))
    for number in range(1, 10):
        write(tmp_path, f"l{number}.yaml", layer(f"l{number - 1}.yaml", f"l{number}"))
    assert load(tmp_path / "l8.yaml").lineage == (
        *(f"l{number} 1.0.0" for number in range(7, 0, -1)),
        "big 1.0.0",
    )
    assert refusal(tmp_path / "l9.yaml") == "F604"


def test_layers_in_a_circle(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", layer("b.yaml", "a"))
    write(tmp_path, "b.yaml", layer("./sub/../a.yaml", "b"))
    (tmp_path / "sub").mkdir()
    assert refusal(tmp_path / "a.yaml") == "F604"


def link_out(folder: Path, outside: Path) -> str:
    (folder / "link.yaml").symlink_to(outside)
    return "link.yaml"


def linked_folder(folder: Path, outside: Path) -> str:
    (folder / "sub").symlink_to(outside.parent)
    return f"sub/{outside.name}"


def circle_of_links(folder: Path, _: Path) -> str:
    (folder / "a.yaml").symlink_to("b.yaml")
    (folder / "b.yaml").symlink_to("a.yaml")
    return "a.yaml"


def a_folder(folder: Path, _: Path) -> str:
    (folder / "sub.yaml").mkdir()
    return "sub.yaml"


def a_pipe(folder: Path, _: Path) -> str:
    os.mkfifo(folder / "pipe.yaml")
    return "pipe.yaml"


ELSEWHERE: dict[str, tuple[Callable[[Path, Path], str], str]] = {
    "an absolute path": (lambda _, outside: str(outside), "F606"),
    "the folder above": (lambda _, outside: f"../elsewhere/{outside.name}", "F606"),
    "a link to a file outside": (link_out, "F606"),
    "a link to a folder outside": (linked_folder, "F606"),
    "links in a circle": (circle_of_links, "F605"),
    "a folder": (a_folder, "F605"),
    "a pipe": (a_pipe, "F605"),
    "a missing file": (lambda *_: "none.yaml", "F605"),
    "a zero character": (lambda *_: '"a\\0.yaml"', "F605"),
    "a zero character alone": (lambda *_: '"a\\0"', "F605"),
    "a very long name": (lambda *_: "x" * 5000 + ".yaml", "F605"),
    "a web address": (lambda *_: "https://example.com/a.yaml", "F605"),
    "nothing shipped": (lambda *_: "nothing-shipped", "F605"),
}


@pytest.mark.parametrize(("make", "code"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_policy_reads_from_its_own_folder_only(
    make: Callable[[Path, Path], str], code: str, tmp_path: Path
) -> None:
    outside = write(tmp_path, "elsewhere/house.yaml", rule("true"))
    (tmp_path / "own").mkdir()
    extends = make(tmp_path / "own", outside)
    assert refusal(write(tmp_path, "own/mine.yaml", layer(extends))) == code


def test_a_text_extends_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "house.yaml", rule("true"))
    monkeypatch.chdir(tmp_path)
    assert codes(layer("house.yaml")) == {"F606"}


def test_a_policy_extends_one_beside_it_or_below(tmp_path: Path) -> None:
    write(tmp_path, "sub/house.yaml", rule("true"))
    path = write(tmp_path, "mine.yaml", layer("sub/house.yaml"))
    assert load(path).lineage == ("big 1.0.0",)


def test_a_policy_extends_a_shipped_one_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "rules/house-rules.yaml", rule("true"))
    shipped = tmp_path / "rules"
    monkeypatch.setattr("disposition.policy.load.files.shipped_folder", lambda: shipped)
    path = write(tmp_path, "mine/mine.yaml", layer("house-rules"))
    assert load(path).lineage == ("big 1.0.0",)
    assert load_checked_text(layer("house-rules"), CATALOGUE).rules[0].id == "a"


@pytest.mark.parametrize("name", [".", "none.yaml", "none/none.yaml", "a\0b"])
def test_a_file_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    assert refusal(tmp_path / name) == "F601"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser can read everything")
def test_a_file_that_must_not_be_read(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.yaml", rule("true"))
    path.chmod(0)
    assert refusal(path) == "F601"


def test_a_large_file(tmp_path: Path) -> None:
    assert refusal(write(tmp_path, "large.yaml", "#" * (10 * MIB))) == "F602"
