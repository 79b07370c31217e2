"""A policy after layering as one file: all that is needed to take its decisions again years later.

The file extends nothing, and its digest is that of the policy. Each row of a table stands as a
table of its own, named `table/row`, because layers can leave any rows of a table, of any shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from disposition.documents.yaml import LARGEST_FILE
from disposition.errors import DispositionError
from disposition.facts.catalogue import SHIPPED
from disposition.facts.own.catalogues import entry_of
from disposition.frozen import frozen
from disposition.language import expression as tree
from disposition.language.declarations import ParameterSpec
from disposition.language.expression import Comparison, Expression
from disposition.language.faults import ExpressionError
from disposition.language.parse.parser import parse_expression
from disposition.language.text import expression_text, value_text
from disposition.language.types import Value
from disposition.policy.compact import readable_text
from disposition.policy.draft.cells import ANYTHING, parse_cell
from disposition.policy.draft.structure import FORMAT
from disposition.policy.hoisting import restored
from disposition.policy.model import CheckedPolicy, Claim, Effect, ObligationSpec, Outcome, Rule

STEP = "  "
LONGEST_KEY = 500  # YAML wants `?` before a key of more than 1,024 characters
# What JSON leaves as it is and a policy file may not hold, or holds unseen.
_INVISIBLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@frozen
class _Plain:
    """What stands without quotes: a number, a date, yes or no."""

    text: str


Group = Mapping[str, "Node"]
Node = str | _Plain | Group | Sequence["Node"]
"""What is written: a text, a plain value, keys and their values, or a list."""


def flat_text(policy: CheckedPolicy) -> str:
    """Return a policy as the text of one file that loads by itself and has the same digest.

    Raises:
        DispositionError: it is larger than a policy file may be, or was never in a file.
    """
    text = written(policy)
    if len(text) > LARGEST_FILE:
        message = (
            f"the policy `{policy.id}` is too large to be kept in one file: with all that it "
            f"extends it has {len(text) // 1024:,} KiB, and {LARGEST_FILE // 1024:,} are the most"
        )
        raise DispositionError(message)
    return text


def written(policy: CheckedPolicy) -> str:
    """Return a policy as the text of one file, however large."""
    return "".join(_lines(_policy(restored(policy)), ""))


def _policy(policy: CheckedPolicy) -> Group:
    rules, rows = {}, {}
    for rule in policy.rules:
        if "/" in rule.id:
            rows[rule.id] = _row(rule)
        else:
            rules[rule.id] = {**_effect(rule), "when": readable_text(rule.when), **_texts(rule)}
    return _stated(
        {
            "format": _Plain(FORMAT),
            "policy": policy.id,
            "version": policy.version,
            "title": policy.title,
            "replaces": [name for name in policy.parameters if name in SHIPPED.thresholds],
            "outcomes": {each.id: _outcome(each) for each in policy.outcomes},
            "otherwise": policy.otherwise,
            "parameters": {name: _parameter(each) for name, each in policy.parameters.items()},
            "facts": {
                path: _fact(entry_of(each, readable_text)) for path, each in policy.own.items()
            },
            "define": {
                name: _stated({"is": readable_text(each.expression), "about": each.about})
                for name, each in policy.definitions.items()
            },
            "rules": rules,
            "tables": rows,
            "invariants": {
                each.id: _stated({"always": readable_text(each.always), "about": each.about})
                for each in policy.invariants
            },
            "claims": {each.id: _claim(each) for each in policy.claims},
        }
    )


def _claim(claim: Claim) -> Group:
    always = readable_text(claim.always) if claim.always else ""
    told: Group = {}
    if claim.never_laxer is not None:
        grows = _Plain("true" if claim.never_laxer.grows else "false")
        told = {"when": claim.never_laxer.fact.path, "grows": grows}
    return _stated({"always": always, "never_laxer": told, "about": claim.about})


def _outcome(outcome: Outcome) -> Group:
    parts = [each.value for each in outcome.parts]
    return _stated({"title": outcome.title, "ships": outcome.ships.value, "parts": parts})


def _stated(keys: Group) -> Group:
    """Return keys without those that say nothing."""
    return {key: value for key, value in keys.items() if value}


def _parameter(spec: ParameterSpec) -> Group:
    tighter = spec.tighter.value if spec.tighter else ""
    about = _stated({"unit": spec.type.unit, "tighter": tighter, "about": spec.about})
    limits = {"least": spec.within.least, "most": spec.within.most}
    within = {key: _fact(limit) for key, limit in limits.items() if limit is not None}
    return {"value": _constant(spec.value), **within, **about}


def _fact(said: Any) -> Any:
    """Return what an entry of a fact says, with its numbers without quotes."""
    match said:
        case Mapping():
            return {key: _fact(each) for key, each in said.items()}
        case list():
            return [_fact(each) for each in said]
        case int() | Decimal():
            return _Plain(value_text(said))
        case _:
            return said


def _constant(value: Value) -> Node:
    """Return a value so that its kind is kept: `12` is a number, `"12"` a text."""
    if isinstance(value, str):
        return value
    return _Plain(value_text(value).strip("'"))


# --- rules and rows of tables ---------------------------------------------------------------------


def _effect(rule: Rule) -> Group:
    if rule.effect is not Effect.REQUIRE:
        return {rule.effect.value: rule.outcomes}
    required = [_obligation(each) for each in rule.obligations]
    return _stated({rule.effect.value: required, "with": rule.outcomes})


def _obligation(spec: ObligationSpec) -> Group:
    due = readable_text(spec.due) if spec.due else ""
    told = {"do": spec.do, "what": spec.what.text, "by": spec.by.text, "due": due}
    proof = readable_text(spec.proved_when) if spec.proved_when else ""
    values = {each.name: readable_text(each.expression) for each in spec.values}
    proofs = {"before": spec.before, "proved_by": spec.proved_by, "proved_when": proof}
    return _stated({**told, "values": values, **proofs})


def _texts(rule: Rule) -> Group:
    clause = rule.clause.path if rule.clause else ""
    return _stated({"because": rule.because.text, "source": rule.source, "clause": clause})


def _row(rule: Rule) -> Group:
    row = row_of(rule.when)
    cells = {"if": [cell.text for cell in row.cells], **_effect(rule)}
    columns = [cell.column for cell in row.cells]
    return _stated({"columns": columns, "when": row.when, "rows": [cells], **_texts(rule)})


# --- as YAML --------------------------------------------------------------------------------------


def _lines(group: Group, indent: str) -> Iterator[str]:
    for key, value in group.items():
        begin = f"{indent}{key}:" if len(key) <= LONGEST_KEY else f"{indent}? {key}\n{indent}:"
        if isinstance(value, Mapping):
            yield f"{begin}\n"
            yield from _lines(value, indent + STEP)
        else:
            yield f"{begin} {_inline(value)}\n"


def _inline(node: Node) -> str:
    match node:
        case str():
            text = json.dumps(node, ensure_ascii=False)
            return _INVISIBLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
        case _Plain(text=text):
            return text
        case Mapping():
            return f"{{{', '.join(f'{key}: {_inline(value)}' for key, value in node.items())}}}"
        case _:
            return f"[{', '.join(map(_inline, node))}]"


# --- a condition as one row of a table: the inverse of reading its cells --------------------------


_ALWAYS = "true"
_OPENING = {Comparison.AT_LEAST: "[", Comparison.MORE: "("}
_CLOSING = {Comparison.AT_MOST: "]", Comparison.LESS: ")"}


@frozen
class CellText:
    """What is said of a column: the expression at its top, and the cell below."""

    column: str
    text: str


@frozen
class Row:
    """The one row of a table, and the table's condition (`when`, empty if there is none)."""

    cells: tuple[CellText, ...]
    when: str = ""


