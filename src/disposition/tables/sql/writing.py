"""Nodes written as SQL, by the trees of sqlglot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlglot import exp

from disposition.language.expression import Comparison
from disposition.language.lower import total
from disposition.language.lower.total import Node
from disposition.tables.scaled import room, size
from disposition.tables.shared_columns import Output, TextAt, cases_of, leaf_of, tests_of
from disposition.tables.sql.dialects import NARROW, Dialect
from disposition.tables.sql.lists import ListSyntax
from disposition.tables.sql.terms import (
    bracketed,
    called,
    case,
    column,
    has_no_value,
    has_value,
    joined,
    text_of,
)

_SIGNS: Mapping[Comparison, type[exp.Binary]] = {
    Comparison.EQUAL: exp.EQ,
    Comparison.DIFFERENT: exp.NEQ,
    Comparison.LESS: exp.LT,
    Comparison.AT_MOST: exp.LTE,
    Comparison.MORE: exp.GT,
    Comparison.AT_LEAST: exp.GTE,
}


class SqlWriting:
    """Writes nodes in one dialect; `lists` knows the lists that they go over, if there are any.

    `named` are the nodes that have a column. Columns that are `written_out` are none: what they
    would hold stands in their place.
    """

    def __init__(
        self,
        dialect: Dialect,
        lists: ListSyntax | None = None,
        named: Mapping[Node, str] | None = None,
        written_out: Mapping[str, exp.Expr] | None = None,
    ) -> None:
        self._dialect = dialect
        self._lists = lists
        self._named = named or {}
        self._written_out = written_out or {}

    def output(self, output: Output) -> exp.Expr:
        """Return the expression of an output."""
        if not isinstance(output, TextAt):
            several = self._dialect.texts_that_are(
                [
                    case([(condition, text_of(text))])
                    for each, text in output.cases
                    if (condition := self.written(each)) != exp.false()
                ]
            )
            if output.within is None or not output.cases:
                return several
            return case([(self.written(output.within), several)], self._dialect.texts_that_are([]))
        if isinstance(output.position, total.Fixed):
            return exp.cast(_text_or_none(output.texts[int(output.position.value)]), exp.DType.TEXT)
        return _looked_up(bracketed(self.written(output.position)), output.texts)

    def written(self, node: Node) -> exp.Expr:
        """Return the expression of a node, which may have a column."""
        name = self._named.get(node)
        return self.reckoned(node) if name is None else column(name)

    def reckoned(self, node: Node) -> exp.Expr:  # noqa: C901 - one case for each node
        """Return what a node is reckoned by."""
        match leaf_of(node):
            case total.LeafItem(variable=variable, path=name):
                return self._over_lists.item(_variable(variable), name)
            case total.LeafColumn(path=name):
                found = self._written_out.get(name)
                return column(name) if found is None else found.copy()
        match node:
            case total.Fixed(value=value):
                return self._literal(value)
            case total.Conjunction():
                tested, others = tests_of(node)
                none = (exp.Not(this=self._among(*each)) for each in tested.items())
                return joined(exp.And, [*none, *map(self.written, others)])
            case total.Disjunction():
                tested, others = tests_of(node)
                some = (self._among(*each) for each in tested.items())
                return joined(exp.Or, [*some, *map(self.written, others)])
            case total.Negated(part=total.IsKnown(of=of)):
                return has_no_value(self.written(of))
            case total.Negated(part=part):
                return exp.Not(this=bracketed(self.written(part)))
            case total.IsKnown(of=of):
                return has_value(self.written(of))
            case total.IsListed(path=name):
                return has_value(column(name))
            case total.Compared(comparison=sign, left=left, right=right):
                compared = _SIGNS[sign](
                    this=bracketed(self.written(left)), expression=bracketed(self.written(right))
                )
                quick = self._quick(node)
                return compared if quick is None else exp.func("COALESCE", quick, compared)
            case total.Add(left=left, right=right):
                return exp.Add(this=self._wide(left, node), expression=self._wide(right, node))
            case total.Multiply(left=left, right=right):
                return exp.Mul(this=self._wide(left, node), expression=self._wide(right, node))
            case total.Negative(part=part):
                return exp.Neg(this=self._wide(part, node))
            case total.ValueWhere(known=known, value=value):
                if total.is_nothing(node):
                    return exp.cast(exp.null(), exp.DType.BOOLEAN)
                return case([(self.written(known), self._untyped(value))])
            case total.Choose():
                cases, otherwise = cases_of(node, self._named)
                return case(
                    [(self.written(each), self._untyped(value)) for each, value in cases],
                    self._untyped(otherwise),
                )
            case total.Fold():
                return self._folded(node)
        raise AssertionError(f"no column of a table tells {type(node).__name__}")

    def _quick(self, node: total.Compared) -> exp.Expr | None:
        """Return a comparison of a product by 64 bits, null where it needs more; None if not so."""
        product, limit = node.left, node.right
        if not (
            self._dialect.tries
            and isinstance(product, total.Multiply)
            and product not in self._named
        ):
            return None
        factors = (product.left, product.right)
        if room(product) <= NARROW or max(map(size, (*factors, limit))) > NARROW:
            return None
        multiplied = called("TRY_MULTIPLY", *map(self.written, factors))
        return _SIGNS[node.comparison](this=multiplied, expression=bracketed(self.written(limit)))

    def _among(self, item: Node, values: Iterable[total.Plain]) -> exp.Expr:
        return exp.In(this=bracketed(self.written(item)), expressions=[*map(self._literal, values)])

    @property
    def _over_lists(self) -> ListSyntax:
        if self._lists is None:
            raise AssertionError("folds go over lists that were read")
        return self._lists

    def _folded(self, fold: total.Fold) -> exp.Expr:
        folded = self._over_lists.folded(
            fold.kind,
            column(fold.variable.path),
            _variable(fold.variable),
            self.written(fold.where),
            self.written(fold.value),
        )
        return exp.func("COALESCE", folded, self.written(fold.otherwise))

    def _untyped(self, node: Node) -> exp.Expr:
        return exp.null() if total.is_nothing(node) else self.written(node)

    def _wide(self, node: Node, of: Node) -> exp.Expr:
        return self.as_whole(self.written(node), room(of))

    def as_whole(self, number: exp.Expr, most: int) -> exp.Expr:
        """Return a number as a whole one that is wide enough."""
        return exp.cast(number, self._dialect.whole(most), copy=False)

    def _literal(self, value: total.Plain) -> exp.Expr:
        match value:
            case str():
                return text_of(value)
            case bool():
                return exp.convert(value)
            case int() if abs(value) > NARROW:
                return self.as_whole(text_of(str(value)), abs(value))
            case _:
                return exp.convert(value)


def _variable(of: total.Variable) -> str:
    return f"item_{of.level}"


def _looked_up(position: exp.Expr, texts: tuple[str | None, ...]) -> exp.Expr:
    """Return the text at a position; the one that most positions have is not looked for."""
    places: dict[str | None, list[int]] = {}
    for at, text in enumerate(texts):
        places.setdefault(text, []).append(at)
    most = max(places, key=lambda text: len(places[text]))
    cases = [
        (exp.In(this=position.copy(), expressions=[*map(exp.convert, each)]), _text_or_none(text))
        for text, each in places.items()
        if text != most
    ]
    return case(cases, _text_or_none(most))


def _text_or_none(text: str | None) -> exp.Expr:
    return exp.cast(exp.null(), exp.DType.TEXT) if text is None else text_of(text)
