"""What a YAML parser complains about, said in the words of somebody who writes a policy."""

from __future__ import annotations

from disposition.documents.diagnostics import Place
from disposition.documents.yaml.nodes import Text
from disposition.frozen import frozen

MessageAndHint = tuple[str, str]
"""A message and a hint."""

Mark = tuple[int, int]
"""A line and a column, counted from 0."""

_TAB: MessageAndHint = ("a tab cannot be used to indent", "indent with spaces")
_FIT = (
    "this line does not fit the lines above it",
    "keys of one group begin in the same column; look for a missing quote or bracket above, too",
)

# By the beginning of the parser's words; `since` marks what they began with, `at` where they stop.
_AT: dict[str, MessageAndHint] = {
    "found a tab character": _TAB,
    "mapping values are not allowed": (
        "a `:` is not expected here",
        "put quotes around a text that contains `: `; look at the indentation, too",
    ),
    "block sequence entries are not allowed": (
        "a list cannot begin here",
        "begin each `- ` on a line of its own",
    ),
    "did not find expected node content": ("a value is missing here", ""),
    "did not find expected '-' indicator": _FIT,
    "did not find expected <document start>": ("nothing can follow the end of the policy", ""),
    "found unknown escape character": (
        "`\\` with this character means nothing between double quotes",
        "use single quotes, in which `\\` is an ordinary character",
    ),
    "found unknown directive": ("a line cannot begin with `%`", "put quotes around it"),
}
_SINCE: dict[str, MessageAndHint] = {
    "found unexpected end of stream": ("this quote is never closed", ""),
    "found unexpected document indicator": ("this quote is never closed", ""),
    "did not find expected ',' or ']'": (
        "this `[` is never closed, or a comma is missing after it",
        "",
    ),
    "did not find expected ',' or '}'": (
        "this `{` is never closed, or a comma is missing after it",
        "put quotes around a range, and around a text that contains a comma or a bracket",
    ),
    "could not find expected ':'": ("a `:` is missing after this", ""),
    "did not find expected comment or line break": (
        "a value cannot begin with `>` or `|`",
        "put quotes around it: `'> 2.5'`",
    ),
}


@frozen
class Complaint:
    """A parser's words, where it stopped (`at`), at which character, and what it was reading."""

    problem: str
    context: str
    at: Mark
    since: Mark
    character: str


def plainly(complaint: Complaint, text: Text) -> tuple[MessageAndHint, Place]:
    """Return what a complaint means and the place that it is about."""
    for words, said in _SINCE.items():
        if complaint.problem.startswith(words):
            return said, text.place(*complaint.since)
    place = text.place(*complaint.at)
    for words, said in _AT.items():
        if complaint.problem.startswith(words):
            return said, place
    return _by_what_stands_there(complaint, text), place


def _by_what_stands_there(complaint: Complaint, text: Text) -> MessageAndHint:
    before = text.line(complaint.at[0])[: complaint.at[1]].rstrip()
    problem, character = complaint.problem, complaint.character
    if problem.startswith("found character that cannot start any token"):
        if character == "\t":
            return _TAB
        return f"a value cannot begin with `{character}`", "put quotes around it"
    if problem.startswith("did not find expected alphabetic"):
        return "a value cannot begin with `*` or `&`", "put quotes around it"
    if problem.startswith("did not find expected key"):
        if before.endswith("]") and ".." in before:
            return "the list ends here already", "put quotes around a range: `'(0..10]'`"
        if before.endswith(("'", '"')):
            hint = "put quotes of the other kind around the whole value: `\"a == 'b'\"`"
            return "the text ended before this, at its closing quote", hint
        if before.endswith("}"):
            hint = "put quotes around a text that begins with `{`"
            return "the group of keys ended before this, at its `}`", hint
        return _FIT
    return f"this is not valid YAML: {problem}", ""
