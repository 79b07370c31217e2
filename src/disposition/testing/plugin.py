"""Cases as pytest items: one for each case, with the readable report where it fails.

`pytest_disposition` loads this module when pytest meets the first cases file.
"""

from __future__ import annotations

from collections.abc import Iterator
from os import PathLike, path
from typing import TYPE_CHECKING, Any

import pytest

from disposition.policy import PolicyError
from disposition.testing.cases import Case, CaseFile
from disposition.testing.loading.reader import load_cases
from disposition.testing.report import CaseReport, failure_lines
from disposition.testing.runner import check_case
from disposition.visible import visible

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionInfo, TerminalRepr


class CaseFailedError(Exception):
    """A decision is not as expected."""

    def __init__(self, report: CaseReport) -> None:
        super().__init__(visible("; ".join(map(str, report.mismatches))))
        self.report = report


class CasesFile(pytest.File):
    """A `*.cases.yaml` file."""

    def collect(self) -> Iterator[CaseItem]:
        """Yield its cases; a file that cannot be used is told with its diagnostics."""
        try:
            # As people name it, so that places in messages can be clicked.
            file = load_cases(path.relpath(self.path, self.config.invocation_params.dir))
        except PolicyError as error:
            raise self.CollectError(str(error)) from None
        for case in file.cases:
            yield CaseItem.from_parent(self, name=visible(case.name), case=case, file=file)


class CaseItem(pytest.Item):
    """One case, decided when it runs."""

    def __init__(self, *, case: Case, file: CaseFile, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case
        self.file = file

    def runtest(self) -> None:
        """Decide the case's lot.

        Raises:
            CaseFailedError: the decision is not as expected.
        """
        report = check_case(self.case, self.file)
        if not report.passed:
            raise CaseFailedError(report)

    def repr_failure(
        self, excinfo: ExceptionInfo[BaseException], style: Any = None
    ) -> str | TerminalRepr:
        """Return the report on the case; the trace of anything that is not its failure."""
        if isinstance(excinfo.value, CaseFailedError):
            # pytest repeats the first line in its summary.
            lines = [str(excinfo.value), *failure_lines(excinfo.value.report)]
            return visible("\n".join(lines))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[PathLike[str] | str, int | None, str]:
        """Return where the case stands, and its name as the heading of its report."""
        return self.path, self.case.place.line - 1, self.name
