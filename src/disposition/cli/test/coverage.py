"""What `disposition test` does about coverage: measures it by policy, compares it, saves pages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from disposition.cli.messages import fail, fail_to_write, write
from disposition.testing.coverage import Coverage
from disposition.testing.coverage.measurement import measure, observed
from disposition.testing.coverage.page import coverage_page
from disposition.testing.session import FileReport


def measured(ran: Iterable[FileReport]) -> tuple[Coverage, ...]:
    """Return the coverage of each policy by all the cases that were run on it."""
    groups: dict[tuple[Path, str], list[FileReport]] = {}
    for each in ran:
        policy_file = Path(each.file.policy_file or "")
        groups.setdefault((policy_file.resolve(), each.file.policy.digest), []).append(each)
    return tuple(_coverage(group) for group in groups.values())


def _coverage(group: list[FileReport]) -> Coverage:
    first = group[0].file
    policy = first.policy.checked
    cases = [report.case for each in group for report in each.reports]
    exemptions = [exemption for each in group for exemption in each.file.exemptions]
    return measure(policy, observed(policy, cases), exemptions, first.policy_file, first.base)


def tell_offered(coverage: Coverage) -> None:
    """Tell the cases that would show some of what is missing."""
    found = coverage.offered()
    if not found:
        return
    from disposition.testing.coverage.offers import offer_lines

    write("")
    write("These cases show some of it; read them, and paste below `cases:` what is meant so:")
    write("\n".join(offer_lines(found)))


def below(found: Iterable[Coverage], least: Decimal | None) -> list[Coverage]:
    """Return what is covered less than is asked for, in percent."""
    if least is None:
        return []
    return [each for each in found if each.met * 100 < least * each.wanted]


def save_pages(path: Path, found: tuple[Coverage, ...]) -> None:
    """Write a page for each policy: into one file, or into a folder under the policy's name."""
    is_file = path.suffix in (".html", ".htm") and not path.is_dir()
    if is_file and len(found) > 1:
        fail(f"{path}: there are {len(found)} policies, and one file", "name a folder")
    try:
        (path.parent if is_file else path).mkdir(parents=True, exist_ok=True)
        for each in found:
            file = path if is_file else path / f"{each.policy.id}.html"
            file.write_text(coverage_page(each), encoding="utf-8", newline="\n")
    except OSError as error:
        fail_to_write(path, error)
