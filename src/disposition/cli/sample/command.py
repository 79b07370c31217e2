"""`disposition sample`: a sampling plan, what a sample says under it, and the state in force."""

from __future__ import annotations

import re
from typing import Any, NoReturn

import click

from disposition.cli.inputs import opened
from disposition.cli.messages import write, write_aside, write_json
from disposition.cli.options import json_option
from disposition.cli.sample.text import (
    characteristic_document,
    characteristic_lines,
    judgement_line,
    plan_document,
    plan_lines,
    progress_line,
    status_document,
    status_lines,
)
from disposition.documents.json.text import LARGEST, parse
from disposition.errors import DispositionError
from disposition.frozen import frozen
from disposition.sampling import (
    COUNTINGS,
    DISCONTINUED,
    LEVELS,
    MODELS,
    STANDARDS,
    STATES,
    TYPES,
    Characteristic,
    Entry,
    Judgement,
    Plan,
    Progress,
    SamplingError,
    Scheme,
    SwitchingStatus,
    characteristic,
    custom_plan,
    judge,
    judge_stages,
    read_history,
    sampling_plan,
    switching_status,
)
from disposition.sampling.curves.charts import shown_qualities
from disposition.sampling.errors import quoted

_EXIT_BAD_INPUT = 2


@frozen
class _Given:
    """The options, as text where they were written."""

    lot_size: str | None
    level: str | None
    aql: str | None
    state: str | None
    standard: str
    plan_type: str | None
    counting: str | None
    custom: str | None
    found: tuple[str, ...]
    inspected: str | None
    history: str | None
    limit_number: str | None
    waive_limit: bool
    steady: bool | None
    reduced_agreed: bool | None
    oc: bool
    model: str | None


@frozen
class _Answer:
    """What is known by the end; what was not asked for is None."""

    plan: Plan | None
    status: SwitchingStatus | None
    curve: Characteristic | None
    judged: Judgement | Progress | None
    found: tuple[int, ...] = ()
    inspected: int = 0


@click.command()
@click.option("--lot-size", metavar="UNITS", help="Units in the lot.")
@click.option("--level", help=f"Inspection level: {', '.join(LEVELS)}.")
@click.option("--aql", help="Preferred AQL, 0.010 to 1000, or 0.")
@click.option("--state", help=f"{', '.join(STATES)}.  [default: normal, or by --history]")
@click.option(
    "--standard", default="iso2859-1", show_default=True, help=f"{' or '.join(STANDARDS)}."
)
@click.option("--type", "plan_type", help=f"{', '.join(TYPES)}.  [default: single]")
@click.option("--counting", help=f"{' or '.join(COUNTINGS)}.")
@click.option("--custom", metavar="N,AC[,RE]", help="A contract's own plan instead of a table's.")
@click.option(
    "--found",
    metavar="COUNT",
    multiple=True,
    help="Nonconforming found; judges the sample. Once per sample, or with commas.",
)
@click.option(
    "--inspected", metavar="UNITS", help="Units inspected.  [default: the plan's sample size]"
)
@click.option("--history", metavar="FILE", help="Past lots as JSON; gives the state in force.")
@click.option("--limit-number", metavar="COUNT", help="Z1.4's limit for the last ten lots.")
@click.option("--waive-limit", is_flag=True, help="Z1.4: the limit number is waived.")
@click.option("--steady/--unsteady", default=None, help="Whether production is steady.")
@click.option("--reduced-agreed", is_flag=True, default=None, help="Reduced inspection is agreed.")
@click.option("--oc", is_flag=True, help="Add the operating characteristics.")
@click.option("--model", help=f"Of --oc: {', '.join(MODELS)}.")
@json_option
def sample(*, as_json: bool, **options: Any) -> None:
    """Give the sampling plan for a lot and, with --found, judge the sample.

    With --history the plan is that of the state in force after the past lots; without a lot only
    the state is given. The exit code is 0 whether or not the lot is accepted, and 2 for bad input.
    """
    given = _Given(**options)
    try:
        answer = _answer(given)
        written = _document(given, answer) if as_json else _text(answer)
    except SamplingError as error:
        _fail(error)
    if as_json:
        write_json(written)
    else:
        write(str(written))


def _answer(given: _Given) -> _Answer:
    status = _switching_status(given)
    plan = _plan(given, status)
    if plan is None:
        _refuse_without_a_plan(given)
        return _Answer(None, status, None, None)
    curve = characteristic(plan, given.model) if given.oc else None
    if not given.found:
        if given.inspected is None:
            return _Answer(plan, status, curve, None)
        raise SamplingError(
            "`--inspected` alone judges nothing",
            about="found",
            hint="add `--found` with what was found",
        )
    found = tuple(counts(given.found, "--found"))
    if given.inspected is None and (len(plan.stages) > 1 or len(found) > 1):
        progress = judge_stages(plan, found=found)
        return _Answer(plan, status, curve, progress, found, progress.inspected)
    inspected = count(given.inspected, "--inspected") if given.inspected else plan.sample_size
    judgement = judge(plan, found=sum(found), inspected=inspected)
    return _Answer(plan, status, curve, judgement, found, inspected)


def _switching_status(given: _Given) -> SwitchingStatus | None:
    if given.history is None:
        return None
    if given.state is not None:
        raise SamplingError(
            "`--state` and `--history` both give the state",
            about="state",
            hint="leave out `--state`, or `--history`",
        )
    scheme = Scheme(
        standard=given.standard,
        limit_number=count(given.limit_number, "--limit-number") if given.limit_number else None,
        limit_waived=given.waive_limit,
        steady=given.steady,
        reduced_agreed=given.reduced_agreed,
    )
    return switching_status(history(given.history), scheme)


