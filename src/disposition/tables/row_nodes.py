"""What is lowered to the total language, told by the columns of a table: facts, and its leaves."""

from __future__ import annotations

from collections.abc import Mapping

from disposition.engines.lowered import LoweredFact, known_value
from disposition.facts.catalogue import Catalogue
from disposition.facts.lot import Lot
from disposition.facts.observation import view_of
from disposition.language.evaluate.possible import Open
from disposition.language.lower import total
from disposition.language.lower.build import (
    FALSE,
    TRUE,
    column,
    constant,
    default,
    is_known,
    is_listed,
    negation,
    variable,
    where_known,
)
from disposition.language.lower.lowering import Lowering
from disposition.language.lower.total import SORTS
from disposition.language.lower.values import NotLowered
from disposition.language.types import ANYTHING, Origin, Value
from disposition.tables.column_reading import LinesLoad
from disposition.tables.nested.computed import AMOUNT, BESIDE, ComputedFacts
from disposition.tables.nested.given_lists import AnyList
from disposition.tables.scaled import NotInTablesError
from disposition.tables.whole_nodes import FactColumn, WholeNodes, not_done


class RowNodes(WholeNodes):
    """Tells nodes by columns; `columns` are facts that a table gives, `lists` its columns of lists.

    Both by their paths. With `plans`, which are columns by what they tell of plans, samples are
    judged, where they can be: see `outside`.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        columns: Mapping[str, FactColumn],
        lists: Mapping[str, AnyList],
        plans: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__()
        self._lists = lists
        self._plans = plans or {}
        self._computed: ComputedFacts | None = None
        self._outside: dict[total.Node, None] = {}
        self._catalogue = catalogue
        self._columns = columns
        self._view = view_of(Lot.from_dict({}), catalogue)
        self._lowering: Lowering | None = None
        if catalogue.known is not None:
            lowered = None
            if plans is not None:
                self._computed = ComputedFacts(self._is_given, self._of_nothing)
                lowered = self._computed.lowered
            self._lowering = Lowering(catalogue.known, self._is_given, lowered, given=columns)

    def fact(self, path: str) -> LoweredFact:
        """Return a fact that the table gives, or that is derived; one that is neither is unknown.

        Raises:
            NotInTablesError: it needs what no table engine does.
            TooLargeError: numbers of more than 38 digits could be needed.
        """
        spec = self._catalogue[path]
        of = column(path, spec.type, ANYTHING, Origin.GIVEN)
        if path in self._columns:
            return LoweredFact(TRUE if self._is_given(path) else is_known(of), of)
        if spec.given or self._lowering is None:
            return LoweredFact(FALSE, default(SORTS[spec.type.kind]))
        try:
            found = known_value(self._lowering.fact(path))
        except NotLowered as error:
            raise NotInTablesError(str(error)) from None
        try:
            self.of(where_known(found.known, found.value))
        except NotInTablesError:
            # Conditions that ask whether it is known do not read its value.
            if self._computed is None or path != AMOUNT:
                raise
            self.of(found.known)
        return found

    def truth(self, node: total.Node) -> total.Node:
        """Return in which rows a truth holds; without value where it has none.

        Raises what `of` does.
        """
        found: total.Node = self.of(node)
        return found

    # --- what the table has ----------------------------------------------------------------------

    def _is_given(self, path: str) -> bool | None:
        """Return whether all rows have a value, or none has; None where that varies."""
        column = self._columns.get(path)
        if column is not None:
            return column.known.value is True if isinstance(column.known, total.Fixed) else None
        if self._is_native(path):
            return self._on_nothing(path) is not None
        listed, _, key = path.partition("[].")
        return None if listed in self._lists and key in {"", *self._lists[listed].items} else False

    def _is_native(self, path: str) -> bool:
        known = self._catalogue.known
        return known is not None and path in known.specs and known.origin(path) is Origin.NATIVE

    def _on_nothing(self, path: str) -> Value | None:
        """Return a fact that Python computes of a lot of which nothing is known.

        Raises:
            NotInTablesError: something that it reads is in the table.
        """
        for read in self._catalogue[path].reads:
            if read in self._columns or read.partition("[].")[0] in self._lists:
                message = f"`{path}` is computed by Python, from `{read}` among others"
                raise NotInTablesError(message)
        return self._of_nothing(path)

    def _of_nothing(self, path: str) -> Value | None:
        return self._catalogue.readers[path](self._view)

    @property
    def outside(self) -> tuple[total.Node, ...]:
        """In which rows something was read that only Python tells."""
        return tuple(self._outside)

    def _is_outside(self, path: str) -> bool:
        """Return whether only Python tells a native fact in some rows, which are noted then."""
        found = None if self._computed is None else self._computed.found.get(path)
        if found is None or found.domain is FALSE:
            return False
        self._outside[self.truth(negation(found.domain))] = None
        return True

    def _leaf(self, leaf: total.LeafColumn | total.LeafItem) -> FactColumn:
        if isinstance(leaf, total.LeafItem):
            of = self._variable(leaf.variable, leaf)
            return FactColumn.of(self._lists[leaf.variable.path].items[leaf.key], of)
        found = self._columns.get(leaf.path)
        if found is not None:
            return found
        if leaf.path in self._plans:
            return FactColumn.joined(self._plans[leaf.path], leaf.type)
        beside = leaf.path.removeprefix(BESIDE)
        if self._is_outside(beside):
            return FactColumn.unknown(leaf.type.kind)
        value = self._on_nothing(beside) if self._is_native(beside) else None
        return FactColumn.unknown(leaf.type.kind) if value is None else FactColumn.fixed(value)

    def _lacks(self, path: str) -> total.Node:
        if path in self._columns:
            return FALSE
        beside = path.removeprefix(BESIDE)
        if self._is_outside(beside):
            return FALSE
        self._on_nothing(beside)
        known = self._catalogue.known
        found = None if known is None else known.fact(beside)(self._view)
        return constant(isinstance(found, Open) and found.has_none)

    def _is_listed(self, path: str) -> total.Node:
        return is_listed(self._lists[path].value) if path in self._lists else FALSE

    def _variable(self, of: total.Variable, node: total.Node) -> total.Variable | None:
        listed = self._lists.get(of.path)
        if of.outer is not None:
            raise not_done(node)
        if listed is None:
            return None
        ends = (total.Folding.FIRST, total.Folding.LAST)
        if isinstance(listed, LinesLoad) and isinstance(node, total.Fold) and node.kind in ends:
            message = f"the first or last of `{of.path}` is needed: lines have no order"
            raise NotInTablesError(message)
        return variable(listed.value, of.level)
