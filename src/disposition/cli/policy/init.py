"""`disposition init`: a policy folder that works, ready to be changed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import click

from disposition.cli.messages import fail, fail_to_write, write
from disposition.cli.options import NamedPath
from disposition.cli.schema import schema_of
from disposition.cli.writing import create_file
from disposition.language.naming import ID_PATTERN
from disposition.policy import shipped_names
from disposition.version import __version__


@click.command()
@click.argument("folder", type=NamedPath(file_okay=False, path_type=Path))
@click.option("--name", help="The policy's name.  [default: the folder's]")
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "none"]),
    default="github",
    show_default=True,
    help="Whose continuous integration is to run the cases.",
)
def init(*, folder: Path, name: str | None, ci: str) -> None:
    """Begin a policy FOLDER: a policy on top of the shipped one, with cases that pass.

    It never overwrites a file: if one of those that it would write is there, it writes nothing.
    """
    named = _checked(name) if name else _name_of(folder)
    texts = policy_folder(named, ci)
    there = [path for path in texts if (folder / path).exists()]
    if there:
        more = f", with {len(there) - 1} others" if len(there) > 1 else ""
        fail(
            f"`{folder / there[0]}` is there already{more}; nothing was written",
            "begin in a new folder, and move what you need",
        )
    for path, text in texts.items():
        try:
            create_file(folder / path, text.encode())
        except OSError as error:
            fail_to_write(folder / path, error)
        write(f"wrote {folder / path}")
    write("")
    write(f"Look at {folder / 'README.md'}, then run: disposition test {folder}")


def _name_of(folder: Path) -> str:
    """Return the name of a folder, as a policy may be called."""
    own = folder.resolve().name
    name = re.sub("[^a-z0-9]+", "-", own.lower()).strip("-")
    if not re.fullmatch(ID_PATTERN, name) or name in shipped_names():
        fail(f"the folder's name `{own}` makes no name of a policy", "give one: `--name acme`")
    return name


def _checked(name: str) -> str:
    if not re.fullmatch(ID_PATTERN, name):
        fail(
            f"`{name}` cannot be the name of a policy",
            "use small letters, digits and hyphens: `a-b-2`",
        )
    if name in shipped_names():
        fail(f"`{name}` is the name of a shipped policy", "choose a name of your own")
    return name


# --- the files -----------------------------------------------------------------------------------


PATTERNS = {
    "{{name}}.yaml": "policy.yaml",
    "{{name}}.cases.yaml": "cases.yaml",
    "README.md": "README.md",
    ".pre-commit-config.yaml": "pre-commit.yaml",
    ".vscode/settings.json": "settings.json",
    ".vscode/extensions.json": "extensions.json",
}
"""The patterns of the files that every folder has."""

CI_FILES = {
    "github": (".github/workflows/policies.yml", "github.yaml"),
    "gitlab": (".gitlab-ci.yml", "gitlab.yaml"),
}


def policy_folder(name: str, ci: str) -> Mapping[str, str]:
    """Return the texts of a policy folder's files, by their paths in it.

    `ci` is `github`, `gitlab` or `none`.
    """
    folder, patterns = files("disposition.cli.policy") / "init_files", dict(PATTERNS)
    words = {"name": name, "version": __version__, "ci_note": "", "ci_where": ""}
    if ci in CI_FILES:
        path, pattern = CI_FILES[ci]
        patterns[path] = pattern
        words["ci_note"] = f"- `{path}` runs the same on each push.\n"
        words["ci_where"] = f", in `.pre-commit-config.yaml` and in `{path}`"
    else:
        words["ci_where"] = " and in `.pre-commit-config.yaml`"
    texts = {
        _filled(path, words): _filled((folder / each).read_text(encoding="utf-8"), words)
        for path, each in patterns.items()
    }
    schemas = {
        f"schemas/{document}.schema.json": json.dumps(
            schema_of(document), indent=2, ensure_ascii=False
        )
        + "\n"
        for document in ("policy", "cases")
    }
    return texts | schemas


def _filled(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace("{{" + word + "}}", value)
    return text
