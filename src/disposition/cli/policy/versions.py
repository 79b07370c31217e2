"""What commands take for a version of a policy: a file, a name, a git revision, a digest."""

from __future__ import annotations

from pathlib import Path

from disposition.cli.inputs import fail_over_policy
from disposition.cli.messages import fail
from disposition.decide import Policy, load_policy
from disposition.policy import PolicyError
from disposition.policy.load.versions import digest_in, file_at, is_revision, with_digest

ENDINGS = (".yaml", ".yml")
OF_CASES = (".cases.yaml", ".cases.yml")


def read_version(name: str, other: str) -> Policy:
    """Return a version of a policy; exit with an error if it cannot be used.

    `other` is what it is compared with: among its revisions a digest is looked for.
    """
    path = Path(name)
    try:
        if path.exists():
            return load_policy(path)
        if digest_in(name):
            return with_digest(Path(other), digest_in(name), load_policy, "digest")
        if is_revision(name):
            with file_at(name) as file:
                return load_policy(file)
        return load_policy(path)
    except PolicyError as error:
        fail_over_policy(error, path)


def read_versions(old: str, new: str) -> list[tuple[Policy, Policy]]:
    """Return versions of a policy that are compared; of folders, of each policy in both."""
    if not (Path(old).is_dir() and Path(new).is_dir()):
        for name in (old, new):
            if Path(name).is_dir():
                fail(f"`{name}` is a folder", "compare two folders, or two files")
        return [(read_version(old, new), read_version(new, old))]
    names = [sorted(_policies(Path(each))) for each in (old, new)]
    both = [name for name in names[0] if name in names[1]]
    if not both:
        fail(f"`{old}` and `{new}` have no policy of the same name")
    return [
        (read_version(str(Path(old) / each), new), read_version(str(Path(new) / each), old))
        for each in both
    ]


def _policies(folder: Path) -> list[str]:
    return [
        path.name
        for path in folder.iterdir()
        if path.name.endswith(ENDINGS) and not path.name.endswith(OF_CASES)
    ]
