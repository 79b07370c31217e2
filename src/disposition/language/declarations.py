"""What a file declares for its expressions: an expression as written, parameters, definitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from disposition.documents.diagnostics import Place
from disposition.documents.types import ANYTHING, Range
from disposition.frozen import field, frozen
from disposition.language.expression import Definition, Expression, walk
from disposition.language.types import FactType, TableSpec, Value

if TYPE_CHECKING:
    # Who takes what is checked does not wait for what files are read into.
    from disposition.documents.yaml.nodes import Scalar


@frozen
class DraftExpression:
    """A parsed expression and the text it came from.

    The cell of a table stands below a `column`: an expression of its own, found within the cell's.
    """

    scalar: Scalar
    expression: Expression
    column: DraftExpression | None = None


class Tightening(Enum):
    """The direction in which a change of a parameter makes the policy stricter."""

    LOWER = "lower"
    HIGHER = "higher"


@frozen
class ParameterSpec:
    """A named number or text that conditions use; layers keep a number within its range."""

    name: str
    value: Value
    type: FactType
    about: str = ""
    tighter: Tightening | None = None
    within: Range = ANYTHING
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class DefinitionSpec:
    """A named expression that conditions use."""

    name: str
    expression: Expression
    type: FactType
    about: str = ""
    place: Place | None = field(default=None, eq=False, repr=False)


@frozen
class DraftParameter:
    """A parameter as written; a layer may give the value alone."""

    name: str
    place: Place
    value: Value
    value_place: Place
    unit: str | None = None
    unit_place: Place | None = None
    about: str = ""
    tighter: Tightening | None = None
    within: Range = ANYTHING


class Names(Protocol):
    """What the names in expressions stand for, such as a policy."""

    @property
    def parameters(self) -> Mapping[str, ParameterSpec]:
        """The parameters by their names."""

    @property
    def definitions(self) -> Mapping[str, DefinitionSpec]:
        """The definitions by their names."""


class NamesAndTables(Names, Protocol):
    """What the names in definitions of facts stand for."""

    @property
    def tables(self) -> Mapping[str, TableSpec]:
        """The tables in which values are looked up."""


def walk_through(
    expressions: Iterable[Expression], definitions: Mapping[str, DefinitionSpec]
) -> Iterator[Expression]:
    """Yield every node of some expressions and of the definitions that they name, each once."""
    pending, seen = [*expressions], set[str]()
    while pending:
        for node in walk(pending.pop()):
            yield node
            if isinstance(node, Definition) and node.name not in seen:
                seen.add(node.name)
                pending.append(definitions[node.name].expression)
