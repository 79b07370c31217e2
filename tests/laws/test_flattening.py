"""Laws of policies kept in one file, and of the policies between two."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from disposition import Lot, Policy, semantics
from disposition.casefile.replay.attribution import DecisionInBrief, differences
from disposition.engines import make_engine
from disposition.facts import CATALOGUE
from disposition.facts.source import LotSource
from disposition.language.expression import Expression, Literal, Within, walk
from disposition.language.parse.parser import parse_expression
from disposition.policy import CheckedPolicy, digest, expression_text, load_checked_text
from disposition.policy.compact import compact_text
from disposition.policy.compare.changes import Change, changes_between
from disposition.policy.compare.mixing import Mixing
from disposition.policy.format.flattening import flat_text
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Draw, Recipe, drawn
from strategies import lots
from support import policies as small
from support.engines import TWO_ENGINES
from support.policy_texts import condition_texts, trees

# Two policies are drawn, loaded, taken apart, put together and decided by.
few = settings(max_examples=max(10, settings().max_examples // 4))


# --- policies as files, with all that a file can hold ---------------------------------------------

_NUMBERS = quick.sampled_from(["2.0", "2.00", "2", "-1", "0.000000000000001", "999999999999999"])
_ANY = quick.one_of(quick.integers(0, 0x24FF), quick.integers(0, 0x10FFFF)).map(chr)
_INK = quick.one_of(
    quick.sampled_from("abcxyzABC019 .,;=<>()[]%&é木"),
    _ANY.map(lambda one: "x" if one in "{}" or "\ud800" <= one <= "\udfff" else one),
    quick.sampled_from("'\"\\:#-\n\x00\x85\u2028\ufeff"),
)
_TEXTS = quick.lists(_INK, max_size=8).map("".join)
_HOLES = quick.sampled_from(["", "{lot.id}", "{limit}", "{{}}", "{{ {note} }}"])
_CELLS = {
    "defects.major.found": [
        "-",
        "3",
        "!= 4",
        "<= limit",
        "[1..5]",
        "(0..few)",
        "1, 2",
        "known",
        "< 2, >= few",
        "[1..2], 4",
    ],
    "supplier.track_record": ["-", "new", "new, poor", "!= good", "unknown", "not(new, poor)"],
    "lot.product": ["-", "'12'", "'a', \"it's\"", "!= 'a, b..c'", "'-'", "'two\nlines'", "'\x00'"],
    "as_of": ["-", "2026-12-01", ">= until", "[2026-12-01..shipment.ship_by)"],
    "late": ["-", "true", "!= true"],
    "0 < defects.major.found < 9": ["-", "true", "false"],
    "defects.minor.found * 100 / 3": ["-", "> 2.50", "[0.5..1]"],
}


def _quoted(text: str) -> str:
    """Return a text in YAML's double quotes, with all but plain letters escaped."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    plain = character.isascii() and (character.isalnum() or character in " {}._")
    return character if plain else f"\\U{ord(character):08x}"


def _shown() -> Recipe[str]:
    """Draw a text with a value in it, as it stands in a file."""
    return quick.builds("{}{}".format, _TEXTS, _HOLES).map(_quoted)


def _conditions() -> Recipe[str]:
    return condition_texts().map(_quoted)


@quick.composite
def _effects(draw: Draw) -> str:
    names = draw(quick.some_of(["accept", "part", "rework"], min_size=1))
    outcomes = f"[{', '.join(names)}]"
    kind = draw(quick.sampled_from(["permit", "permit", "forbid", "require"]))
    if kind != "require":
        return f"{kind}: {outcomes}"
    due = draw(quick.sampled_from(["", ", due: as_of+few", ", due: shipment.ship_by - 3"]))
    values = draw(
        quick.one_of(quick.just(""), _conditions().map(", values: {{b: few / 3, a: {}}}".format))
    )
    duty = f"{{do: sort, what: {draw(_shown())}, by: {draw(_shown())}{due}{values}}}"
    goes_with = draw(quick.sampled_from(["", f", with: {outcomes}", ", with: [hold, part]"]))
    return f"require: [report, {duty}]{goes_with}"


@quick.composite
def _reasons(draw: Draw) -> str:
    clause = draw(quick.sampled_from(["", ", clause: contract.rework.clause"]))
    return f"because: {draw(_shown())}, source: {draw(_TEXTS.map(_quoted))}{clause}"


@quick.composite
def _tables(draw: Draw) -> str:
    columns = draw(quick.lists(quick.sampled_from(sorted(_CELLS)), min_size=1, max_size=3))
    guard = draw(quick.one_of(quick.just(""), _conditions().map("when: {}, ".format)))
    rows = []
    for number in range(draw(quick.integers(1, 3))):
        cells = ", ".join(_quoted(draw(quick.sampled_from(_CELLS[column]))) for column in columns)
        own = draw(quick.sampled_from(["", f", id: row-{number}"]))
        rows.append(f"{{if: [{cells}], {draw(_effects())}{own}}}")
    tops = ", ".join(map(_quoted, columns))
    return f"{{columns: [{tops}], {guard}{draw(_reasons())}, rows: [{', '.join(rows)}]}}"


