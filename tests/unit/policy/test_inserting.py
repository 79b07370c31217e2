"""A new rule goes to the end of the rules; all other text stays where it was."""

from __future__ import annotations

import re

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from disposition.documents.diagnostics import Findings
from disposition.documents.yaml.nodes import Mapping, Scalar
from disposition.documents.yaml.source import read_yaml
from disposition.facts import CATALOGUE
from disposition.policy import Effect, PolicyError, digest, load_checked_text
from disposition.policy.edit.insertion import InsertionError, NewRule, insert_rule, yaml_text
from unit.policy.written import HEAD, RULES

RULE = NewRule("new", Effect.FORBID, ("accept",), "defects.major.found > 2", (), "why", "whence")
WRITTEN = """\
  new:
    forbid: [accept]
    when: defects.major.found > 2
    because: why
    source: whence
"""
INVARIANTS = "invariants:\n  safe: {always: ships != 'part'}\n"
HERE = "@"  # where the rule is to stand

POSITIONS = {
    "last": f"{HEAD}{RULES}@",
    "above-comments-at-the-margin": f"{HEAD}{RULES}@\n# the end\n",
    "above-the-end-of-the-document": f"---\n{HEAD}{RULES}@...\n",
    "before-a-section": f"{HEAD}{RULES}@\n\n# what always holds\n\n# really\n{INVARIANTS}",
    "directly-before-a-section": f"{HEAD}{RULES}@{INVARIANTS}",
    "below-indented-comments": f"{HEAD}{RULES}  # more to come\n@# what holds\n{INVARIANTS}",
    "below-a-comment-of-the-last-line": f"{HEAD}{RULES[:-1]} # nobody\n@",
    "below-a-block": f"{HEAD}{RULES}    about: |\n      text\n\n      # no comment\n@\n# end\n",
    "below-a-block-that-keeps-lines": f"{HEAD}{RULES}    about: |+\n      text\n\n\n@{INVARIANTS}",
    "below-a-text-of-many-lines": f'{HEAD}{RULES}    about: "a\n\n      # text"\n@{INVARIANTS}',
    "below-a-list-of-many-lines": (
        f"{HEAD}{RULES}  z:\n    because: b\n    source: s\n    when: true\n"
        f"    permit: [\n      rework,  # first\n\n      ]\n@\n{INVARIANTS}"
    ),
    "below-a-rule-in-braces": (
        f"{HEAD}{RULES}  z: {{permit: rework, when: true, because: b, source: s}}\n@"
    ),
    "empty": f"{HEAD}rules:\n@\n{INVARIANTS}",
    "empty-with-comments": f"{HEAD}rules:  # none yet\n  # but soon\n@# others\n{INVARIANTS}",
    "empty-at-the-end": f"{HEAD}rules:\n@",
}


@pytest.mark.parametrize("text", POSITIONS.values(), ids=POSITIONS)
def test_where_it_goes(text: str) -> None:
    before = text.replace(HERE, "")
    assert insert_rule("p", before, RULE) == text.replace(HERE, WRITTEN)


@pytest.mark.parametrize("text", POSITIONS.values(), ids=POSITIONS)
def test_other_ends_of_lines_stay(text: str) -> None:
    windows = text.replace("\n", "\r\n")
    wanted = windows.replace(HERE, WRITTEN.replace("\n", "\r\n"))
    assert insert_rule("p", windows.replace(HERE, ""), RULE) == wanted


@pytest.mark.parametrize(
    "rest",
    ["", INVARIANTS, f"# what holds\n{INVARIANTS}"],
    ids=["at-the-end", "before-invariants", "above-their-comments"],
)
def test_a_section_is_made(rest: str) -> None:
    assert insert_rule("p", HEAD + rest, RULE) == f"{HEAD}rules:\n{WRITTEN}{rest}"


def test_a_section_stands_apart_where_others_do() -> None:
    head = HEAD.replace("outcomes:", "\noutcomes:")
    expected = f"{head}\nrules:\n{WRITTEN}\n{INVARIANTS}"
    assert insert_rule("p", f"{head}\n{INVARIANTS}", RULE) == expected


def test_a_rule_stands_apart_where_others_do() -> None:
    second = RULES.removeprefix("rules:\n").replace("always:", "# again\n  often:", 1)
    before = f"{HEAD}{RULES}\n  {second.lstrip()}"
    assert insert_rule("p", before, RULE) == f"{before}\n{WRITTEN}"


def test_the_indentation_is_that_of_the_file() -> None:
    wide = "rules:\n    a:\n          permit: rework\n          when: true\n"
    after = insert_rule("p", HEAD + wide, RULE).removeprefix(HEAD + wide)
    assert after.splitlines()[:2] == ["    new:", "          forbid: [accept]"]


