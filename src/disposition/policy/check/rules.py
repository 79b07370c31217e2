"""The rules of a draft to checked rules: outcomes, texts, clauses and what is required."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from disposition.documents.diagnostics import Findings
from disposition.documents.yaml.nodes import Scalar
from disposition.errors import DispositionError, suggest
from disposition.facts.own.declared import PREFIX
from disposition.language import expression as tree
from disposition.language.check.scope import Scope
from disposition.language.declarations import DraftExpression
from disposition.language.rewrite.normal_form import written_out
from disposition.language.template import Hole, Template, TemplateError, parse_template
from disposition.language.types import FactType, Kind
from disposition.policy.compact import readable_text
from disposition.policy.draft.draft import DraftObligation, DraftRule
from disposition.policy.model import Effect, ObligationSpec, Rule, ValueSpec, shown_as
from disposition.words import listed

LONGEST_TEXT = 4000
NO_TEXT = Template("")


class Expressions(Protocol):
    """Checks the expressions in rules, and bounds them."""

    def condition(
        self, draft: DraftExpression, scope: Scope, *, plain: bool = False
    ) -> tree.Expression:
        """Check a condition."""

    def value(
        self, draft: DraftExpression, scope: Scope
    ) -> tuple[tree.Expression, FactType | None]:
        """Check an expression of any type; the type is None where it could not be told."""


class RuleChecking:
    """Checks rules one by one."""

    def __init__(
        self,
        outcomes: tuple[str, ...],
        otherwise: str,
        scope: Scope,
        expressions: Expressions,
        findings: Findings,
    ) -> None:
        self._outcomes = outcomes
        self._otherwise = otherwise
        self._scope = scope
        self._expressions = expressions
        self._findings = findings

    def rule(self, draft: DraftRule) -> Rule:
        """Return a checked rule, noting what is wrong with it."""
        parts = tuple(self._expressions.condition(each, self._scope) for each in draft.conditions)
        return Rule(
            id=draft.id,
            effect=draft.effect,
            outcomes=self._outcomes_of(draft),
            when=_conjunction(parts),
            because=self._template(draft.because),
            source=draft.source,
            clause=self._clause(draft.clause),
            obligations=tuple(map(self._obligation, draft.obligations)),
            place=draft.place,
        )

    def _outcomes_of(self, draft: DraftRule) -> tuple[str, ...]:
        known = self._outcomes
        if draft.effect is Effect.REQUIRE:
            known = (*known, self._otherwise)
        for scalar in draft.outcomes:
            if scalar.text not in known:
                self._note_unknown_outcome(scalar, known)
        named = {scalar.text for scalar in draft.outcomes}
        return tuple(name for name in known if name in named)

    def _note_unknown_outcome(self, scalar: Scalar, known: tuple[str, ...]) -> None:
        if not self._outcomes:
            return
        hint = suggest(scalar.text, known) or f"outcomes are {listed(known)}"
        if scalar.text == self._otherwise:
            hint = "what is done otherwise is neither permitted nor forbidden"
        message = f"`{scalar.text}` is not an outcome of this policy"
        self._findings.error("P407", scalar.place, message, hint)

    def _obligation(self, draft: DraftObligation) -> ObligationSpec:
        carried = [shown_as(name) for name, _ in draft.values]
        return ObligationSpec(
            draft.do,
            self._template(draft.what, carried),
            self._template(draft.by, carried),
            self._due(draft.due),
            draft.before,
            draft.proved_by,
            self._proof(draft.proved_when),
            tuple(self._values(draft.values)),
        )

    def _template(self, scalar: Scalar | None, carried: Collection[str] = ()) -> Template:
        if scalar is None:
            return NO_TEXT
        if len(scalar.text) > LONGEST_TEXT:
            message = f"the text is longer than {LONGEST_TEXT:,} characters"
            self._findings.error(
                "P413", scalar.place, message, "name the document that says it all"
            )
            return NO_TEXT
        try:
            template = parse_template(scalar.text, self._scope.facts.__contains__)
        except TemplateError as error:
            place = scalar.within(error.start, error.end)
            self._findings.error("P408", place, error.message, error.hint)
            return NO_TEXT
        for piece in template.pieces:
            if isinstance(piece, Hole) and piece.name not in carried:
                self._expect_known(piece, scalar, carried)
        return template

    def _expect_known(self, hole: Hole, scalar: Scalar, carried: Collection[str]) -> None:
        scope = self._scope
        if hole.name in scope.facts or hole.name in scope.parameters or hole.name in scope.broken:
            return
        hint = suggest(hole.name, carried) or scope.hint(hole.name)
        name, _, rest = hole.name.partition(":")
        if hole.name in scope.definitions:
            hint = "texts can show facts and parameters, not definitions"
        elif hole.name.startswith(shown_as("")) and not carried:
            hint = "`what` and `by` show the values that their own obligation carries"
        elif rest and name.strip() in scope.facts:
            hint = f"values are shown as they read best: `{{{name.strip()}}}`"
        place = scalar.within(hole.start, hole.end)
        self._findings.error("P409", place, f"`{hole.name}` is not known", hint)

    def _clause(self, scalar: Scalar | None) -> tree.Fact | None:
        if scalar is None:
            return None
        spec = self._scope.facts.get(scalar.text)
        if spec is not None and spec.type.kind is Kind.TEXT:
            return tree.Fact(spec.path, spec.type)
        clauses = [path for path in self._scope.facts if path.endswith(".clause")]
        hint = suggest(scalar.text, clauses) or f"for example {listed(clauses[:1])}"
        message = f"`clause` needs a fact that is a text, not `{scalar.text}`"
        self._findings.error("P410", scalar.place, message, hint)
        return None

    def _proof(self, draft: DraftExpression | None) -> tree.Expression | None:
        """Return what proves an obligation, which decisions keep as a text of its own."""
        if draft is None:
            return None
        checked = self._expressions.condition(draft, self._scope, plain=True)
        if self._findings.has_errors:
            return checked
        whole = written_out(checked, self._scope)
        for node in tree.walk(whole):
            if isinstance(node, tree.Fact) and not self._is_shipped(node.path):
                message = f"a proof cannot rest on `{node.path}`, which only the policy knows"
                hint = "it is looked at where the policy is not at hand"
                self._findings.error("P414", draft.scalar.place, message, hint)
                return checked
        try:
            readable_text(whole)
        except DispositionError as error:
            hint = "with its definitions written out, it is a condition like any other"
            self._findings.error("P414", draft.scalar.place, str(error), hint)
        return checked

    def _is_shipped(self, path: str) -> bool:
        return path in self._scope.facts and not path.startswith(PREFIX)

    def _due(self, draft: DraftExpression | None) -> tree.Expression | None:
        if draft is None:
            return None
        checked, type_ = self._expressions.value(draft, self._scope)
        if type_ is not None and type_.kind is not Kind.DATE:
            message = "`due` needs a date"
            hint = "for example `as_of + 5` or `contract.notice_due`"
            self._findings.error("P411", draft.scalar.place, message, hint)
        return checked

    def _values(self, drafts: Iterable[tuple[str, DraftExpression]]) -> Iterator[ValueSpec]:
        """Yield the values of an obligation by their names, whose order means nothing."""
        for name, draft in sorted(drafts, key=lambda each: each[0]):
            checked, type_ = self._expressions.value(draft, self._scope)
            if type_ is not None:
                yield ValueSpec(name, checked, type_)


def _conjunction(parts: tuple[tree.Expression, ...]) -> tree.Expression:
    if not parts:
        return tree.Literal(True)
    return parts[0] if len(parts) == 1 else tree.And(parts)
