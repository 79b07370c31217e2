"""Facts given one by one instead of as a lot document, checked against the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from disposition.errors import LotError, Problem, suggest
from disposition.facts.catalogue import CATALOGUE
from disposition.facts.kinds import FactType, Kind, Value
