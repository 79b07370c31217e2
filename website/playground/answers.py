"""What the playground answers: texts that somebody edits go in, plain data for the page comes out.

It runs in the browser, beside the library as its wheel has it, and knows no browser itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import chdir
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from disposition import Lot, LotError, Policy, PolicyError, __version__, load_policy_text
from disposition.documents.places.placing import placed
from disposition.documents.yaml import LARGEST_FILE
from disposition.errors import Problem
from disposition.language.plain_data import plain_yaml
from disposition.policy import Diagnostic
from disposition.testing.coverage.measurement import measure, observed
from disposition.testing.coverage.report import coverage_lines
from disposition.testing.report import failure_lines
from disposition.testing.runner import SUFFIX, load, run

Answer = dict[str, Any]

LOT, POLICY, CASES = "lot", "policy", "cases"
FILES = {"policy.yaml": POLICY, f"policy{SUFFIX}": CASES, LOT: LOT}


def decide(lot: str, policy: str) -> Answer:
    """Return the decision on a lot by a policy, or what is wrong with either text."""
    return _answered(lambda: _decide(lot, policy), lot=lot, policy=policy)


def cover(policy: str, cases: str) -> Answer:
    """Return how cases of a policy fare and what of the policy they show, or what is wrong."""
    return _answered(lambda: _cover(policy, cases), policy=policy, cases=cases)


def about() -> Answer:
    """Return what decides here."""
    import platform

    return {
        "version": __version__,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def answer(asked: str) -> str:
    """Return the answer to a question, both as JSON: `{"ask": "decide", "lot": …, "policy": …}`."""
    question = json.loads(asked)
    asks: dict[str, Callable[..., Answer]] = {"decide": decide, "cover": cover, "about": about}
    return json.dumps(asks[question.pop("ask")](**question))


# --- what is asked -------------------------------------------------------------------------------


def _decide(lot: str, policy: str) -> Answer:
    found = _policy(policy)
    decision = found.decide(_lot(lot))
    return {
        "outcome": decision.outcome,
        "status": decision.status,
        "questions": len(decision.questions),
        "html": decision._repr_html_(),
        "notes": [_finding(each) for each in found.warnings],
    }


def _cover(policy: str, cases: str) -> Answer:
    with TemporaryDirectory() as folder, chdir(folder):
        for name, text in zip(FILES, (policy, cases), strict=False):
            Path(name).write_text(text, encoding="utf-8", errors="surrogatepass")
        (loaded,) = load([Path(f"policy{SUFFIX}")])
        if loaded.file is None:
            raise PolicyError(loaded.diagnostics)
        file = loaded.file
        (ran,) = run([file])
        checked, reports = file.policy.checked, ran.reports
        seen = observed(checked, [each.case for each in reports])
        coverage = measure(checked, seen, file.exemptions, file.policy_file)
    return {
        "passed": len(reports) - len(ran.failures),
        "failures": [
            {"name": each.case.name, "text": "\n".join(failure_lines(each))}
            for each in ran.failures
        ],
        "percent": coverage.percent,
        "coverage": "\n".join(takewhile(lambda line: line != "Missing", coverage_lines(coverage))),
        "missing": [
            {
                "in": POLICY,
                "line": each.place.line,
                "message": f"{each.goal.owner.section.value} {each.goal.owner.name}: {each.remark}",
            }
            for each in coverage.missing
            if each.place is not None
        ],
    }


@lru_cache(1)
def _policy(text: str) -> Policy:
    return load_policy_text(text, "policy.yaml")


def _lot(text: str) -> Lot:
    """Return the lot of a text; JSON is read as YAML, which it is but for its tabs."""
    text = text.replace("\t", " ") if text.lstrip().startswith("{") else text
    data = plain_yaml(LOT, text)
    if not isinstance(data, dict | None):
        form = "a lot is a group of keys, such as `lot: {quantity: 3200}`"
        raise LotError([Problem("$", form, code="wrong-type")])
    try:
        return Lot.from_dict(data or {})
    except LotError as error:
        raise LotError(placed(error.problems, LOT, text, is_yaml=True)) from None


# --- what is wrong -------------------------------------------------------------------------------


def _answered(asked: Callable[[], Answer], **texts: str) -> Answer:
    problems = [_too_large(name) for name, text in texts.items() if len(text) > LARGEST_FILE]
    if problems:
        return {"problems": problems}
    try:
        return asked()
    except PolicyError as error:
        return {"problems": [_finding(each) for each in error.diagnostics]}
    except LotError as error:
        return {"problems": [_problem(each) for each in error.problems]}


def _too_large(name: str) -> Answer:
    message = f"this is larger than {LARGEST_FILE // 1024} KiB"
    return {"in": name, "line": 1, "message": message, "hint": "", "code": ""}


def _finding(found: Diagnostic) -> Answer:
    place = found.place
    return {
        "in": FILES.get(place.file, POLICY),
        "line": place.line,
        "message": found.message,
        "hint": found.hint,
        "code": found.code,
    }


def _problem(problem: Problem) -> Answer:
    line = int(problem.place.split(":")[1]) if problem.place else 1
    message = f"{problem.where}: {problem.message}"
    return {
        "in": LOT,
        "line": line,
        "message": message,
        "hint": problem.hint,
        "code": problem.code,
    }
