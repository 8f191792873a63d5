"""From what is being typed to an entry: drafts, and how they become its next version.

Each field that is written in is a draft of its own. Its key says all that is needed to
make an entry of it, so that words whose page was closed, or whose kernel was killed,
become an entry the next time any page is opened.
"""

import dataclasses
import datetime as dt
from typing import Any

import msgspec

from recovery_kit import records
from recovery_kit.errors import EntryNotFoundError, RecordError
from recovery_kit.forms.fields import TEXT_KINDS, Kind, from_draft, to_record
from recovery_kit.journal import Draft, Entry, Journal

__all__ = ["ONCE", "Place", "settle", "settle_waiting", "wrong_of"]

ONCE = "once"
"""Stands in a key for the day, where there is one entry for all time."""


@dataclasses.dataclass(frozen=True)
class Place:
    """Where the drafts of one entry are.

    Attributes
    ----------
    kind : type
        The kind of record.
    about : str
        The day as ISO text, or `ONCE`.
    id : str
        The entry's.
    """

    kind: type[records.Record]
    about: str
    id: str

    @property
    def prefix(self) -> str:
        """How the keys of the entry's drafts begin."""
        return f"{records.label(self.kind)}/{self.about}/{self.id}/"

    def key(self, field: str, kind: Kind) -> str:
        """Return the key of one field's draft."""
        return f"{self.prefix}{field}:{kind}"


def entry_at(journal: Journal, place: Place) -> Entry | None:
    """Return the entry, or None where there is none yet."""
    try:
        return journal.entry(place.id)
    except EntryNotFoundError:
        return None


def settle(journal: Journal, place: Place) -> dict[str, str]:
    """Make the drafts part of the entry; those that can't be stay drafts.

    Returns
    -------
    dict
        Field to one sentence on what is wrong with it. A field that the entry needs
        and that nobody has filled in yet is named under "".
    """
    with journal.writing():
        record, taken, wrong = _merged(journal, place)
        if record is not None and taken:
            journal.record(record, id=place.id)
            for key, draft in taken.items():
                journal.drafts.clear(key, revision=draft.revision)
    return wrong


def wrong_of(journal: Journal, place: Place) -> dict[str, str]:
    """Return what `settle` would find wrong, and change nothing."""
    return _merged(journal, place)[2]


def settle_waiting(journal: Journal) -> None:
    """Make entries of all drafts that can be: their pages were closed before that."""
    places = set()
    for key in journal.drafts.keys(""):
        parts = key.split("/")
        if len(parts) == 4 and parts[0] in records.KINDS:
            places.add(Place(records.KINDS[parts[0]], parts[1], parts[2]))
    for place in places:
        settle(journal, place)


def _merged(
    journal: Journal, place: Place
) -> tuple[records.Record | None, dict[str, Draft], dict[str, str]]:
    entry = entry_at(journal, place)
    stored = _begin(place) if entry is None else _plain(entry.record)
    values, wrong = dict(stored), dict[str, str]()
    taken: dict[str, Draft] = {}
    fields: dict[str, str] = {}
    for key in journal.drafts.keys(place.prefix):
        field, _, kind = key.removeprefix(place.prefix).partition(":")
        draft = journal.drafts.get(key)
        try:
            value = _value(place.kind, field, kind, draft.text or "")  # type: ignore[arg-type]
        except ValueError as error:
            wrong[field] = str(error)
            continue
        taken[key], fields[field] = draft, key
        values.pop(field, None)
        if value is not None:
            values[field] = value
    while taken:
        try:
            return records.from_values(place.kind, values), taken, wrong
        except RecordError as error:
            field = error.field or ""
            if field not in fields or field not in values:
                return None, taken, {**wrong, "": field}
            # One answer that can't be must not hold up the others, and what the entry
            # held before stays in its place.
            wrong[field] = f"This takes {error.takes}." if error.takes else str(error)
            del taken[fields.pop(field)], values[field]
            if field in stored:
                values[field] = stored[field]
    return None, taken, wrong


def _value(
    record: type[records.Record], field: str, kind: Kind, text: str
) -> Any | None:
    value = to_record(kind, from_draft(kind, text))
    required = {f.name for f in msgspec.structs.fields(record) if f.required}
    if value is None and kind in TEXT_KINDS and field in required:
        # A text that must be there may be emptied: then it is there, and empty.
        return ""
    return value


def _begin(place: Place) -> dict[str, Any]:
    today = records.today().isoformat()
    values = {"day": today if place.about == ONCE else place.about}
    if "time" in place.kind.__struct_fields__ and values["day"] == today:
        values["time"] = dt.datetime.now().astimezone().strftime("%H:%M")
    return values


def _plain(record: records.Record) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(record)
    return values
