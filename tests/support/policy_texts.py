"""Hypothesis strategies for the policy language.

- `trees()`: expression trees as the parser makes them, names unresolved;
- `conditions()`: texts of conditions that pass all checks of the house policy below;
- `policies()`: policy files that load, as parts that can be put in another order or changed;
- `MUTATIONS`: ways to spoil a text.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from attrs import evolve, frozen
from hypothesis import strategies as st

from disposition.language.expression import (
    Aggregate,
    Aggregation,
    And,
    Arithmetic,
    Call,
    Compare,
    Comparison,
    Conditional,
    Expression,
    Function,
    Known,
    Literal,
    Lookup,
    Name,
    Not,
    Operator,
    Or,
    Unknown,
    Within,
)
from disposition.testing.strategies import quick
from disposition.testing.strategies.quick import Recipe, drawn

NAMES = st.sampled_from(
    ["limit", "unsafe", "defects.major.found", "as_of", "größe", "count", "p.x"]
)
_DIGITS = st.integers(0, 10**15 - 1)


def _decimal(digits: int, places: int) -> Decimal:
    return Decimal(f"{digits // 10**places}.{digits % 10**places:0{places}d}")


NUMBERS = st.one_of(
    st.sampled_from([0, 1, -1, 10**15 - 1, -(10**15) + 1]),
    st.integers(-100, 100),
    st.builds(_decimal, _DIGITS, st.integers(1, 15)),
    st.builds(_decimal, _DIGITS, st.integers(1, 15)).map(Decimal.copy_negate),
)
# A text is written between the quotes that it does not contain, and without a backslash.
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"], exclude_characters="\\"),
    max_size=6,
).filter(lambda text: not ("'" in text and '"' in text))
LITERALS = st.builds(Literal, st.one_of(NUMBERS, TEXTS, st.booleans()))


def _larger(below: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(below, min_size=2, max_size=3).map(tuple)
    listed = st.lists(LITERALS, min_size=1, max_size=3).map(tuple)
    divisors = NUMBERS.filter(bool).map(Literal)
    return st.one_of(
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Not, below),
        st.builds(Known, NAMES.map(Name)),
        st.builds(Within, below, listed),
        st.builds(Compare, st.sampled_from(Comparison), below, below),
        st.builds(
            Arithmetic,
            st.sampled_from([Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY]),
            below,
            below,
        ),
        st.builds(Arithmetic, st.just(Operator.DIVIDE), below, divisors),
        st.builds(Conditional, below, below, below),
        st.builds(Call, st.sampled_from([Function.MIN, Function.MAX]), several),
        st.builds(Call, st.just(Function.PERCENT), st.tuples(below, below)),
        st.builds(Lookup, st.just("table"), st.just("column"), several),
        _aggregates(below),
    )


def _aggregates(below: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    variables, sources = st.sampled_from(["d", "sum", "größe"]), NAMES.map(Name)
    where = otherwise = st.none() | below
    told = st.sampled_from([Aggregation.SUM, Aggregation.ANY, Aggregation.ALL])
    chosen = st.sampled_from(
        [Aggregation.FIRST, Aggregation.LAST, Aggregation.MIN, Aggregation.MAX]
    )
    return st.one_of(
        st.builds(Aggregate, told, variables, sources, below, where),
        st.builds(Aggregate, chosen, variables, sources, below, where, otherwise),
        st.builds(Aggregate, st.just(Aggregation.COUNT), variables, sources, st.none(), where),
    )


def trees() -> st.SearchStrategy[Expression]:
    """Draw an expression as the parser makes it, sensible or not."""
    return st.recursive(
        st.one_of(LITERALS, st.builds(Name, NAMES), st.just(Unknown())), _larger, max_leaves=12
    )


# --- policies that load ---------------------------------------------------------------------------

HEAD = """\
policy: generated
version: 1.0.0
outcomes:
  accept: {title: Accept, ships: all}
  part: {title: 'Part: some', ships: part}
  rework: {title: Rework, ships: none}
otherwise: hold
parameters:
  limit: {value: 2.5, unit: percent, tighter: lower}
  few: 3
define:
  unsafe: defects.critical.found  >  0 or defects.safety.present
  late: {is: "(shipment.slack_days)<0"}
