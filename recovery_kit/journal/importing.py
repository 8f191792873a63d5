"""Bringing another app's records into the journal, each of them once."""

import uuid
from collections import Counter
from collections.abc import Iterable

import msgspec

from recovery_kit import records
from recovery_kit.journal.journal import IMPORTED, Journal

__all__ = ["import_records", "not_yet_imported"]


def not_yet_imported(
    journal: Journal, found: Iterable[records.Record]
) -> list[records.Record]:
    """Return those of another app's records that no import has brought yet.

    Two equal records in one file are two entries, and both are kept: equal ones are
    counted, not merged. An imported entry that the person has since revised or removed
    still counts.

    Parameters
    ----------
    journal : Journal
        Where they would go.
    found : iterable of Record
        What a file holds.
    """
    seen = Counter(_mark(entry.record) for entry in journal.imported())
    new = []
    for record in found:
        mark = _mark(record)
        if seen[mark]:
            seen[mark] -= 1
        else:
            new.append(record)
    return new


def import_records(journal: Journal, app: str, found: Iterable[records.Record]) -> int:
    """Store what is new among another app's records, whole or not at all.

    Parameters
    ----------
    journal : Journal
        Where they go.
    app : str
        The app's name.
    found : iterable of Record
        What a file holds.

    Returns
    -------
    int
        How many entries were added; an `Import` record says so in the journal.

    Raises
    ------
    RecordError, JournalError
        If one of them can't be stored; then none is.
    """
    with journal.writing():
        new = not_yet_imported(journal, found)
        if not new:
            return 0
        batch = uuid.uuid4().hex
        for record in new:
            journal.record(record, origin=IMPORTED + batch)
        days = [record.day for record in new]
        journal.record(
            records.Import(
                day=records.today(),
                app=app,
                batch=batch,
                added=len(new),
                first_day=min(days),
                last_day=max(days),
            )
        )
        return len(new)


def _mark(record: records.Record) -> bytes:
    # What makes an imported record the same one when it comes again. A mood that
    # follows from a word may have been placed elsewhere since; the word has not.
    if isinstance(record, records.CheckIn) and record.mood_word is not None:
        record = msgspec.structs.replace(record, mood=0)
    return records.to_json(record)