def files() -> st.SearchStrategy[str]:
    """Draw the text of a policy; any two have much in common."""
    return drawn(_files(), strips=8)


@quick.composite
def _files(draw: Draw) -> str:
    ships = draw(quick.sampled_from(["all", "part"]))
    outcomes = draw(
        quick.some_of([("accept", ships), ("part", "part"), ("rework", "none")], min_size=3)
    )
    lines = [
        "policy: drawn",
        f"version: 1.0.{draw(quick.integers(0, 1))}",
        "outcomes:",
        *(f"  {name}: {{title: {draw(_FEW_TITLES)}, ships: {how}}}" for name, how in outcomes),
        "otherwise: hold",
        "parameters:",
        f"  limit: {{value: {draw(_NUMBERS)}, tighter: lower, about: {draw(_TEXTS.map(_quoted))}}}",
        f"  share: {{value: {draw(_NUMBERS)}, unit: percent}}",
        f"  few: {draw(quick.integers(2, 3))}",
        "  until: 2026-12-24",
        f"  note: {draw(_TEXTS.map(_quoted))}",
        "define:",
        f"  unsafe: {draw(quick.sampled_from(['defects.critical.found > 0', 'lot.regulated']))}",
        f"  late: {{is: '(shipment.slack_days)<{draw(quick.integers(0, 1))}', about: too late}}",
        *(
            f"  {name}: {draw(_conditions())}"
            for name in ("more", "less")
            if draw(quick.booleans())
        ),
        "rules:",
        "  always: {permit: rework, when: true}",
    ]
    for name in sorted(draw(quick.some_of("abcd"))):
        when = draw(quick.one_of(quick.sampled_from(["late", "share > few"]), _conditions()))
        lines.append(f"  {name}: {{{draw(_effects())}, when: {when}, {draw(_reasons())}}}")
    lines += ["tables:", f"  t: {draw(_tables())}", "invariants:"]
    for name in draw(quick.sampled_from(["x", "y", "xy"])):
        asked = draw(quick.sampled_from(["", " or ships == 'none'", " or outcome in ['part']"]))
        lines.append(f"  {name}: {{always: {_quoted(f'({draw(condition_texts())}){asked}')}}}")
    return "\n".join([*lines, ""])


_FEW_TITLES = quick.sampled_from(["x", "'y: z'"])


def loaded(text: str) -> CheckedPolicy:
    return load_checked_text(text, CATALOGUE)


@given(files(), st.data())
def test_a_policy_in_one_file_is_the_same(text: str, data: st.DataObject) -> None:
    policy = loaded(text)
    flat = flat_text(policy)
    again = loaded(flat)
    assert digest(again) == digest(policy)
    assert flat_text(again) == flat
    assert again.parameters == policy.parameters
    lot = data.draw(lots())
    decided = Policy(policy).decide(lot, engine="compiled")
    assert Policy(again).decide(lot, engine="compiled").to_json() == decided.to_json()


UNWRITABLE = set(small._TEXTS) - set(small._WRITABLE_TEXTS)


@given(small.policies(), st.data())
def test_so_is_any_that_can_be_written(policy: CheckedPolicy, data: st.DataObject) -> None:
    assume(UNWRITABLE.isdisjoint(texts_of(policy)))
    again = load_checked_text(flat_text(policy), small.CATALOGUE)
    assert digest(again) == digest(policy)
    facts = data.draw(small.facts_for(policy))
    assert semantics.truths(again, facts) == semantics.truths(policy, facts)


def texts_of(policy: CheckedPolicy) -> list[object]:
    """Return the values that the conditions of a policy compare with."""
    whole = [*policy.conditions, *(each.expression for each in policy.definitions.values())]
    whole += [each.always for each in policy.invariants]
    nodes = [node for expression in whole for node in walk(expression)]
    literals = [node for node in nodes if isinstance(node, Literal)]
    literals += [value for node in nodes if isinstance(node, Within) for value in node.values]
    return [each.value for each in literals]


# --- the shortest text of a condition -------------------------------------------------------------


@given(trees())
def test_the_shortest_text_is_read_as_the_same_and_is_no_longer(tree: Expression) -> None:
    shortest = compact_text(tree)
    assert parse_expression(shortest) == tree
    assert len(shortest) <= len(expression_text(tree))


