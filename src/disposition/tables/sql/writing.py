"""Nodes written as SQL, by the trees of sqlglot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlglot import exp

from disposition.language.expression import Comparison
from disposition.tables.relation import (
    AllNode,
    Among,
    AnyNode,
    ChoiceNode,
    ColumnNode,
    ComparedNode,
    ConstantNode,
    FoldNode,
    HasValue,
    ItemNode,
    ListedNode,
    Node,
    Nothing,
    Opposite,
    Plain,
    Product,
    Settled,
    Sum,
    ToldNode,
)
from disposition.tables.sql.dialects import NARROW, Dialect
from disposition.tables.sql.lists import ListSyntax

_SIGNS: Mapping[Comparison, type[exp.Binary]] = {
    Comparison.EQUAL: exp.EQ,
    Comparison.DIFFERENT: exp.NEQ,
    Comparison.LESS: exp.LT,
    Comparison.AT_MOST: exp.LTE,
    Comparison.MORE: exp.GT,
    Comparison.AT_LEAST: exp.GTE,
}


class SqlWriting:
    """Writes nodes in one dialect; `lists` knows the lists that they go over, if there are any."""

    def __init__(self, dialect: Dialect, lists: ListSyntax | None = None) -> None:
        self._dialect = dialect
        self._lists = lists

    def written(self, node: Node) -> exp.Expr:  # noqa: C901 - one case for each node
        """Return the expression of a node."""
        match node:
            case ColumnNode(name=name):
                return column(name)
            case ConstantNode(value=value):
                return self._literal(value)
            case Nothing():
                return exp.cast(exp.null(), "boolean")
            case AllNode(parts=parts):
                return joined(exp.And, map(self.written, parts))
            case AnyNode(parts=parts):
                return joined(exp.Or, map(self.written, parts))
            case Opposite(part=HasValue(part=part)):
                return exp.Is(this=bracketed(self.written(part)), expression=exp.null())
            case Opposite(part=part):
                return exp.Not(this=bracketed(self.written(part)))
            case HasValue(part=part):
                return has_value(self.written(part))
            case ComparedNode(sign=sign, left=left, right=right):
                return _SIGNS[sign](
                    this=bracketed(self.written(left)), expression=bracketed(self.written(right))
                )
            case Among(item=item, values=values):
                return exp.In(
                    this=bracketed(self.written(item)), expressions=[*map(self._literal, values)]
                )
            case Settled(value=value, given=given):
                return case([(has_value(self.written(given)), exp.convert(value))])
            case Sum(left=left, right=right, most=most):
                return exp.Add(this=self._wide(left, most), expression=self._wide(right, most))
            case Product(left=left, right=right, most=most):
                return exp.Mul(this=self._wide(left, most), expression=self._wide(right, most))
            case ChoiceNode(cases=cases, otherwise=otherwise):
                return case(
                    [(self.written(each), self._untyped(value)) for each, value in cases],
                    self._untyped(otherwise),
                )
            case ToldNode(position=position, texts=texts):
                return _looked_up(bracketed(self.written(position)), texts)
            case ItemNode(variable=variable, name=name):
                return self._over_lists.item(variable, name)
            case FoldNode():
                return self._folded(node)
            case ListedNode(cases=cases):
                return self._dialect.texts_that_are(
                    [case([(self.written(each), text_of(text))]) for each, text in cases]
                )

    @property
    def _over_lists(self) -> ListSyntax:
        if self._lists is None:
            raise AssertionError("folds go over lists that were read")
        return self._lists

    def _folded(self, fold: FoldNode) -> exp.Expr:
        told = self._over_lists.folded(
            fold.kind,
            self.written(fold.source),
            fold.variable,
            self.written(fold.where),
            self.written(fold.value),
        )
        return exp.func("COALESCE", told, self.written(fold.otherwise))

    def _untyped(self, node: Node) -> exp.Expr:
        return exp.null() if isinstance(node, Nothing) else self.written(node)

    def _wide(self, node: Node, most: int) -> exp.Expr:
        return self.as_whole(self.written(node), most)

    def as_whole(self, number: exp.Expr, most: int) -> exp.Expr:
        """Return a number as a whole one that is wide enough."""
        return exp.cast(number, self._dialect.whole(most), copy=False)

    def _literal(self, value: Plain) -> exp.Expr:
        match value:
            case str():
                return text_of(value)
            case bool():
                return exp.convert(value)
            case _ if abs(value) > NARROW:
                return self.as_whole(text_of(str(value)), abs(value))
            case _:
                return exp.convert(value)


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
    return exp.cast(exp.null(), "text") if text is None else text_of(text)


def column(name: str) -> exp.Expr:
    """Return a column by its name, whatever letters that has."""
    return exp.column(exp.to_identifier(name, quoted=True))


def text_of(text: str) -> exp.Expr:
    """Return a text written out."""
    return exp.Literal.string(text)


def has_value(of: exp.Expr) -> exp.Expr:
    """Return whether something is not null."""
    return exp.Not(this=exp.Is(this=bracketed(of), expression=exp.null()))


def has_no_value(of: exp.Expr) -> exp.Expr:
    """Return whether something is null."""
    return exp.Is(this=bracketed(of), expression=exp.null())


def case(
    cases: Iterable[tuple[exp.Expr, exp.Expr]],
    otherwise: exp.Expr | None = None,
) -> exp.Expr:
    """Return the first value whose condition is true."""
    several = [exp.If(this=condition, true=value) for condition, value in cases]
    if not several:
        return otherwise or exp.cast(exp.null(), "text")
    return exp.Case(ifs=several, default=otherwise)


_BARE = (exp.Column, exp.Anonymous, exp.Literal, exp.Boolean, exp.Cast, exp.Case, exp.Paren)


def bracketed(of: exp.Expr) -> exp.Expr:
    """Return an expression that can stand beside any operator."""
    return of if isinstance(of, _BARE) else exp.paren(of, copy=False)


def joined(kind: type[exp.Connector], parts: Iterable[exp.Expr]) -> exp.Expr:
    """Return parts joined two by two, so that hundreds of them are no deep tree."""
    left = [bracketed(each) for each in parts]
    while len(left) > 1:
        pairs = [left[at : at + 2] for at in range(0, len(left), 2)]
        left = [
            exp.paren(kind(this=first, expression=rest[0]), copy=False) if rest else first
            for first, *rest in pairs
        ]
    return left[0]
