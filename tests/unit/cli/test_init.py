"""`init`: a folder that works from the first minute, and that overwrites nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from disposition.testing import load_cases, run_cases
from support.golden import Golden
from unit.cli.conftest import Cli

CI_FILES = {
    "github": {".github/workflows/policies.yml"},
    "gitlab": {".gitlab-ci.yml"},
    "none": set(),
}
EVERY = {
    "acme.yaml",
    "acme.cases.yaml",
    "README.md",
    ".pre-commit-config.yaml",
    ".vscode/settings.json",
    ".vscode/extensions.json",
    "schemas/policy.schema.json",
    "schemas/cases.schema.json",
}


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def files(folder: str) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in Path(folder).rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("ci", CI_FILES)
def test_the_files(ci: str, cli: Cli) -> None:
    ran = cli("init", "acme", "--ci", ci)
    assert (ran.status, ran.err) == (0, "")
    written = files("acme")
    assert written.keys() == EVERY | CI_FILES[ci]
    for name, text in written.items():
        assert "{{" not in text, name
        if name.endswith((".yaml", ".yml", ".json")):
            yaml.safe_load(text)


def test_the_policy_is_clean_and_its_cases_show_all_of_it(cli: Cli) -> None:
    cli("init", "acme")
    assert cli("check", "--strict", "acme/acme.yaml").status == 0
    assert cli("format", "--check", "acme/acme.yaml").status == 0
    file = load_cases("acme/acme.cases.yaml")
    reports = run_cases(file)
    assert [str(report) for report in reports if not report.passed] == []
    ran = cli("test", "acme", "--min-coverage", "100")
    assert ran.status == 0, ran.out


@pytest.mark.parametrize(
    ("document", "file"), [("policy", "acme.yaml"), ("cases", "acme.cases.yaml")]
)
def test_editors_find_the_schema_and_suggest_words(document: str, file: str, cli: Cli) -> None:
    cli("init", "acme")
    text = Path("acme", file).read_text(encoding="utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named
    schema = json.loads(Path("acme", named[1]).read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(
        json.loads(json.dumps(yaml.safe_load(text), default=str))
    )
    settings = json.loads(Path("acme/.vscode/settings.json").read_text())
    assert f"./schemas/{document}.schema.json" in settings["yaml.schemas"]
    if document == "policy":
        assert all(word in json.dumps(schema) for word in ("defects.major.rate", "concession"))


def test_commands_named_in_the_files_exist(cli: Cli) -> None:
    cli("init", "acme", "--ci", "gitlab")
    cli("init", "other", "--ci", "github")
    texts = {**files("other"), **files("acme")}
    commands = {
        found
        for name, text in texts.items()
        if not name.startswith("schemas/")
        for found in re.findall(r"(?:entry: |- run: |- |    )disposition (\w+)", text)
    }
    assert commands == {"check", "format", "test", "schema"}
    for command in commands:
        assert cli(command, "--help").status == 0


@pytest.mark.parametrize("there", ["README.md", ".vscode/settings.json"])
def test_nothing_is_overwritten(there: str, cli: Cli, golden: Golden) -> None:
    Path("acme", there).parent.mkdir(parents=True)
    Path("acme", there).write_text("mine")
    ran = cli("init", "acme")
    assert (ran.status, ran.out) == (2, "")
    golden(ran.err, f"cli/init-{Path(there).stem.lower()}.txt")
    assert files("acme") == {there: "mine"}


def test_twice_is_refused(cli: Cli, golden: Golden) -> None:
    cli("init", "acme")
    before = files("acme")
    golden(cli("init", "acme", "--ci", "none").err, "cli/init-twice.txt")
    assert files("acme") == before


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["ACME Toys (EU)"], "acme-toys-eu"),
        (["a/b/acme"], "acme"),
        (["2026", "--name", "acme-2"], "acme-2"),
    ],
)
def test_the_name(arguments: list[str], name: str, cli: Cli) -> None:
    assert cli("init", *arguments).status == 0
    assert load_cases(Path(arguments[0], f"{name}.cases.yaml")).policy.id == name


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["2026"], "the folder's name `2026` makes no name of a policy"),
        (["failed-inspection"], "the folder's name `failed-inspection` makes no name of a policy"),
        (["x", "--name", "../x"], "`../x` cannot be the name of a policy"),
        (["x", "--name", "failed-inspection"], "`failed-inspection` is the name of a shipped"),
    ],
)
def test_names_that_are_none(arguments: list[str], message: str, cli: Cli) -> None:
    ran = cli("init", *arguments)
    assert ran.status == 2
    assert ran.err.startswith(f"error: {message}")
    assert not Path(arguments[0]).exists()
