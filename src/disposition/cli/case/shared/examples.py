"""An example of each kind of entry that people write, and the settings that give its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

_CONTACT = {
    "channel": "call",
    "purpose": "opening",
    "about": "batch",
    "people": [{"name": "Li", "side": "buyer"}, {"name": "Chen", "side": "supplier"}],
    "summary": "showed photos 3 to 9 of the wheels, and asked what they see",
    "photos": 7,
}
_REPLY = {
    "channel": "email",
    "sender": "Chen",
    "parts": [
        {"part": "root_cause", "evidence": "photo", "cause": "equipment"},
        {"part": "timeline", "ready_by": "2026-11-27"},
    ],
    "arguments": [{"topic": "measurement", "claim": "your gauge is not calibrated"}],
}
_REINSPECTION = {
    "inspector": "Wang",
    "reference": "R-2",
    "inspection": {
        "report_result": "pass",
        "sample_size": 125,
        "defects": [],
        "evidence": {"photos": 20},
    },
    "findings": [{"finding": "D12", "resolved": True, "photos": 4}],
    "workmanship": "pass",
    "packaging": "pass",
    "labelling": "pass",
    "matches_sample": True,
}
_INSPECTION = {
    "inspector": "Zhou",
    "reference": "R-1",
    "lot": {
        "lot": {"id": "PO-4711/2", "quantity": 3200},
        "inspection": {
            "report_result": "fail",
            "sample_size": 125,
            "defects": [{"code": "D12", "severity": "major", "units": 9}],
        },
    },
}

EXAMPLES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "inspection": _INSPECTION,
        "contact": _CONTACT,
        "reply": _REPLY,
        "correction": {
            "because": "the lamp was not the one of the contract",
            "inspection": {"defects": []},
        },
        "assessment": {
            "topic": "measurement",
            "shows": "finding_stands",
            "by": "re_measurement",
            "text": "both gauges agree within 0.02 mm",
        },
        "draft": {"paper": "rework_plan", "title": "Rework of the wheels, second version"},
        "document": {"paper": "rework_plan", "reference": "RP-7"},
        "agreement": {
            "scope": "rework",
            "consent": True,
            "units": 1600,
            "ready_by": "2026-11-27",
            "reference": "RP-7",
        },
        "progress": {
            "way": "video_call",
            "photos": 12,
            "checkpoints": [{"finding": "D12", "result": "pass", "photos": 3}],
            "who": "Li",
        },
        "reinspection": _REINSPECTION,
        "closed": {"because": "released, and nothing is open"},
        "done": {"do": "book-inspection", "note": "for 2026-11-28, with another inspector"},
        "withdrawn": {"entry": 4, "because": "it was about another order"},
    }
)


def settings_of(data: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Yield the `path=value` settings that give some data.

    >>> list(settings_of({"people": [{"name": "Li", "senior": True}], "photos": 7}))
    ['people[0].name=Li', 'people[0].senior=true', 'photos=7']
    """
    for key, value in data.items():
        yield from _settings(f"{above}{key}", value)


def _settings(path: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from settings_of(value, f"{path}.")
    elif value == []:
        yield f"{path}=[]"
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _settings(f"{path}[{index}]", item)
    else:
        yield f"{path}={str(value).lower() if isinstance(value, bool) else value}"
