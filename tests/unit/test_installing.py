"""The built wheel installs by its name from an index, as the files say that people are given."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

import pytest
from markdown_it import MarkdownIt

from disposition.version import DISTRIBUTION, __version__
from support.checkout import ROOT, home, pages, project, relative
from support.index import clean_environment, install, serving, wheel_of_installed
from support.installed import built_wheel, only_when_installed

OLDER = sys.version_info < (3, 13)  # there durable_rules is a plain dependency
INSTALLS = re.compile(r"pip install +[\"']?([\w.-]+)(?:\[([\w,]+)\])?(?:==([\w.]+))?")


# --- what people are told -------------------------------------------------------------------------


def told() -> list[Path]:
    """Return every file that can tell somebody what to install."""
    kinds = (".md", ".py", ".yaml", ".yml", ".json", ".toml")
    folders = (path for part in ("src", "examples", "rules") for path in (ROOT / part).rglob("*"))
    return [*pages(), *(path for path in folders if path.suffix in kinds)]


def test_what_is_to_be_installed_is_called_as_it_is() -> None:
    """`disposition` on the index is somebody else's."""
    extras = project()["optional-dependencies"]
    found = [
        (relative(path), name, extra)
        for path in told()
        for name, several, _ in INSTALLS.findall(path.read_text(encoding="utf-8"))
        for extra in several.split(",")
    ]
    assert len(found) > 8
    assert [each for each in found if each[1] == "disposition"] == []
    assert [
        each for each in found if each[1] == DISTRIBUTION and each[2] not in {"", *extras}
    ] == []


def test_the_page_names_what_is_needed_beside_durable_rules() -> None:
    page = (ROOT / "docs/how-to/install.md").read_text(encoding="utf-8")
    (named,) = re.findall(r"^pip install (attrs.*)$", page, re.MULTILINE)
    needed = [re.split("[<>=;]", each)[0] for each in project()["dependencies"]]
    assert sorted(named.split()) == sorted({*needed} - {"durable_rules"})


def test_the_page_lists_the_extras() -> None:
    page = (ROOT / "docs/how-to/install.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `(\w+)` \|", page.split("## Extras")[1], re.MULTILINE)
    assert sorted(listed) == sorted({*project()["optional-dependencies"]} - {"bench"})


def test_extras_stand_on_the_library_itself() -> None:
    texts = [each for extra in project()["optional-dependencies"].values() for each in extra]
    assert [each for each in texts if each.startswith("disposition")] == []


# --- what an index shows -------------------------------------------------------------------------


@only_when_installed
def test_every_link_of_the_readme_leads_somewhere_from_an_index() -> None:
    message = metadata.metadata(DISTRIBUTION)
    assert message["Description-Content-Type"] == "text/markdown"
    text = message.get_payload()
    page = MarkdownIt("commonmark", {"html": True}).render(text)
    addresses = re.findall(r' (?:href|src)="([^"]*)"', page)
    files = f"{home()}/blob/v{__version__}/"
    ours = [each.removeprefix(files) for each in addresses if each.startswith(files)]
    assert [each for each in addresses if not each.startswith(("https://", "#"))] == []
    assert len(ours) > 5
    assert [each for each in ours if not (ROOT / each.partition("#")[0]).exists()] == []


@only_when_installed
def test_the_wheel_says_who_made_it_and_where_it_is_at_home() -> None:
    message = metadata.metadata(DISTRIBUTION)
    urls = dict(each.split(", ") for each in message.get_all("Project-URL", []))
    assert sorted(urls) == ["Changelog", "Documentation", "Issues", "Source"]
    assert [each for each in urls.values() if not each.startswith(home())] == []
    assert message["Author"] or message["Author-email"]
    assert message["License-Expression"] == "Apache-2.0"
    assert (message["Name"], message["Version"]) == (DISTRIBUTION, __version__)


# --- installing it --------------------------------------------------------------------------------


@pytest.mark.slow
@only_when_installed
def test_the_wheel_installs_by_name_and_does_what_generated_ci_files_ask(tmp_path: Path) -> None:
    needed = ["attrs", "click", "PyYAML", "z3-solver", *(["durable_rules"] if OLDER else [])]
    wheels = [wheel_of_installed(each, tmp_path) for each in needed]
    commands = clean_environment(tmp_path / "clean")
    with serving(tmp_path / "index", built_wheel(), *wheels) as index:
        install(commands, index, DISTRIBUTION)
        for service in ("github", "gitlab"):
            run(f"disposition init {service} --ci {service}", commands, tmp_path)
            first, *others = ci_commands(tmp_path / service)
            assert first == f'pip install "{DISTRIBUTION}[proofs]=={__version__}"'
            install(commands, index, f"{DISTRIBUTION}[proofs]=={__version__}")
    assert "disposition" not in index.asked
    for each in others:
        run(each, commands, tmp_path / service)


def ci_commands(folder: Path) -> list[str]:
    """Return what the CI file of a policy folder runs."""
    (path,) = [*folder.glob(".github/workflows/*.yml"), *folder.glob(".gitlab-ci.yml")]
    lines = path.read_text(encoding="utf-8").splitlines()
    return re.findall(r"^ +- (?:run: )?((?:pip|disposition) .+)$", "\n".join(lines), re.MULTILINE)


def run(command: str, commands: Path, folder: Path) -> None:
    """Run a command in a folder, with an environment in which nothing of ours is found."""
    environment = {"PATH": f"{commands}{os.pathsep}{os.defpath}", "PYTHONUTF8": "1"}
    subprocess.run(["bash", "-c", command], cwd=folder, env=environment, check=True)


@pytest.mark.slow
@only_when_installed
def test_the_sources_of_a_version_make_the_same_wheel(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    build = [sys.executable, "-m", "hatchling", "build", "--directory", tmp_path, "--target"]
    subprocess.run([*build, "sdist"], cwd=ROOT, check=True, capture_output=True)
    (sources,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(sources) as archive:
        archive.extractall(tmp_path, filter="data")
    unpacked = tmp_path / sources.name.removesuffix(".tar.gz")
    subprocess.run([*build, "wheel"], cwd=unpacked, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name == built_wheel().name
    assert contents(wheel) == contents(built_wheel())


def contents(wheel: Path) -> dict[str, int]:
    """Return the checksums of the files in a wheel, but for the tool's own version."""
    with ZipFile(wheel) as archive:
        return {
            each.filename: each.CRC
            for each in archive.infolist()
            if not each.filename.endswith(("/WHEEL", "/RECORD"))
        }
