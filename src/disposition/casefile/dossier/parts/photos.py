"""What a dossier tells of photos: how many there are, entry by entry, and what they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from disposition.casefile.copying import OfEntry
from disposition.casefile.log import kinds
from disposition.casefile.log.effective import Event
from disposition.documents.declaring import output as key
from disposition.frozen import frozen


@frozen
class PhotosOf:
    """Photos that show one finding."""

    finding: str = key("Code of the finding")
    photos: int = key("How many")


@frozen
class DossierPhotos(OfEntry):
    """The photos and videos of one entry."""

    kind: str = key("Kind of the entry")
    reference: str | None = key("Number or file of the report they are in")
    photos: int = key("How many photos; those of single findings are among them")
    videos: int = key("How many videos")
    showing: tuple[PhotosOf, ...] = key("Photos that show single findings")


@frozen
class Photos:
    """All photos of the case."""

    total: int = key("Photos of all entries")
    videos: int = key("Videos of all entries")
    entries: tuple[DossierPhotos, ...] = key("Those of each entry that has any")


def photos_of(happened: Sequence[Event]) -> Photos:
    """Return how many photos there are, entry by entry."""
    entries = tuple(_photos(happened))
    total = sum(each.photos for each in entries)
    return Photos(total, sum(each.videos for each in entries), entries)


def _photos(happened: Sequence[Event]) -> Iterator[DossierPhotos]:
    for each in happened:
        own, videos, showing = _counted(each.data)
        # Whoever counts photos of single findings may count the report's as well, or may not.
        photos = max(own, sum(of.photos for of in showing))
        if photos or videos:
            reference = getattr(each.data, "reference", None)
            number, on = each.entry.number, each.on
            yield DossierPhotos(number, on, each.kind, reference, photos, videos, showing)


def _counted(data: object) -> tuple[int, int, tuple[PhotosOf, ...]]:
    """Return the photos and videos of an entry, and those of single findings."""
    match data:
        case kinds.InspectionReported(lot=lot):
            return lot.inspection.evidence.photos or 0, lot.inspection.evidence.videos or 0, ()
        case kinds.Reinspected(inspection=made):
            return made.evidence.photos or 0, made.evidence.videos or 0, _showing(data.findings)
        case kinds.ProgressSeen():
            return data.photos, 0, _showing(data.checkpoints)
        case kinds.Contacted():
            return data.photos or 0, 0, ()
        case _:
            return 0, 0, ()


def _showing(points: Iterable[kinds.Resolved | kinds.Checkpoint]) -> tuple[PhotosOf, ...]:
    return tuple(PhotosOf(each.finding or "", each.photos) for each in points if each.photos)
