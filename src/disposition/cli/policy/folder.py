"""The files of a new policy folder, from the patterns in `init_files`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from disposition.cli.schema import schema_of
from disposition.version import __version__

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
    patterns = dict(PATTERNS)
    words = {"name": name, "version": __version__, "ci_note": "", "ci_where": ""}
    if ci in CI_FILES:
        path, pattern = CI_FILES[ci]
        patterns[path] = pattern
        words["ci_note"] = f"- `{path}` runs the same on each push.\n"
        words["ci_where"] = f", in `.pre-commit-config.yaml` and in `{path}`"
    else:
        words["ci_where"] = " and in `.pre-commit-config.yaml`"
    texts = {_filled(path, words): _filled(_read(each), words) for path, each in patterns.items()}
    schemas = {
        f"schemas/{document}.schema.json": _written(schema_of(document))
        for document in ("policy", "cases")
    }
    return texts | schemas


def _read(pattern: str) -> str:
    return (
        files("disposition.cli.policy").joinpath("init_files", pattern).read_text(encoding="utf-8")
    )


def _filled(text: str, words: Mapping[str, str]) -> str:
    for word, value in words.items():
        text = text.replace("{{" + word + "}}", value)
    return text


def _written(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
