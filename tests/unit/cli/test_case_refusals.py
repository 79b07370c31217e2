"""What `disposition case` refuses: every problem with a hint, exit code 2, never a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from disposition.version import installing
from support.golden import Golden
from unit.cli.case_story import CASE, CONTACT, begin_cases, work_in
from unit.cli.conftest import Cli

ON, AS_OF = ["--on", "2026-11-20"], ["--as-of", "2026-11-20"]
ADD = ["add", CASE, "contact", *ON]
BAD = ["--set", "chanel=call", "--set", "channel=cal", "--set", "people[0].nam=Li"]
BAD += ["--set", "people[0].senior=yes", "--set", "photos=many"]

REFUSED: dict[str, list[str]] = {
    "no-command": [],
    "unknown-command": ["shw", CASE],
    "unknown-command-far-off": ["frobnicate"],
    "no-such-case": ["show", "po-4712"],
    "odd-id": ["show", " PO-4711"],
    "there-already": ["new", CASE, "lot.json", *ON],
    "no-day": ["add", CASE, "contact"],
    "no-such-day": ["add", CASE, "contact", "--on", "2026-02-30"],
    "odd-day": ["next", "--as-of", "20.11.2026"],
    "too-early": ["next", CASE, "--as-of", "2026-11-17"],
    "no-such-kind": ["add", CASE, "contct", *ON],
    "no-such-kind-to-tell": ["kinds", "contct"],
    "decision-by-hand": ["add", CASE, "decision", *ON],
    "released-by-hand": ["add", CASE, "released", *ON],
    "refused-by-hand": ["add", CASE, "refused", *ON],
    "nothing-said": ADD,
    "bad-data": [*ADD, *BAD],
    "bad-lot": ["new", "PO-2", "bad-lot.json", *ON],
    "odd-inspector": ["new", "PO-2", "lot.json", *ON, "--inspector", " "],
    "no-file": ["add", CASE, "contact", "nowhere.json", *ON],
    "cut-off": ["add", CASE, "contact", "cut-off.json", *ON],
    "no-object": ["add", CASE, "contact", "list.json", *ON, "--set", "channel=call"],
    "twice-in-the-data": ["add", CASE, "contact", "twice.json", *ON],
    "no-such-step": ["add", CASE, "reply", *ON, "--settles", "cal-supplier"],
    "no-such-step-done": ["add", CASE, "done", *ON, "--set", "do=frobnicate"],
    "withdrawn-for-good": ["add", CASE, "withdrawn", *ON, "--set=entry=1", "--set=because=no"],
    "before-the-last-entry": ["add", CASE, "reply", "--on", "2026-11-18"],
    "before-an-entry-that-can-be-withdrawn": ["add", "S-1", "reply", "--on", "2026-11-20"],
    "decided-before-the-last-entry": ["decide", CASE, "--on", "2026-11-18"],
    "released-before-the-last-entry": ["release", CASE, "--on", "2026-11-18"],
    "key-of-another": ["add", CASE, "reply", *ON, "--key", "k-1"],
    "two-ways": ["next", *AS_OF, "--json", "--lines"],
    "odd-head": ["verify", CASE, "--head", "sha256:abc"],
    "head-of-no-case": ["verify", "--head", "sha256:abc"],
    "no-store": ["list", "--store", "nowhere.db"],
    "no-store-at-a-url": ["next", *AS_OF, "--store", "sqlite:///nowhere.db"],
    "no-database": ["list", "--store", "lot.json"],
    "no-folder-for-it": ["new", "PO-2", "lot.json", *ON, "--store", "nowhere/cases.db"],
    "odd-store": ["list", "--store", "mysql://li:secret@host/cases"],
    "no-policies-there": ["next", *AS_OF, "--policies", "nowhere"],
    "no-policies-in-it": ["next", *AS_OF, "--policies", "empty"],
    "bad-policies": ["next", *AS_OF, "--policies", "bad"],
    "guide-language": ["guide", CASE, *AS_OF, "--language", "fr"],
    "letter-language": ["letter", CASE, *AS_OF, "--language", "fr"],
    "json-for-the-supplier": ["dossier", CASE, *AS_OF, "--json", "--for-supplier"],
    "no-place-for-a-dossier": ["dossier", CASE, *AS_OF, "-o", "lot.json/dossier.html"],
}


@pytest.fixture(autouse=True)
def _in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work_in(tmp_path, monkeypatch)
    Path("bad-lot.json").write_text('{"lot": {"quantity": -1, "idd": 3}, "inspction": {}}')
    Path("cut-off.json").write_text('{\n  "channel": "call",')
    Path("list.json").write_text("[1]")
    Path("twice.json").write_text('{"channel": "call", "channel": "email"}')
    Path("empty").mkdir()
    Path("bad").mkdir()
    policy = Path("policies/approach.yaml").read_text()
    Path("bad/approach.yaml").write_text(policy.replace("talks.spoken", "talks.spokn"))


STORES: list[bytes] = []
"""The file with the cases that commands are refused about: made once, and given to each."""


def begun(cli: Cli) -> None:
    if not STORES:
        begin_cases(Path(), (CASE, "S-1"))
        assert cli("case", "decide", CASE, "--on", "2026-11-19", "--key", "k-1").status == 0
        assert cli("case", "add", "S-1", "reply", "--on", "2036-11-19").status == 0
        STORES.append(Path("cases.db").read_bytes())
    Path("cases.db").write_bytes(STORES[0])


@pytest.mark.parametrize("name", REFUSED)
def test_the_message(name: str, cli: Cli, golden: Golden) -> None:
    begun(cli)
    before = entries(cli)
    ran = cli("case", *REFUSED[name])
    assert (ran.status, ran.out) == (2, "")
    golden(ran.err, f"cli/case-{name}.txt")
    assert entries(cli) == before


def entries(cli: Cli) -> object:
    return json.loads(cli("case", "show", CASE, "--json").out)["entries"]


@pytest.mark.parametrize(
    "command",
    [
        ["new", "PO-2", "bad-lot.json", *ON],
        ["new", " PO-2", "lot.json", *ON],
        ["new", "PO-2", "lot.json", *ON, "--policies", "bad"],
        ["add", "PO-2", "reply", *ON],
        ["decide", "PO-2", *ON],
        ["release", "PO-2", *ON],
        ["next", *AS_OF],
        ["next", "PO-2", *AS_OF],
        ["show", "PO-2"],
        ["guide", "PO-2", *AS_OF],
        ["letter", "PO-2", *AS_OF],
        ["read", "PO-2", *AS_OF],
        ["dossier", "PO-2", *AS_OF],
        ["verify"],
        ["replay", "PO-2"],
        ["list"],
    ],
)
@pytest.mark.parametrize("store", ["cases.db", "sqlite:///cases.db"])
def test_no_database_is_left_behind(command: list[str], store: str, cli: Cli) -> None:
    before = sorted(Path().iterdir())
    ran = cli("case", *command, "--store", store)
    assert ran.status == 2
    assert ran.err.startswith("error")
    assert sorted(Path().iterdir()) == before


def test_a_closed_case_takes_nothing_more(cli: Cli) -> None:
    begin_cases(Path())
    assert cli("case", "add", CASE, "closed", *ON, "--set", "because=done").status == 0
    ran = cli("case", "add", CASE, "reply", *ON)
    assert ran.status == 2
    assert ran.err.startswith(
        "error[case-closed]: case `PO-4711`: the case is closed since 2026-11-20\n  hint: withdraw"
    )


def test_a_server_that_is_not_there_is_told_without_its_password(cli: Cli) -> None:
    url = "postgresql://li:s3cret@127.0.0.1:1/cases?connect_timeout=3"
    ran = cli("case", "list", "--store", url)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("error[store-unusable]: `postgresql://li@127.0.0.1:1/cases`: ")
    assert "s3cret" not in ran.err


# --- what is not installed -----------------------------------------------------------------------

WITHOUT = """
import sys
sys.modules.update(dict.fromkeys(sys.argv.pop(1).split(",")))
from disposition.cli import main
main()
"""


def without(modules: str, *arguments: str) -> tuple[int, str, str]:
    """Run a command where some modules cannot be imported."""
    command = [sys.executable, "-c", WITHOUT, modules, "case", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["verify"],
        ["next", *AS_OF],
        ["new", "PO-2", "lot.json", *ON],
        ["dossier", CASE, *AS_OF],
    ],
)
def test_what_keeps_cases_is_an_extra(command: list[str]) -> None:
    begin_cases(Path())
    status, out, err = without("sqlalchemy", *command)
    assert (status, out) == (2, "")
    assert err == (
        "error[not-installed]: case files are kept with SQLAlchemy, and it is not installed\n"
        f"  hint: {installing('casefile')}\n"
    )


def test_what_makes_pages_is_an_extra() -> None:
    begin_cases(Path())
    says = f"letters and dossiers need Jinja2\n  hint: {installing('casefile')}\n"
    ran = without("jinja2", "dossier", CASE, *AS_OF)
    assert ran == (2, "", f"error[not-installed]: {says}")
    assert without("jinja2", "show", CASE)[0] == 0


def test_what_speaks_to_servers_is_an_extra() -> None:
    status, out, err = without("psycopg", "list", "--store", "postgresql://host/cases")
    assert (status, out) == (2, "")
    assert err.endswith('  hint: pip install "lot-disposition[postgresql]"\n')


@pytest.mark.parametrize("arguments", [["--help"], ["next", "--help"], ["kinds", "contact"]])
def test_help_and_kinds_need_no_extra(arguments: list[str]) -> None:
    status, out, err = without("sqlalchemy,jinja2,psycopg", *arguments)
    assert (status, err) == (0, "")
    assert out


def test_data_is_looked_at_in_the_data_that_was_given(cli: Cli) -> None:
    begin_cases(Path())
    Path("call.json").write_text(json.dumps({**CONTACT, "people": [{"name": "Li"}, {}]}))
    ran = cli("case", "add", CASE, "contact", "call.json", *ON)
    places = [line.split(": ")[2] for line in ran.err.splitlines() if line.startswith("error")]
    assert places == ["$.people[0].side", "$.people[1].name", "$.people[1].side"]