def _plan(given: _Given, status: SwitchingStatus | None) -> Plan | None:
    lot_size = None if given.lot_size is None else count(given.lot_size, "--lot-size")
    if given.custom is not None:
        _refuse_beside_custom(given)
        return contract_plan(given.custom, lot_size, given.counting, given.state)
    if status is not None:
        about_a_plan = (given.lot_size, given.level, given.aql)
        if about_a_plan == (None, None, None) or status.state == DISCONTINUED:
            return None
    return sampling_plan(
        given.plan_type or "single",
        lot_size=count(_needed(given.lot_size, "--lot-size"), "--lot-size"),
        level=_needed(given.level, "--level"),
        aql=_needed(given.aql, "--aql"),
        state=status.state if status else given.state or "normal",
        standard=given.standard,
        counting=given.counting,
    )


def _needed(value: str | None, option: str) -> str:
    if value is None:
        raise click.UsageError(f"Missing option '{option}'.", click.get_current_context())
    return value


def _refuse_beside_custom(given: _Given) -> None:
    of_a_table = {
        "--level": given.level,
        "--aql": given.aql,
        "--type": given.plan_type,
        "--history": given.history,
    }
    for option, value in of_a_table.items():
        if value is not None:
            raise SamplingError(
                f"`{option}` finds a plan in a table, and `--custom` is a plan of its own",
                about=option,
                hint=f"leave out `{option}`, or `--custom`",
            )


def _refuse_without_a_plan(given: _Given) -> None:
    if given.found or given.inspected is not None or given.oc:
        raise SamplingError(
            "there is no plan to judge by",
            about="found",
            hint="give `--lot-size`, `--level` and `--aql`; a discontinued inspection has no plan",
        )


def _fail(error: SamplingError) -> NoReturn:
    write_aside(f"error: {error.message}")
    if error.hint:
        write_aside(f"hint: {error.hint}")
    raise SystemExit(_EXIT_BAD_INPUT)


def _document(given: _Given, answer: _Answer) -> dict[str, Any]:
    document: dict[str, Any] = {}
    if answer.plan is not None:
        document |= plan_document(answer.plan, with_stages=given.plan_type is not None)
    judged = answer.judged
    if isinstance(judged, Judgement):
        document |= {"found": sum(answer.found), "inspected": answer.inspected}
        document |= {"accepted": judged.accepted, "note": judged.note}
    elif judged is not None:
        document |= {"found": judged.found, "inspected": judged.inspected}
        document |= {"accepted": judged.accepted, "note": judged.judgement.note}
        document |= {"found_per_sample": list(answer.found), "next_sample": judged.next_sample}
    if answer.status is not None:
        document["switching"] = status_document(answer.status)
    if answer.curve is not None:
        qualities = shown_qualities(answer.curve)
        document["characteristic"] = characteristic_document(answer.curve, qualities)
    return document


def _text(answer: _Answer) -> str:
    parts: list[list[str]] = []
    if answer.status is not None:
        parts.append(list(status_lines(answer.status)))
    if answer.plan is not None:
        parts.append(list(plan_lines(answer.plan)))
    if isinstance(answer.judged, Judgement):
        parts.append([judgement_line(answer.judged)])
    elif answer.judged is not None:
        parts.append([progress_line(answer.judged)])
    if answer.curve is not None:
        parts.append(list(characteristic_lines(answer.curve, shown_qualities(answer.curve))))
    return "\n\n".join("\n".join(lines) for lines in parts)


# --- what is given -------------------------------------------------------------------------------


_COUNT = re.compile(r"[0-9]{1,15}")


def count(text: str, option: str) -> int:
    """Return the whole number of an option; raises `SamplingError` for anything else."""
    if _COUNT.fullmatch(text):
        return int(text)
    raise SamplingError(
        f"{quoted(text)} is not a count for `{option}`",
        about=option,
        hint="write a whole number of at most 15 digits, such as `1200`",
    )


def counts(texts: tuple[str, ...], option: str) -> list[int]:
    """Return the numbers of an option given several times, or once with commas.

    >>> counts(("2,1", "0"), "--found")
    [2, 1, 0]
    """
    return [count(part.strip(), option) for text in texts for part in text.split(",")]


def contract_plan(
    numbers: str, lot_size: int | None, counting: str | None, state: str | None
) -> Plan:
    """Return the plan written as `n,Ac` or `n,Ac,Re`."""
    parts = counts((numbers,), "--custom")
    if len(parts) not in (2, 3):
        raise SamplingError(
            f"{quoted(numbers)} is not a plan for `--custom`",
            about="--custom",
            hint="write sample size and acceptance number, such as `32,2`, or with the rejection "
            "number, `32,2,3`",
        )
    return custom_plan(
        sample_size=parts[0],
        accept=parts[1],
        reject=parts[2] if len(parts) == 3 else None,
        lot_size=lot_size,
        counting=counting,
        state=state or "normal",
    )


def history(file: str) -> tuple[Entry, ...]:
    """Return the entries of a file that holds a JSON list, or one JSON object per line."""
    with opened(file) as stream:
        text = stream.read(LARGEST + 1)
    try:
        if text.lstrip().startswith(b"["):
            return read_history(parse(text))
        return read_history([parse(line) for line in text.splitlines() if line.strip()])
    except SamplingError:
        raise
    except DispositionError as error:
        raise SamplingError(
            f"{file} is no history: {error}",
            about="history",
            hint="write a JSON list of past lots, or one JSON object per line",
        ) from None