"""

_COUNTS = quick.sampled_from(
    ["defects.major.found", "(defects.minor.found+1)", "2* few", "lot.quantity/2"]
)
_SIGNS = quick.sampled_from(["<", "<=", ">", ">=", "==", "!="])
_SIMPLE = quick.one_of(
    quick.sampled_from(
        [
            "unsafe",
            "late",
            "true",
            "defects.all_accepted",
            "supplier.id is known",
            "shipment.ship_by  is unknown",
            "defects.major.rate<=limit",
            "shipment.urgency in ('low',\"high\")",
            "shipment.urgency not in ['normal']",
            'lot.product == "the child\'s"',
            "as_of+few>'2026-12-01'",
            "0 < defects.major.found <= few",
        ]
    ),
    quick.builds("{}{}{}".format, _COUNTS, _SIGNS, _COUNTS),
)


@cache
def condition_texts(depth: int = 2) -> Recipe[str]:
    """Make the text of a condition that is well-formed, written more or less neatly."""
    if depth == 0:
        return _SIMPLE
    below = condition_texts(depth - 1)
    return quick.one_of(
        _SIMPLE,
        _SIMPLE,
        quick.builds("({}) and  ({})".format, below, below),
        quick.builds("({}) or {}".format, below, below),
        quick.builds("not ({})".format, below),
    )


def conditions() -> st.SearchStrategy[str]:
    """Draw the text of a condition."""
    return drawn(condition_texts(), strips=1)


_SENTENCES = st.sampled_from(
    [
        "all is well",
        "'{defects.major.found} of {limit}'",
        '"braces {{ and  spaces   kept"',
        "folded\n      over two lines",
        ">\n      folded   \n      block\n",
        "|\n      kept   \n\n      as it is  \n",
        "|+\n      with its end\n\n",
    ]
)


@frozen
class RuleText:
    """The parts of a rule as they are written."""

    id: str
    effect: str
    when: str
    because: str
    source: str

    @property
    def text(self) -> str:
        """The rule as it stands in a file."""
        lines = [f"  {self.id}:", f"    {self.effect}", f"    when: {self.when}"]
        lines += [f"    because: {self.because}".rstrip("\n"), f"    source: {self.source}"]
        return "\n".join(lines) + "\n"


@st.composite
def _rules(draw: st.DrawFn) -> tuple[RuleText, ...]:
    ids = draw(
        st.lists(
            st.from_regex(r"[a-z]{1,3}(-[0-9])?", fullmatch=True),
            min_size=1,
            max_size=4,
            unique=True,
        )
    )
    return tuple(
        RuleText(
            id_,
            draw(
                st.sampled_from(
                    [
                        "permit: [accept]",
                        "permit: [rework, part]",
                        "forbid: accept",
                        "require: [{do: reinspect, by: somebody, due: as_of+ few}]",
                        "require: [{do: sort}, report]\n    with: [part]",
                        "require: {do: x, values: {b: 2*(lot.quantity), a: few>1}}",
                    ]
                )
            ),
            draw(st.sampled_from(_WAYS))(draw(conditions())),
            draw(_SENTENCES),
            draw(st.sampled_from(["house", "ISO 2859-1; clause 9", "'quoted'"])),
        )
        for id_ in ids
    )


def _double(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def _single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _folded(text: str) -> str:
    return ">-\n      " + text.replace(" or ", "\n      or ")


_WAYS = (str, _double, _single, _folded)


@frozen
class PolicyText:
    """A policy file in parts; `noise` stands between the rules: comments and empty lines."""

    rules: tuple[RuleText, ...]
    noise: str = ""
    head: str = HEAD
    tail: str = "invariants:\n  safe: {always: \"not unsafe or (ships=='none')\"}\n"

    @property
    def text(self) -> str:
        """The whole file."""
        return f"{self.head}rules:\n{self.noise.join(rule.text for rule in self.rules)}{self.tail}"

    def reordered(self, rules: list[RuleText]) -> PolicyText:
        """Return the same policy with its rules in another order."""
        return evolve(self, rules=tuple(rules))


def policies() -> st.SearchStrategy[PolicyText]:
    """Draw a policy file that loads."""
    noise = st.sampled_from(["", "\n", "  # a comment  \n", "\n\n# x: y\n"])
    return st.builds(PolicyText, _rules(), noise)


# --- spoiled texts --------------------------------------------------------------------------------

_INK = st.sampled_from(
    [
        *" \n\t:-[]{}'\"#,&*!|>%@`?=<()\\.~\r\x00\u2028é0",
        "- ",
        ": ",
        "[]",
        "{}",
        "null",
        "true",
        "\ud800",
    ]
)


@st.composite
def spoiled(draw: st.DrawFn, text: str) -> str:
    """Draw a text with a few characters or lines of the given one removed, doubled or replaced."""
    for _ in range(draw(st.integers(1, 3))):
        lines = text.split("\n")
        row = draw(st.integers(0, len(lines) - 1))
        line = lines[row]
        column = draw(st.integers(0, len(line)))
        match draw(st.integers(0, 5)):
            case 0:
                del lines[row]
            case 1:
                lines.insert(row, line)
            case 2:
                lines[row] = lines[draw(st.integers(0, len(lines) - 1))]
            case 3:
                lines[row] = line[:column] + line[column + 1 :]
            case 4:
                lines[row] = line[:column] + draw(_INK) + line[column:]
            case _:
                head, colon, _ = line.partition(":")
                lines[row] = head + colon + " " + draw(_INK)
        text = "\n".join(lines)
    return text
