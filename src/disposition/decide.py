"""The path of one lot: facts are observed, an engine says which rules hold, a decision follows.

More than half of it is what `Policy` says of all else that can be done with a policy: each of
these methods calls what does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from os import PathLike
from typing import TYPE_CHECKING, Any

from disposition import arguments
from disposition.decision import Decision, PolicyReference
from disposition.decisions import Decisions
from disposition.engines import DEFAULT_ENGINE, engine_here, engine_named, make_engine
from disposition.errors import DispositionError
from disposition.explain.document.references import THIS_LIBRARY
from disposition.explain.inference import Prepared
from disposition.explain.reasoning import Reasoning
from disposition.facts import CATALOGUE, Facts, Lot
from disposition.facts.source import FlatSource, LotSource, Observer, Source
from disposition.frozen.classes import filling
from disposition.policy import CheckedPolicy, Diagnostic, digest
from disposition.runtime.forking import cached_property, making
from disposition.runtime.logs import log
from disposition.semantics import Combination, Conclusion
from disposition.tables.deciding import Columns, decide_table, policy_sql
from disposition.tables.names import OUTPUTS, PREFIX

if TYPE_CHECKING:
    # Who decides lots does not wait for what counts them.
    from disposition.backtesting.backtest import Backtest
    from disposition.exploration.characteristic import Costs, PolicyCharacteristic, Quality
    from disposition.exploration.policy_map import PolicyMap
    from disposition.exploration.sensitivity import Sensitivity
    from disposition.sampling.plans.plan import Plan

MOST_PROCESSES = 1_024
"""Processes that can decide at once."""

MOST_POLICIES = 16
"""Policies from elsewhere that a process keeps, by their texts."""


_decision, _reasoning = filling(Decision), filling(Reasoning)

End = tuple[str, str, str, str, str | None]
"""What a decision says of what follows: outcome, title, status, what ships, what is looked at."""


class Policy:
    """A policy ready to decide lots, from any number of threads.

    Engines are made on first use and kept. `checked` is the policy's content, for analyses.
    """

    def __init__(self, checked: CheckedPolicy) -> None:
        arguments.of_kind(
            "checked", checked, CheckedPolicy, "a checked policy", "`load_policy` reads files"
        )
        self.checked = checked
        self.digest = digest(checked)
        self._reference = PolicyReference(checked.id, checked.version, self.digest)
        self._combination = Combination.of(checked)
        self._ends: dict[Conclusion, End] = {}
        self._prepared: dict[str, Prepared] = {}
        self._observer = Observer(checked.catalogue, checked.facts)

    @property
    def id(self) -> str:
        """The name of the policy."""
        return self.checked.id

    @property
    def version(self) -> str:
        """The version that the policy's file states."""
        return self.checked.version

    @cached_property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What is probably not meant in the policy's file.

        Without the extra `proofs`, that is what a look at the file tells: nothing of what is never
        or always so of every lot.
        """
        # The prover stands on decisions: it is loaded by its name when somebody asks.
        try:
            lints = import_module("disposition.analysis.lints")
        except DispositionError:
            return self.checked.warnings
        found: tuple[Diagnostic, ...] = lints.all_warnings(self)
        return found

    def decide(self, lot: Lot | Facts | LotSource, *, engine: str = DEFAULT_ENGINE) -> Decision:
        """Return the decision for a lot, or for facts given one by one.

        The decision is the same whichever engine is used: `durable`, `compiled` for hot loops, or
        `reference`, the slow definition itself. `auto` (the default) takes `durable` where it is
        installed and loads, and `compiled` elsewhere. Several policies that decide on one lot can
        be given its `LotSource`, so that each fact is derived once for all of them.

        Raises:
            EngineError: there is no engine of that name, or it cannot be loaded here.
            DispositionError: no lot was handed in.

        >>> policy = load_policy()
        >>> policy.decide(Lot.from_dict({"lot": {"id": "PO-1"}})).status
        'needs_information'
        """
        if engine.__class__ is not str:
            engine = engine_named(engine)
        prepared = self._prepared.get(engine) or self._prepare(engine)
        source = self._source(lot)
        conclusion, facts, truths, asked = prepared.infer(source)
        end = self._ends.get(conclusion) or self._end(conclusion)
        outcome, title, status, ships, considered = end
        document = source.lot
        return _decision(
            outcome,
            title,
            status,
            ships,
            considered,
            None if document is None else document.lot.id,
            None if document is None else document.as_of,
            self._reference,
            _reasoning(prepared, source, facts, truths, conclusion, asked),
            THIS_LIBRARY,
        )

    def decide_many(
        self,
        lots: Iterable[Lot | Facts | LotSource],
        *,
        engine: str = DEFAULT_ENGINE,
        processes: int = 1,
    ) -> Decisions:
        """Return the decision for each of some lots, in their order.

        Several `processes` decide at once; what they decide is told in full before it comes back,
        and a script that is run has to begin them below `if __name__ == "__main__":`.

        Raises:
            DispositionError: there is no engine of that name, or something among them is no lot.

        >>> policy = load_policy()
        >>> policy.decide_many([Lot.from_dict({"lot": {"id": f"PO-{n}"}}) for n in (1, 2)])
        <2 decisions: 2 hold>
        """
        lots = arguments.items_of("lots", lots, "lots to go through", "`decide` takes one")
        processes = arguments.whole_number_of("processes", processes, least=1, most=MOST_PROCESSES)
        if processes == 1:
            return Decisions(self.decide(lot, engine=engine) for lot in lots)
        # Most programs decide in one process, and do not wait for what starts others.
        from disposition.runtime.parallel import decided_by_several

        told = (each.lot if isinstance(each, LotSource) else each for each in lots)
        return Decisions(decided_by_several(self, told, engine, processes))

    def decide_table(
        self,
        frame: Any,
        columns: Columns | None = None,
        *,
        outputs: Sequence[str] = OUTPUTS,
        prefix: str = PREFIX,
        bad: str = "refuse",
    ) -> Any:
        """Return a table with the decision for each of its rows, of the kind that came in.

        The table is a frame of Polars (eager or lazy), pandas or PyArrow, a relation of DuckDB or a
        frame of Spark; the last two are run when they are asked for. `columns` says what columns
        mean: paths of facts by their names, plain data, a YAML file, or `TableColumns`; without it,
        columns that are called as facts are count. What no column tells is unknown, or derived from
        those that do.
        Columns are added whose names begin with `prefix`: those of `outputs`. Texts are `outcome`,
        `status`, `ships` and `considered`; lists of texts are `rules`, `true_rules`, `missing`,
        `obligations` and `possible_obligations`. A cell that cannot be read refuses the table;
        with `bad="mark"`, and in lazy frames, relations and on Spark always, its row has the status
        `unreadable` and no outcome, and `unreadable` lists the columns.

        Raises:
            TableError: with everything that does not fit, by column.
            DispositionError: it is no table, or what decides tables is not installed.
        """
        return decide_table(self.checked, frame, columns, outputs=outputs, prefix=prefix, bad=bad)

    def backtest(
        self,
        lots: Any,
        columns: Columns | None = None,
        *,
        against: Policy | str | None = None,
        by: Sequence[str] = (),
        costs: Mapping[str, object] | None = None,
    ) -> Backtest:
        """Return what this policy does with past lots, and which lots move against another.

        `lots` are lot documents (`Lot`, `Facts`), or a table as in `decide_table` with its
        `columns`. `against` is the policy of before, or the column (of lots: the fact) that tells
        what was decided then. `by` groups lots by columns or facts; days by their month. `costs`
        say what a lot with an outcome costs: a number, or the column (or fact) that tells. A row
        that cannot be read is counted as `unreadable`.

        Raises:
            TableError: with everything that does not fit, by column.
            DispositionError: an outcome or a fact is not known, or what reads tables is missing.

        >>> policy = load_policy()
        >>> policy.backtest([Lot.from_dict({})], against=policy).moved
        0
        """
        from disposition.backtesting.run import backtest

        old = (against.checked, against.decide) if isinstance(against, Policy) else against
        new = self.checked, self.decide
        return backtest(lots, columns, new, old, by=by, costs=costs)

    def to_sql(
        self,
        dialect: str,
        columns: Columns,
        *,
        source: str = "lots",
        types: Mapping[str, str | Mapping[str, str]] | None = None,
        outputs: Sequence[str] = OUTPUTS,
        prefix: str = PREFIX,
    ) -> str:
        """Return a statement that decides each row of a table, for the database where it lies.

        `dialect` is `duckdb`, `postgres`, `spark`, `snowflake` or `bigquery`. `columns` says what
        columns mean, as for `decide_table`; those and the columns of `types` are kept. `types` are
        the types of columns in the database, such as `DECIMAL(12, 2)`, those of lines by the path
        of their list; without it each has the usual type of its fact. A row with a cell that cannot
        be read is marked.

        Raises:
            TableError: with everything that does not fit, by column.
            DispositionError: what writes SQL is not installed.
        """
        return policy_sql(
            self.checked,
            dialect,
            columns,
            source=source,
            types=types,
            outputs=outputs,
            prefix=prefix,
        )

    def sensitivity(
        self, lots: Any, columns: Columns | None = None, *, by: Sequence[str] = ()
    ) -> Sensitivity:
        """Return what the next step of each limit would change for past lots.

        A step is one of the last digit of a limit as it is written: 5 becomes 4 and 6, 2.50 becomes
        2.49 and 2.51. Lots, or a table with its `columns`, are as in `backtest`.

        Raises:
            TableError: with everything that does not fit, by column.

        >>> load_policy().sensitivity([Lot.from_dict({})]).lots
        1
        """
        from disposition.exploration.sensitivity import again, try_steps

        held = again(lots)
        return try_steps(
            self.checked,
            lambda changed: Policy(changed).backtest(held, columns, against=self, by=by),
        )

    def map(
        self,
        x: tuple[str, Sequence[Any]],
        y: tuple[str, Sequence[Any]],
        *,
        given: Lot | Facts | Mapping[str, Any] | None = None,
    ) -> PolicyMap:
        """Return the outcome as two values of a lot vary, with the rules at the borders.

        `x` and `y` are places of the lot document with the values that they take:
        `("inspection.defects[0].units", range(20))`. All else is as in `given`: a lot, or facts; of
        `Facts`, `x` and `y` are paths of facts.

        Raises:
            DispositionError: a place that there cannot be, or too many values.
            LotError: no pair of values makes a lot.

        >>> found = load_policy().map(
        ...     ("lot.quantity", [90, 1200]), ("contract.paid", [0, 1]), given={"lot": {"id": "7"}}
        ... )
        >>> found.at(90, 0)
        'hold'
        """
        from disposition.exploration.policy_map import map_of

        return map_of(self.checked, self.decide, x, y, given)

    def characteristic(
        self,
        plan: Plan | int | None = None,
        *,
        quality: Quality | None = None,
        given: Lot | Mapping[str, Any] | None = None,
        lines: Mapping[str, Mapping[str, Any]] | None = None,
        costs: Costs | None = None,
        seed: int = 0,
    ) -> PolicyCharacteristic:
        """Return the operating characteristic of the whole policy.

        That is the share of each outcome as the true rates of defects of a process vary. `plan` is
        a single sampling plan or a number of units; without it, `given` says how many are
        inspected. `quality` has rates in percent by severity, one for each point or one for all;
        otherwise `major` varies up to six times the AQL. `given` is all else of the lot, `lines`
        what the defect line of a severity says besides its units, and `costs` what a lot with an
        outcome costs. Numbers of bad units are binomial, independent by severity. Where samples
        are too many to decide all, some are drawn as `seed` says.

        Raises:
            DispositionError: no sample size, rates that are none, or an outcome that is not known.
            LotError: `given` is no lot.

        >>> from disposition.sampling import single_plan
        >>> policy = load_policy_text('''
        ... policy: small
        ... version: 1.0.0
        ... outcomes: {accept: {ships: all}, rework: {ships: none}}
        ... otherwise: hold
        ... rules:
        ...   few: {permit: accept, when: defects.major.found <= 5, because: x}
        ...   many: {permit: rework, when: defects.major.found > 5, because: x}
        ... ''')
        >>> plan = single_plan(lot_size=1200, level="II", aql="2.5")
        >>> found = policy.characteristic(plan, quality={"major": [2.5, 11.1]})
        >>> [round(share, 3) for share in found.shares["accept"]]
        [0.985, 0.109]
        """
        from disposition.exploration.simulation import characterise

        document = given.to_dict() if isinstance(given, Lot) else given
        return characterise(
            self.checked,
            self.decide,
            plan,
            quality=quality,
            given={} if document is None else document,
            lines={} if lines is None else lines,
            costs=costs,
            seed=seed,
        )

    def _prepare(self, engine: str) -> Prepared:
        with making:
            name = engine_here(engine)
            if name not in self._prepared:
                made = make_engine(name, self.checked)
                self._prepared[name] = Prepared(
                    self.checked, self._combination, made, self._observer
                )
            self._prepared[engine] = self._prepared[name]
            return self._prepared[engine]

    def _end(self, conclusion: Conclusion) -> End:
        outcome = self.checked.outcomes_by_id[conclusion.outcome]
        self._ends[conclusion] = end = (
            outcome.id,
            outcome.title,
            conclusion.status.value,
            outcome.ships.value,
            conclusion.candidate,
        )
        return end

    def _source(self, lot: object) -> Source:
        """Return where the facts of a lot come from."""
        if isinstance(lot, Facts):
            return FlatSource(lot.under(self.checked.catalogue))
        if isinstance(lot, Lot):
            return self._observer.source(lot)
        if isinstance(lot, LotSource):
            return lot.through(self.checked.catalogue)
        hint = "read a document with `Lot.from_dict`"
        raise DispositionError(f"a lot is decided on, not a `{type(lot).__name__}` ({hint})")

    def __reduce__(self) -> tuple[Any, ...]:
        """Say how the policy is made again in another process: of its text, once there."""
        from disposition.policy.format.flattening import flat_text

        return _of_flat_text, (flat_text(self.checked),)

    def __repr__(self) -> str:
        return f"<Policy {self.id} {self.version}, {len(self.checked.rules)} rules>"

    def _repr_html_(self) -> str:
        from disposition.display.policy_html import policy_html
        from disposition.display.policy_outline import outline

        return policy_html(outline(self.checked, self.digest))


@lru_cache(MOST_POLICIES)
def _of_flat_text(content: str) -> Policy:
    return load_policy_text(content)


def load_policy(path: str | PathLike[str] | None = None) -> Policy:
    """Load a policy file, or a shipped policy by its name; without either, that of lots.

    Raises:
        PolicyError: with every finding, each with file, line, column, message and hint.

    >>> load_policy("release").id
    'release'
    """
    # Who only imports the library does not wait for what reads files.
    from pathlib import Path

    from disposition.policy import load_checked

    if path is not None:
        _expect_path(path)
    policy = Policy(load_checked(None if path is None else Path(path), CATALOGUE))
    log(
        "policy",
        "policy `%s` %s (%s) is loaded from %s",
        *(policy.id, policy.version, policy.digest, "the library" if path is None else path),
    )
    return policy


def load_policy_text(content: str, name: str = "<policy>") -> Policy:
    """Load a policy from its text; it can extend shipped policies, but no files.

    Raises:
        PolicyError: with every finding, each with line, column, message and hint.
        DispositionError: it is no text.
    """
    from disposition.policy import load_checked_text

    _expect_text(content)
    name = str(arguments.path_of("name", name, "what messages call the policy"))
    return Policy(load_checked_text(content, CATALOGUE, name))


def _expect_text(content: object) -> None:
    if not isinstance(content, str):
        hint = "`load_policy` reads files"
        raise DispositionError(
            f"a policy is loaded from text, not from a `{type(content).__name__}` ({hint})"
        )


def _expect_path(path: object) -> None:
    """Expect what names a file or a shipped policy."""
    if not isinstance(path, str | PathLike) or not str(path):
        said = "an empty text" if isinstance(path, str) else f"a `{type(path).__name__}`"
        hint = "without one, the shipped policy of lots is loaded"
        raise DispositionError(f"a policy is loaded by its path or name, not by {said} ({hint})")
