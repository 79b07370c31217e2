"""The pytest plugin: cases are ordinary items, and a session without cases pays nothing."""

from __future__ import annotations

import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest

# Loaded first: a run within this process drops from `sys.modules` what was loaded during it, and
# classes that are loaded twice are two classes.
import disposition.policy.draft.structure
import disposition.policy.load.loader
import disposition.testing.plugin  # noqa: F401
from support.golden import Golden
from support.small_cases import CASES, POLICY, write

pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True)
def _few_plugins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load no plugins of others that are installed: each session looks for all of them."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


PLUGIN = ("-p", "pytest_disposition")
LENIENT = POLICY.replace("< 100 and", "< 101 and").replace(">= 100", "> 100")


def test_each_case_is_an_item(pytester: pytest.Pytester) -> None:
    write(pytester.path)
    ran = pytester.runpytest(*PLUGIN, "-v")
    ran.assert_outcomes(passed=4)
    ran.stdout.fnmatch_lines(
        [
            "small.cases.yaml::few-pieces PASSED*",
            "small.cases.yaml::an-urgent-lot PASSED*",
            "small.cases.yaml::pieces/1 PASSED*",
            "small.cases.yaml::pieces/2 PASSED*",
        ]
    )


@pytest.mark.parametrize(
    ("arguments", "outcomes"),
    [
        (["-k", "pieces"], {"passed": 2, "failed": 1, "deselected": 1}),
        (["-k", "urgent"], {"passed": 1, "deselected": 3}),
        (["small.cases.yaml::pieces/2"], {"failed": 1}),
        (["-x"], {"passed": 3, "failed": 1}),
        (["--collect-only"], {}),
    ],
)
def test_pytest_chooses_among_them(
    arguments: list[str], outcomes: dict[str, int], pytester: pytest.Pytester
) -> None:
    write(pytester.path, policy=LENIENT)
    pytester.runpytest(*PLUGIN, *arguments).assert_outcomes(**outcomes)


def test_the_last_failed_is_run_alone(pytester: pytest.Pytester) -> None:
    write(pytester.path, policy=LENIENT)
    pytester.runpytest(*PLUGIN).assert_outcomes(passed=3, failed=1)
    pytester.runpytest(*PLUGIN, "--lf").assert_outcomes(failed=1)


@pytest.mark.slow
def test_xdist_distributes_them(pytester: pytest.Pytester) -> None:
    write(pytester.path, policy=LENIENT)
    pytester.runpytest_subprocess(*PLUGIN, "-p", "xdist", "-n", "1").assert_outcomes(
        passed=3, failed=1
    )


def test_a_failure_is_the_report_without_a_traceback(
    pytester: pytest.Pytester, golden: Golden
) -> None:
    write(pytester.path, policy=LENIENT)
    lines = pytester.runpytest(*PLUGIN, "-q").stdout.lines
    start = next(number for number, line in enumerate(lines) if "FAILURES" in line)
    # What follows depends on where pytest runs: warnings, and how much CI wants to read again.
    report = takewhile(lambda line: not line.startswith("==="), lines[start + 1 :])
    golden("\n".join([*(line.rstrip() for line in report), ""]), "cases/pytest.txt")


def test_a_broken_file_is_told_with_its_diagnostics(pytester: pytest.Pytester) -> None:
    write(pytester.path, cases=CASES.replace("outcome: accept", "outcome: acept"))
    ran = pytester.runpytest(*PLUGIN)
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(
        [
            "error[[]S306[]]: `outcome` cannot be `acept`",
            " --> small.cases.yaml:7:23",
            "  = hint: did you mean `accept`[?]",
        ]
    )
    ran.stdout.no_fnmatch_line("*Traceback*")
    ran.stdout.no_fnmatch_line("*raise *")


def test_a_broken_policy_is_told_too(pytester: pytest.Pytester) -> None:
    write(pytester.path, policy=POLICY.replace("lot.quantity >= 100", "lot.quantty >= 100"))
    ran = pytester.runpytest(*PLUGIN)
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines([" *--> small.yaml:17:11"])


def _loaded_by_a_session(folder: Path) -> set[str]:
    code = (
        "import sys, pytest\n"
        f"pytest.main(['-p', 'pytest_disposition', '-p', 'no:cacheprovider', {str(folder)!r}])\n"
        "print('LOADED', *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_nothing_of_ours_is_loaded_without_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD")  # as users have it
    (tmp_path / "test_other.py").write_text("def test_it(): pass\n")
    loaded = _loaded_by_a_session(tmp_path)
    assert "pytest_disposition" in loaded
    assert not {name for name in loaded if name.partition(".")[0] in ("disposition", "yaml")}


def test_the_first_cases_file_loads_it(tmp_path: Path) -> None:
    write(tmp_path)
    assert "disposition.testing.plugin" in _loaded_by_a_session(tmp_path)


def test_nothing_in_a_case_steers_the_terminal(pytester: pytest.Pytester) -> None:
    write(pytester.path)
    hostile = '"\\e]0;pwn\\a\\e[31mRED\\u202e"'
    case = f"{hostile}: {{about: {hostile}, expect: {{outcome: accept}}}}"
    cases = f"policy: small.yaml\ncases:\n  {case}\n"
    (pytester.path / "small.cases.yaml").write_text(cases, encoding="utf-8")
    ran = pytester.runpytest(*PLUGIN, "-v", "--color=no", "--junit-xml=report.xml")
    ran.assert_outcomes(failed=1)
    report = (pytester.path / "report.xml").read_text(encoding="utf-8")
    for said in (str(ran.stdout), str(ran.stderr), report):
        assert not {"\x1b", "\x07", "\u202e"} & set(said)
    assert "RED\\u202e" in str(ran.stdout)


FOREIGN = {
    "a list": "- policy: x.yaml\n- cases: []\n",
    "another tool's": "suite: login\ncases:\n  - name: a\n    policy: strict.yaml\n",
    "no YAML": "{{{ %% template %%\n\t- x: [\n",
    "not even text": "\x00\x01\udcff",
    "empty": "",
    "a policy of another kind": "policy: {allow: all}\ncases: []\n",
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_a_file_of_another_tool_is_left_alone(text: str, pytester: pytest.Pytester) -> None:
    write(pytester.path)
    other = pytester.path / "other.cases.yaml"
    other.write_bytes(text.encode(errors="surrogateescape"))
    # The session within this one finds the installed plugin imported already, which is no matter.
    imported = "ignore::pytest.PytestAssertRewriteWarning"
    ran = pytester.runpytest(*PLUGIN, "-W", "error", "-W", imported)
    ran.assert_outcomes(passed=4)
    ran.stdout.fnmatch_lines(["not collected, for they name no policy and*: other.cases.yaml"])


@pytest.mark.parametrize(
    "text",
    [
        "policy: small.yaml\ncases: [\n",
        "format: 1\npolicy: 'small.yaml'\ncases: 1\n",
        "\ufeff{policy: small.yaml, cases: {a: {expct: 1}}}\n",
        '{\n"policy": "small.yaml",\n"tables": 1}\n',
        "cases: {}\nother: 1\npolicy: no.yml\n",
    ],
)
def test_a_wrong_file_of_ours_is_told(text: str, pytester: pytest.Pytester) -> None:
    write(pytester.path)
    (pytester.path / "small.cases.yaml").write_text(text, encoding="utf-8")
    pytester.runpytest(*PLUGIN).assert_outcomes(errors=1)