_SIDES = st.sampled_from(
    ["a", "b.c", "1", "-2", "'x y'", "(a+b.c)", "a*2", "(a and b)", "(1<a<2)", "(not a)"]
)
_LINKS = st.builds("{}{}".format, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), _SIDES)
_ENDS = st.sampled_from(["", " in['a','b']", " not in[1]"])
_CHAINS = st.builds(
    "{}{}{}".format, _SIDES, st.lists(_LINKS, min_size=1, max_size=3).map("".join), _ENDS
)
_WRITTEN = st.recursive(
    _CHAINS,
    lambda below: st.one_of(
        st.builds("{} and({})".format, below, below),
        st.builds("{} or({})".format, below, below),
        st.builds("not({})".format, below),
        st.builds("({})==a".format, below),
    ),
    max_leaves=4,
)


@given(_WRITTEN)
def test_nobody_writes_it_shorter(written: str) -> None:
    tree = parse_expression(written)
    shortest = compact_text(tree)
    assert parse_expression(shortest) == tree
    assert len(shortest) <= len(written)


# --- policies between two -------------------------------------------------------------------------

Pair = tuple[CheckedPolicy, CheckedPolicy]
pairs = st.tuples(files().map(loaded), files().map(loaded))


def chosen_of(data: st.DataObject, changes: tuple[Change, ...]) -> list[Change]:
    """Draw some changes: few of them, or all but few."""
    some = data.draw(st.sets(st.sampled_from(changes), max_size=3)) if changes else set()
    wanted = data.draw(st.booleans())
    return [each for each in changes if (each in some) is wanted]


def keys(changes: Iterable[Change]) -> set[tuple[str, str]]:
    return {(each.kind, each.name) for each in changes}


@few
@given(pairs)
def test_there_are_changes_where_the_digests_differ(pair: Pair) -> None:
    before, after = pair
    changes = changes_between(before, after)
    assert (not changes) == (digest(before) == digest(after))
    back = changes_between(after, before)
    assert [(each.kind, each.name, each.alters) for each in back] == [
        (each.kind, each.name, each.alters) for each in changes
    ]
    assert len(keys(changes)) == len(changes)
    assert changes_between(before, before) == ()


@few
@given(pairs, st.data())
def test_a_policy_between_two_is_the_same_from_both_sides(pair: Pair, data: st.DataObject) -> None:
    before, after = pair
    changes = changes_between(before, after)
    chosen = chosen_of(data, changes)
    back = [each for each in changes_between(after, before) if not keys((each,)) & keys(chosen)]
    made, made_back = Mixing(before, after).policy(chosen), Mixing(after, before).policy(back)
    assert (made is None) == (made_back is None)
    if made is not None and made_back is not None:
        assert digest(made) == digest(made_back)
        assert keys(changes_between(before, made)) == keys(chosen)
    if len(chosen) in {0, len(changes)}:
        assert made is not None
        assert digest(made) == digest(after if chosen else before)


@few
@given(pairs, st.data())
def test_a_policy_between_two_is_as_if_it_were_written_so(pair: Pair, data: st.DataObject) -> None:
    made = Mixing(*pair).policy(chosen_of(data, changes_between(*pair)))
    assume(made is not None)
    assert made is not None
    again = loaded(flat_text(made))
    assert digest(again) == digest(made)
    assert (again.rules, again.guards) == (made.rules, made.guards)
    assert (again.definitions, again.parameters) == (made.definitions, made.parameters)
    facts = LotSource(data.draw(lots())).observe(made.facts)
    for engine in TWO_ENGINES:
        assert make_engine(engine, made).truths(facts) == semantics.truths(again, facts)


@few
@given(pairs, st.data())
def test_changes_of_words_alter_no_decision(pair: Pair, data: st.DataObject) -> None:
    words = [each for each in changes_between(*pair) if not each.alters]
    made = Mixing(*pair).policy(words)
    assume(made is not None)
    assert made is not None
    assert differences(Policy(pair[0]), Policy(made), data.draw(lots())).changes == ()


@few
@given(pairs, st.data())
def test_what_makes_the_difference_does_and_no_part_of_it(pair: Pair, data: st.DataObject) -> None:
    lot = data.draw(lots())
    found = differences(Policy(pair[0]), Policy(pair[1]), lot)
    assert found.says()
    if found.before == found.after:
        assert found.changes == ()
        return
    assert decided(pair, found.changes, lot) == found.after
    for change in found.changes:
        part = tuple(each for each in found.changes if each != change)
        assert decided(pair, part, lot) != found.after


def decided(pair: Pair, chosen: tuple[Change, ...], lot: Lot) -> DecisionInBrief | None:
    """Return what is decided with some of the changes; changes of words where they are needed."""
    words = [each for each in changes_between(*pair) if not each.alters]
    made = Mixing(*pair).policy(chosen) or Mixing(*pair).policy((*chosen, *words))
    return None if made is None else differences(Policy(made), Policy(made), lot).before