def row_of(condition: Expression) -> Row:
    """Return the row that says what a condition does.

    What leads and cannot be a cell is the table's condition, as in the file that it came from.

    Raises:
        DispositionError: it was never written in a file, and cannot be.
    """
    parts = condition.operands if isinstance(condition, tree.And) else (condition,)
    cells = list(map(_cell, parts))
    when = ""
    if cells[0] is None:
        when, cells = readable_text(parts[0]), cells[1:]
    written = tuple(cell for cell in cells if cell is not None)
    if len(written) < len(cells):
        when, written = readable_text(condition), ()
    return Row(written or (CellText(_ALWAYS, ANYTHING),), when)


def _cell(part: Expression) -> CellText | None:
    """Return the cell that says a part of a condition, or None if there is none."""
    match part:
        case tree.Known(fact=fact):
            return _if_readable(part, fact, "known")
        case tree.Not(operand=tree.Known(fact=fact)):
            return _if_readable(part, fact, "unknown")
        case tree.Compare(comparison=comparison, left=left, right=right) if _is_bound(right):
            return _if_readable(part, left, f"{comparison.value} {expression_text(right)}")
        case tree.Within(item=item, values=values):
            return _if_readable(part, item, ", ".join(map(expression_text, values)))
        case tree.And(operands=(tree.Compare() as lower, tree.Compare() as upper)) if (
            lower.comparison in _OPENING and upper.comparison in _CLOSING
        ):
            opening, closing = _OPENING[lower.comparison], _CLOSING[upper.comparison]
            limits = f"{expression_text(lower.right)}..{expression_text(upper.right)}"
            return _if_readable(part, lower.left, f"{opening}{limits}{closing}")
        case tree.Or(operands=operands):
            cells = [cell for cell in map(_cell, operands) if cell is not None]
            if len(cells) < len(operands) or len({each.column for each in cells}) != 1:
                return None
            return _if_so(part, cells[0].column, ", ".join(each.text for each in cells))
        case tree.Not(operand=operand):
            cell = _cell(operand)
            return None if cell is None else _if_so(part, cell.column, f"not({cell.text})")
        case _:
            return None


def _is_bound(right: Expression) -> bool:
    return isinstance(right, tree.Literal | tree.Parameter | tree.Definition | tree.Fact)


def _if_readable(part: Expression, column: Expression, text: str) -> CellText | None:
    try:
        return _if_so(part, readable_text(column), text)
    except DispositionError:
        return None


def _if_so(part: Expression, column: str, text: str) -> CellText | None:
    """Return a cell if it is read as that part of a condition.

    It is not where the part was never a cell: a text with a comma in it is one value of a list in a
    condition, and two in a cell.
    """
    try:
        read = parse_cell(parse_expression(column), text)
    except (DispositionError, ExpressionError):
        return None
    is_same = read is not None and expression_text(read) == expression_text(part)
    return CellText(column, text) if is_same else None
