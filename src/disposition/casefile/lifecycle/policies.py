"""The policies that judge a case: the one for the lot, and those for the way to its release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from os import PathLike
from pathlib import Path

from disposition.built import shipped_folder
from disposition.casefile.errors import CaseError
from disposition.decide import Policy, load_policy, load_policy_text
from disposition.documents.diagnostics import PolicyError
from disposition.errors import suggest
from disposition.frozen import field, frozen
from disposition.policy.load.files import SHIPPED, SUFFIXES
from disposition.policy.model import CheckedPolicy
from disposition.words import listed

LOT = SHIPPED
"""The policy that decides on the lot itself."""

APPROACH, PUSHBACK, CAPA, OVERSIGHT = "approach", "pushback", "capa", "oversight"
RELEASE, DOCUMENTS, RELATIONSHIP = "release", "documents", "relationship"

CASE_POLICIES = (APPROACH, PUSHBACK, CAPA, OVERSIGHT, RELEASE, DOCUMENTS, RELATIONSHIP)
"""The policies about a case, in the order in which their steps are listed."""

DEFAULT_ENGINE = "compiled"
"""Case files decide in loops over many cases; all engines decide the same."""


@frozen(eq=False)
class CasePolicies:
    """The policies of a case by their roles: `failed-inspection`, `approach`, `release` and more.

    A policy plays a role whatever its own name is, so that yours can take the place of ours.
    """

    by_role: Mapping[str, Policy]
    engine: str = field(default=DEFAULT_ENGINE)

    @classmethod
    def load(
        cls, folder: str | PathLike[str] | None = None, *, engine: str = DEFAULT_ENGINE
    ) -> CasePolicies:
        """Load the shipped policies; those of a folder take the place of those they are named like.

        `approach.yaml` in the folder is then the policy about how to approach the supplier; it can
        extend the shipped one.

        Raises:
            CaseError: the folder is none, or no file in it is named like a role.
            PolicyError: with every finding about a policy that cannot be used.

        >>> CasePolicies.load()["release"].id
        'release'
        """
        own = {} if folder is None else dict(_files_in(Path(folder)))
        shipped = shipped_folder()
        return cls(
            {
                role: load_policy(own.get(role, shipped / f"{role}.yaml"))
                for role in (LOT, *CASE_POLICIES)
            },
            engine,
        )

    def __getitem__(self, role: str) -> Policy:
        """Return the policy that plays a role.

        Raises:
            CaseError: there is no such role.
        """
        if role not in self.by_role:
            hint = suggest(role, self.by_role) or f"there are {', '.join(self.by_role)}"
            message = f"no policy of a case plays the role `{role}`"
            raise CaseError(message, hint, code="unknown-role", where=f"`{role}`")
        return self.by_role[role]

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The digests of the policies by their roles, as entries keep them."""
        return {role: policy.digest for role, policy in self.by_role.items()}

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The policies by their digests, each after layering as the text of one file."""
        from disposition.policy.format.flattening import flat_text

        return {policy.digest: flat_text(policy.checked) for policy in self.by_role.values()}

    @cached_property
    def codes(self) -> frozenset[str]:
        """The codes of the steps that the policies about the case speak of, if only to say no."""
        return frozenset(
            code for role in CASE_POLICIES for code in _codes_of(self.by_role[role].checked)
        )

    @cached_property
    def all_codes(self) -> frozenset[str]:
        """The codes of all steps that any of the policies speaks of."""
        return self.codes.union(*(_codes_of(each.checked) for each in self.by_role.values()))

    @cached_property
    def firm(self) -> frozenset[tuple[str, str, str]]:
        """The steps with days that nobody puts off, each by its policy, its rule and its code.

        That is a day that the contract or the law sets, reckoned from `contract.`, or today.
        """
        return frozenset(
            (policy.id, rule.id, obligation.do)
            for policy in self.by_role.values()
            for rule in policy.checked.rules
            for obligation in rule.obligations
            if obligation.due is not None and _is_firm(policy.checked.facts_of(obligation.due))
        )


def _codes_of(policy: CheckedPolicy) -> Iterator[str]:
    return (obligation.do for rule in policy.rules for obligation in rule.obligations)


def _is_firm(read: set[str]) -> bool:
    return read == {"as_of"} or any(path.startswith("contract.") for path in read)


def _files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield the policies of a folder that are named like a role."""
    if not folder.is_dir():
        hint = "name the folder that holds the policies"
        raise CaseError(f"`{folder}` is no folder", hint, code="not-a-folder", where=f"`{folder}`")
    found = {
        path.stem: path
        for path in sorted(folder.iterdir())
        if path.suffix in SUFFIXES and path.stem in (LOT, *CASE_POLICIES)
    }
    if not found:
        roles = listed(f"{role}.yaml" for role in (LOT, *CASE_POLICIES))
        hint = f"they are named {roles}"
        raise CaseError(
            f"`{folder}` holds no policy of a case", hint, code="no-policies", where=f"`{folder}`"
        )
    for role, path in found.items():
        if not path.is_file():  # a pipe would be waited for
            hint = "it stands where a policy is looked for"
            raise CaseError(f"`{path}` is no file", hint, code="not-a-file", where=f"`{path}`")
        yield role, path


class AlteredError(Exception):
    """A text that is not the policy of its digest; the message says what is wrong with it."""


def policy_of(text: str, digest: str) -> Policy:
    """Return the policy of a text that was kept under a digest.

    Raises:
        AlteredError: it is another policy by now, or none.
    """
    found = _loaded(text)
    if isinstance(found, str):
        raise AlteredError(f"its text is no policy that can be used ({found})")
    if found.digest != digest:
        raise AlteredError(f"its text is the policy of another digest, `{found.digest}`")
    return found


@lru_cache(maxsize=64)  # many cases were judged by few policies
def _loaded(text: str) -> Policy | str:
    """Return the policy of a text, or what is wrong with it."""
    try:
        return load_policy_text(text, "the text that is kept")
    except PolicyError as error:
        first = error.diagnostics[0]
        return f"line {first.place.line}: {first.message}"
