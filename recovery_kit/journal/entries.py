"""One version of one entry, as the journal hands it out."""

import dataclasses
import datetime as dt
from typing import Any

from recovery_kit import records

__all__ = ["Entry", "entry_of"]


@dataclasses.dataclass(frozen=True, repr=False)
class Entry:
    """One version of one entry.

    Attributes
    ----------
    id : str
        The entry's own; all its versions share it.
    sequence : int
        The version's number in the journal, rising with every write.
    at : datetime.datetime
        The moment it was written, in UTC.
    origin : str
        "typed", or "import:" and the batch it came in.
    record : Record or None
        What was recorded; None where this version removed the entry.
    """

    id: str
    sequence: int
    at: dt.datetime
    origin: str
    record: Any

    def __repr__(self) -> str:
        """Name the entry without a word of what it holds."""
        return f"<Entry {self.id[:8]}, version {self.sequence}>"


def entry_of(row: Any, kind: type[records.Record] | None = None) -> Entry:
    """Return a row of the journal's table as an entry; `kind` if it is known."""
    sequence, id, name, _, written_at, origin, payload = row
    kind = kind or records.KINDS[name]
    record = None if payload is None else records.from_json(kind, payload)
    return Entry(id, sequence, dt.datetime.fromisoformat(written_at), origin, record)
