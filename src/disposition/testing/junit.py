"""Reports on cases as JUnit XML, which CI servers show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from disposition.documents.diagnostics import render
from disposition.testing.report import report_text
from disposition.testing.session import FileReport, Loaded
from disposition.visible import visible

# What XML 1.0 does not allow, however it is written.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(ran: Iterable[FileReport], broken: Iterable[Loaded]) -> bytes:
    """Return a JUnit document: a suite per file, a failure per failed case.

    A file that cannot be used is a suite with one error.
    """
    root = Element("testsuites", name="disposition")
    for each in ran:
        suite = _suite(root, str(each.file.path), len(each.reports), failures=len(each.failures))
        for report in each.reports:
            case = _case(suite, str(each.file.path), report.case.name)
            if not report.passed:
                said = "; ".join(map(str, report.mismatches))
                _say(
                    SubElement(case, "failure", message=_allowed(said), type="case"),
                    report_text(report),
                )
    for file in broken:
        suite = _suite(root, str(file.path), 1, errors=1)
        case = _case(suite, str(file.path), "the file itself")
        error = SubElement(case, "error", message="the file cannot be used", type="diagnostics")
        _say(error, "\n\n".join(map(render, file.diagnostics)))
    indent(root)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _suite(root: Element, name: str, tests: int, *, failures: int = 0, errors: int = 0) -> Element:
    counts = {"tests": tests, "failures": failures, "errors": errors, "skipped": 0}
    counted = {key: str(count) for key, count in counts.items()}
    return SubElement(root, "testsuite", {"name": _allowed(name), **counted})


def _case(suite: Element, file: str, name: str) -> Element:
    return SubElement(suite, "testcase", classname=_allowed(file), name=_allowed(name))


def _say(element: Element, text: str) -> None:
    element.text = _allowed(text)


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("?", visible(text))