def test_a_file_without_rules_shows_its_indentation_elsewhere() -> None:
    head = HEAD.replace("\n  ", "\n    ")
    after = insert_rule("p", head, RULE).removeprefix(head)
    assert after.splitlines()[:3] == ["rules:", "    new:", "        forbid: [accept]"]


def test_keys_may_all_be_indented() -> None:
    before = "".join(f"  {line}\n" for line in f"{HEAD}{RULES}# the end".splitlines())
    written = "".join(f"  {line}\n" for line in WRITTEN.splitlines())
    assert insert_rule("p", before, RULE) == before.replace("  # the end", f"{written}  # the end")


def test_a_last_line_gets_its_end() -> None:
    before = (HEAD + RULES).rstrip()
    assert insert_rule("p", before, RULE) == f"{before}\n{WRITTEN}"


def test_what_is_not_given_is_left_to_fill_in() -> None:
    bare = NewRule("new", Effect.REQUIRE, ("reinspect", "tell"), "true", ("rework",))
    after = insert_rule("p", HEAD + RULES, bare)
    assert after.removeprefix(HEAD + RULES) == (
        "  new:\n    require: [reinspect, tell]\n    with: [rework]\n    when: true\n"
        "    because:\n    source:\n"
    )
    # What is required needs no reason: only the source is asked for.
    found = load_checked_text(after, CATALOGUE).warnings
    assert [each.code for each in found] == ["W703"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{policy: a}", "the policy is written in braces"),
        (f"{HEAD}rules: {{}}\n", "the rules are written in braces"),
        (f"{HEAD}rules: {{a: {{when: true}}}}\n", "the rules are written in braces"),
        (f"{HEAD}rules: null\n", "what stands after `rules:` is no group of rules"),
        (f"{HEAD}rules: [a]\n", "what stands after `rules:` is no group of rules"),
        (f"{HEAD}rules: |\n  a\n", "what stands after `rules:` is no group of rules"),
        (f"{HEAD}rules:\n  new: {{when: true}}\n", "the rule `new` is there already"),
        ("", "it is no policy: a policy file is a group of keys"),
        ("- a\n", "it is no policy: a policy file is a group of keys"),
        (
            f"{HEAD}{RULES}    about: |\n      no end of line",
            "a rule cannot be added without a change to what stands above it",
        ),
    ],
)
def test_it_is_refused_with_a_hint(text: str, message: str) -> None:
    with pytest.raises(InsertionError, match=re.escape(message)) as refused:
        insert_rule("p", text, RULE)
    assert refused.value.hint


def test_tabs_are_no_indentation() -> None:
    with pytest.raises(PolicyError, match="Y001"):
        insert_rule("p", f"{HEAD}rules:\n\ta:\n\t\twhen: true\n", RULE)


TEXTS = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp"])
    | st.sampled_from("\n\t\r \"'\\:#{}[]-&*!~|>")
)


@given(TEXTS)
def test_a_text_is_read_as_it_was_given(text: str) -> None:
    findings = Findings()
    root = read_yaml("p", f"a:\n  key: {yaml_text(text)}\n  next: x\n", findings)
    findings.raise_errors()
    assert isinstance(root, Mapping)
    inner = root.entries[0][1]
    assert isinstance(inner, Mapping)
    value = inner.entries[0][1]
    assert isinstance(value, Scalar)
    assert (value.text, value.is_null) == (text, not text)


@pytest.mark.parametrize("text", ["null", "~", "- a", "a: b", " a", "a #b", "'a' in b", "|", ""])
def test_a_text_that_yaml_would_misread(text: str) -> None:
    assert yaml_text(text) == (f'"{text}"' if text else "")


GAPS = st.lists(st.sampled_from(["", "# note", "  # note", "      # note"]), max_size=3)


@given(GAPS, st.sampled_from(["", INVARIANTS]), st.booleans(), TEXTS)
def test_the_rest_means_what_it_meant(
    gap: list[str], rest: str, windows: bool, because: str
) -> None:
    """Without the new rule, the new policy has the digest of the old one; no line is lost."""
    before = HEAD + RULES + "".join(f"{line}\n" for line in gap) + rest
    if windows:
        before = before.replace("\n", "\r\n")
    wanted = evolve(RULE, because=because.replace("{", "").replace("}", ""))
    after = insert_rule("p", before, wanted)
    old, new = load_checked_text(before, CATALOGUE), load_checked_text(after, CATALOGUE)
    assert new.rules_by_id["new"].because.text == wanted.because
    others = tuple(each for each in new.rules if each.id != "new")
    assert digest(evolve(new, rules=others)) == digest(old)
    assert _without_a_stretch(after, before)


def _without_a_stretch(longer: str, shorter: str) -> bool:
    """Whether one text is the other with a single stretch put in."""
    same = next(
        (n for n, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter)
    )
    return longer.endswith(shorter[same:])
