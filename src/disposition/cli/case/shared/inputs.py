"""What the commands of `disposition case` are given: the store, the policies, a case, days.

Databases and templates are loaded by who uses them, so that `--help` waits for neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from disposition.cli.messages import fail, write_aside
from disposition.cli.options import A_PATH
from disposition.documents.scalars import DAY, RefusalError

if TYPE_CHECKING:
    from disposition.casefile.case import Case
    from disposition.casefile.cases import Cases
    from disposition.casefile.lifecycle.policies import CasePolicies
    from disposition.casefile.store import CaseStore

STORE, POLICIES = "DISPOSITION_CASES", "DISPOSITION_POLICIES"
"""Environment variables that name the store, and the folder of policies."""

DEFAULT_STORE = "cases.db"
_SQLITE = "sqlite:///"


def _day(context: click.Context, option: click.Parameter, text: str | None) -> date | None:
    """Return the day that an option names; one that is needed is told with an example."""
    if text is None:
        name = option.opts[0]
        fail(
            f"missing option `{name}`", f"say the day, as in `{name} 2026-11-18`: no clock is read"
        )
    return _maybe_day(context, option, text)


def _maybe_day(_context: click.Context, option: click.Parameter, text: str | None) -> date | None:
    try:
        found = None if text is None else DAY.read(text)
    except RefusalError as refused:
        fail(
            f"`{option.opts[0]}`: {refused.message}",
            refused.hint.replace('"', "") or "write year, month and day, with hyphens between them",
        )
    return found if isinstance(found, date) else None


# --- options -------------------------------------------------------------------------------------

case_argument = click.argument("case_id", metavar="ID")

store_option = click.option(
    "--store",
    metavar="FILE|URL",
    envvar=STORE,
    default=DEFAULT_STORE,
    show_envvar=True,
    show_default=True,
    help="Where the cases are: a file, or postgresql://USER@HOST/DATABASE.",
)

policies_option = click.option(
    "--policies",
    "folder",
    metavar="DIR",
    envvar=POLICIES,
    show_envvar=True,
    type=A_PATH,
    help="Your policies; each takes the place of the shipped one that it is named like.",
)

on_option = click.option(
    "--on", metavar="DAY", callback=_day, help="The day on which it happened.  [required]"
)

by_option = click.option("--by", metavar="NAME", default="", help="Who writes it down.")

key_option = click.option(
    "--key", default="", help="Makes a retry harmless: with the same key, it is written once."
)

as_of_option = click.option(
    "--as-of", metavar="DAY", callback=_day, help="The day as of which it is told.  [required]"
)

maybe_as_of_option = click.option(
    "--as-of",
    metavar="DAY",
    callback=_maybe_day,
    help="The day as of which it is told.  [default: that of the last entry]",
)

language_option = click.option(
    "--language",
    default="en",
    show_default=True,
    metavar="LANGUAGE",
    help="en (English) or zh (Chinese).",
)

Command = Callable[..., None]
Option = Callable[[Command], Command]


# --- what they name ------------------------------------------------------------------------------


def load_policies(folder: Path | None) -> CasePolicies:
    """Return the policies of cases; exit with their findings on stderr if they cannot be used."""
    from disposition.casefile.lifecycle.policies import CasePolicies
    from disposition.policy import PolicyError

    try:
        return CasePolicies.load(folder)
    except PolicyError as error:
        write_aside(str(error))
        whose = f"policies in `{folder}`" if folder else "shipped policies"
        fail(f"the {whose} cannot be used")


@contextmanager
def opened_cases(
    store: str, policies: CasePolicies | Path | None, *, create: bool = False
) -> Iterator[Cases]:
    """Open the cases of a store with policies; a store is made only if it is to `create` one.

    Raises:
        CaseError: the store or the policies' folder cannot be used, or SQLAlchemy is not there.
    """
    from disposition.casefile.cases import Cases
    from disposition.casefile.lifecycle.policies import CasePolicies
    from disposition.casefile.store import CaseStore

    if not isinstance(policies, CasePolicies):
        policies = load_policies(policies)
    if not create:
        _expect_file(store)
    with Cases(CaseStore.open(store, create=create), policies) as cases:
        yield cases


@contextmanager
def opened_store(store: str) -> Iterator[CaseStore]:
    """Open a store for what needs no policies.

    Raises:
        CaseError: the store cannot be used, or SQLAlchemy is not installed.
    """
    from disposition.casefile.store import CaseStore

    _expect_file(store)
    with CaseStore.open(store, create=False) as opened:
        yield opened


def with_cases(command: Command) -> Command:
    """Give a command the opened `cases` of the store and the policies that its options name."""

    def opened(*, store: str, folder: Path | None, **given: Any) -> None:
        with opened_cases(store, folder) as cases:
            command(cases=cases, **given)

    return _with_options(opened, command, last=(store_option, policies_option))


def with_case_as_of(command: Command) -> Command:
    """Give a command the `case` that it names, and the day as of which it is told."""

    def with_case(*, cases: Cases, case_id: str, as_of: date, **given: Any) -> None:
        case = cases.get(case_id)
        expect_begun(case, as_of)
        command(case=case, as_of=as_of, **given)

    return with_cases(_with_options(with_case, command, first=(case_argument, as_of_option)))


def _with_options(
    function: Command,
    command: Command,
    first: tuple[Option, ...] = (),
    last: tuple[Option, ...] = (),
) -> Command:
    """Return a function that stands for a command, with options before and behind the command's.

    They are kept as `click` keeps them: those of the last decorator come first in `--help`.
    """
    function = update_wrapper(function, command)
    own = function.__dict__.pop("__click_params__", [])
    for option in reversed(last):
        option(function)
    function.__dict__.setdefault("__click_params__", []).extend(own)
    for option in reversed(first):
        option(function)
    return function


def _expect_file(store: str) -> None:
    """Exit if a store is no server and its file is not there."""
    path = store.removeprefix(_SQLITE)
    # Of a path that cannot even be looked at, whoever opens it tells more.
    if "://" not in path and path and not _may_be_there(path):
        fail(
            f"there are no cases: no file `{path}`",
            f"`disposition case new` begins one; `--store` or {STORE} names another place",
        )


def _may_be_there(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:
        return True


def expect_begun(case: Case, as_of: date) -> None:
    """Exit if a case has no entry by a day: whatever is told of it then would mislead."""
    first = min(each.on for each in case.entries)
    if as_of < first:
        fail(f"case `{case.id}` begins on {first}, after {as_of}", "ask as of a later day")
