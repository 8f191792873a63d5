"""The journal: everything the person recorded, every version of it.

Nothing here changes or deletes what was written: to revise an entry adds a version, to
remove it adds the fact that it was removed. The newest version is the one written
last, by its number in the file and never by the clock.
"""

import contextlib
import dataclasses
import datetime as dt
import os
import threading
import uuid
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from recovery_kit import records
from recovery_kit.errors import EntryFinalError, EntryNotFoundError, JournalError
from recovery_kit.journal.drafts import Draft, Drafts
from recovery_kit.journal.store import Store
from recovery_kit.project import project_folder

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Entry", "Journal", "open_journal"]

TYPED = "typed"
"""The origin of what the person typed or tapped."""

IMPORTED = "import:"
"""How the origin of an imported entry begins; its batch follows."""

# The newest version of each entry, where that version did not remove it.
_STANDING = (
    "SELECT sequence, id, kind, day, written_at, origin, payload FROM entry"
    " WHERE payload IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM entry AS later WHERE later.replaces = entry.sequence)"
)


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


class Journal:
    """A person's journal, open.

    Use `open_journal`, which gives every caller in a kernel the same one.

    Parameters
    ----------
    folder : Path
        The journal's folder; made if it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = Store(folder)
        self._drafts = Drafts(self._store)
        self._listeners: list[Callable[[frozenset[str]], None]] = []
        self._changed: set[str] = set()

    def __repr__(self) -> str:
        """Name the object without a word of what it holds."""
        return "<Journal, open>"

    # ---- writing -------------------------------------------------------------------

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Make all writes inside it one: all of them are stored, or none.

        Those who follow the journal are told once, after it is stored.
        """
        kinds: frozenset[str] = frozenset()
        with self._store.transaction():
            outermost = self._store.depth == 1
            try:
                yield
                if outermost:
                    kinds = frozenset(self._changed)
            finally:
                if outermost:
                    self._changed.clear()
        if kinds:
            self._tell(kinds)

    def record(
        self, record: records.Record, *, id: str | None = None, origin: str = TYPED
    ) -> Entry:
        """Store a record as a new entry and return it.

        Parameters
        ----------
        record : Record
            Checked again here.
        id : str, optional
            The entry's id, where the caller has chosen one: if an entry of that id is
            there already, this becomes its next version.
        origin : str
            Where it came from.

        Raises
        ------
        RecordError
            If a field can't hold its value, or the day is in the future.
        JournalError
            If it could not be stored; then nothing was.
        """
        return self._append(id or uuid.uuid4().hex, record, origin)

    def revise(self, id: str, record: records.Record) -> Entry:
        """Store a new version of an entry and return it; the earlier ones stay.

        Raises
        ------
        EntryNotFoundError
            If there is no such entry, or it was removed.
        EntryFinalError
            If entries of its kind can't be changed any more after a time that passed.
        """
        with self.writing():
            self.entry(id)
            return self._append(id, record, TYPED)

    def remove(self, id: str) -> None:
        """Take an entry out of every list and chart; its versions stay until erased.

        Raises
        ------
        EntryNotFoundError, EntryFinalError
            As in `revise`.
        """
        with self.writing():
            entry = self.entry(id)
            self._append(id, entry.record, TYPED, removed=True)

    def _append(
        self, id: str, record: records.Record, origin: str, *, removed: bool = False
    ) -> Entry:
        record = records.check(record, today=None if removed else records.today())
        kind = type(record)
        with self.writing(), self._store.transaction() as connection:
            versions = self._store.read(
                "SELECT sequence, kind, written_at FROM entry WHERE id = ?"
                " ORDER BY sequence",
                (id,),
            )
            if versions:
                self._refuse_if_final(kind, versions[0][1], versions[0][2])
            now = self._now()
            sequence = connection.execute(
                "INSERT INTO entry (id, kind, day, written_at, origin, payload,"
                " replaces) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    id,
                    records.label(kind),
                    record.day.isoformat(),
                    now,
                    origin,
                    None if removed else records.to_json(record).decode(),
                    versions[-1][0] if versions else None,
                ),
            ).lastrowid
            self._changed.add(records.label(kind))
        at = dt.datetime.fromisoformat(now)
        return Entry(id, sequence, at, origin, None if removed else record)

    def _refuse_if_final(
        self, kind: type[records.Record], was: str, first_written: str
    ) -> None:
        if was != records.label(kind):
            raise JournalError(
                "An entry can't turn into another kind. Record a new one instead."
            )
        if kind.final_after is None:
            return
        # A clock set back must not open again what has become final: time never
        # stands before the newest thing in the journal.
        newest = self._store.read("SELECT max(written_at) FROM entry")[0][0]
        passed = dt.datetime.fromisoformat(max(self._now(), newest))
        if passed - dt.datetime.fromisoformat(first_written) > kind.final_after:
            raise EntryFinalError(
                "This answer can't be changed any more. It stands in the journal as "
                "it was given."
            )

    @staticmethod
    def _now() -> str:
        return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")

    # ---- reading -------------------------------------------------------------------

    def entry(self, id: str) -> Entry:
        """Return the newest version of an entry.

        Raises
        ------
        EntryNotFoundError
            If there is none, or the entry was removed.
        """
        rows = self._store.read(f"{_STANDING} AND id = ?", (id,))
        if not rows:
            raise EntryNotFoundError(
                "The journal has no entry of this id, or it was removed."
            )
        return _entry(rows[0])

    def entries(
        self, kind: type[records.Record], day: dt.date | None = None
    ) -> list[Entry]:
        """Return the standing entries of a kind, by day and then as first written.

        Parameters
        ----------
        kind : type
            One of `records.KINDS`' structs.
        day : datetime.date, optional
            Only this day's.
        """
        where = " AND kind = ?"
        values: tuple[str, ...] = (records.label(kind),)
        if day is not None:
            where += " AND day = ?"
            values += (day.isoformat(),)
        first = "(SELECT min(sequence) FROM entry AS one WHERE one.id = entry.id)"
        rows = self._store.read(f"{_STANDING}{where} ORDER BY day, {first}", values)
        return [_entry(row, kind) for row in rows]

    def versions(self, id: str) -> list[Entry]:
        """Return every version of an entry, oldest first; a removal is one too."""
        rows = self._store.read(
            "SELECT sequence, id, kind, day, written_at, origin, payload FROM entry"
            " WHERE id = ? ORDER BY sequence",
            (id,),
        )
        return [_entry(row) for row in rows]

    def frame(self, kind: type[records.Record]) -> "pd.DataFrame":
        """Return the standing entries of a kind as a table.

        Parameters
        ----------
        kind : type
            One of `records.KINDS`' structs.

        Returns
        -------
        pandas.DataFrame
            One row an entry, ordered by day. Columns: ``id``, ``day`` (datetime64),
            ``at`` (the moment it was written, UTC), then the struct's other fields
            under their names. A number that was not recorded is NaN, another value
            None.
        """
        from recovery_kit.journal.frames import frame

        rows = self._store.read(
            f"{_STANDING} AND kind = ? ORDER BY day, sequence", (records.label(kind),)
        )
        return frame(kind, rows)

    # ---- importing -----------------------------------------------------------------

    def unknown(self, found: Iterable[records.Record]) -> list[records.Record]:
        """Return those of another app's records that no import has brought yet.

        Two equal records in one file are two entries, and both are kept: equal ones
        are counted, not merged. An imported entry that the person has since revised
        or removed still counts as brought.
        """
        brought = self._brought()
        new = []
        for record in found:
            mark = _mark(record)
            if brought.get(mark, 0):
                brought[mark] -= 1
            else:
                new.append(record)
        return new

    def _brought(self) -> dict[bytes, int]:
        counts: dict[bytes, int] = {}
        rows = self._store.read(
            "SELECT kind, payload FROM entry WHERE replaces IS NULL"
            " AND payload IS NOT NULL AND substr(origin, 1, ?) = ?",
            (len(IMPORTED), IMPORTED),
        )
        for kind, payload in rows:
            mark = _mark(records.from_json(records.KINDS[kind], payload))
            counts[mark] = counts.get(mark, 0) + 1
        return counts

    def bring(self, app: str, found: Iterable[records.Record]) -> int:
        """Store what is new among another app's records, whole or not at all.

        Returns
        -------
        int
            How many entries were added; an `Import` record says so in the journal.
        """
        with self.writing():
            new = self.unknown(found)
            if not new:
                return 0
            batch = uuid.uuid4().hex
            for record in new:
                self._append(uuid.uuid4().hex, record, IMPORTED + batch)
            days = [record.day for record in new]
            self.record(
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

    # ---- drafts --------------------------------------------------------------------

    def save_draft(
        self,
        key: str,
        text: str,
        *,
        base: int | None = None,
        standing: str | None = None,
    ) -> Draft:
        """Store what is being typed and return the draft as it stands then.

        Parameters
        ----------
        key : str
            The draft's name.
        text : str
            All of its text.
        base : int, optional
            The revision the page had seen. If somebody wrote meanwhile, their text is
            kept among the draft's `others`.
        standing : str, optional
            What counts as the text when no draft is waiting.
        """
        # Half a character (a lone surrogate) can come from a page cut in the middle of
        # an emoji; no file can hold it.
        text = text.encode("utf-8", "replace").decode("utf-8")
        return self._drafts.save(
            key, text, now=self._now(), base=base, standing=standing
        )

    def draft(self, key: str) -> str | None:
        """Return the text waiting under a key, or None."""
        return self._drafts.get(key).text

    def draft_state(self, key: str) -> Draft:
        """Return the draft under a key with its revision and others' texts."""
        return self._drafts.get(key)

    def draft_keys(self, prefix: str) -> list[str]:
        """Return the keys of the drafts waiting that begin so."""
        return self._drafts.keys(prefix)

    def clear_draft(self, key: str, *, revision: int | None = None) -> None:
        """Take a draft away; with `revision`, only if it has not moved on since."""
        self._drafts.clear(key, now=self._now(), revision=revision)

    def drop_other(self, key: str, number: int) -> None:
        """Take away one of the texts another window wrote, once it is not needed."""
        self._drafts.drop_other(key, number)

    # ---- following -----------------------------------------------------------------

    def follow(self, listener: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Have a function called with the kinds that changed, after each write.

        It is called in the thread that wrote, so it must be quick.

        Returns
        -------
        callable
            Call it to stop following.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def look(self) -> bool:
        """Ask whether another kernel or program has written; tell followers if so."""
        moved = self._store.written_elsewhere()
        if moved:
            self._tell(frozenset(records.KINDS))
        return moved

    def _tell(self, kinds: frozenset[str]) -> None:
        for listener in tuple(self._listeners):
            listener(kinds)

    def close(self) -> None:
        """Close the journal; what was saved is on the disk already."""
        with _open_lock:
            _open.pop(self.folder, None)
        self._store.close()

    def __enter__(self) -> "Journal":
        """Give the journal itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def _entry(row: Any, kind: type[records.Record] | None = None) -> Entry:
    sequence, id, name, _, written_at, origin, payload = row
    kind = kind or records.KINDS[name]
    record = None if payload is None else records.from_json(kind, payload)
    return Entry(id, sequence, dt.datetime.fromisoformat(written_at), origin, record)


def _mark(record: records.Record) -> bytes:
    # What makes an imported record the same one when it comes again. A mood that
    # follows from a word may have been placed elsewhere since; the word has not.
    if isinstance(record, records.CheckIn) and record.mood_word is not None:
        record = msgspec.structs.replace(record, mood=0)
    return records.to_json(record)


_open: dict[Path, Journal] = {}
_open_lock = threading.Lock()


def open_journal(path: str | os.PathLike[str] | None = None) -> Journal:
    """Open the journal, or make it the first time.

    Every caller in one kernel gets the same object for the same folder.

    Parameters
    ----------
    path : path, optional
        The journal's folder. By default ``$RECOVERY_KIT_DATA``, else ``data/private``
        of the project one is working in.

    Raises
    ------
    JournalError
        If it can't be opened: damaged, newer, without its key, no place to write. The
        message says which and what to do. A damaged file is left as it is.

    Examples
    --------
    >>> import datetime, tempfile
    >>> from recovery_kit import open_journal, records
    >>> journal = open_journal(tempfile.mkdtemp())
    >>> entry = journal.record(records.CheckIn(day=datetime.date(2026, 1, 5), mood=4))
    >>> journal.frame(records.CheckIn)["mood"].tolist()
    [4]
    """
    folder = Path(path or os.environ.get("RECOVERY_KIT_DATA") or _project_data())
    folder = folder.expanduser().absolute()
    with _open_lock:
        if folder not in _open:
            _open[folder] = Journal(folder)
        return _open[folder]


def _project_data() -> Path:
    folder = project_folder()
    if folder is None:
        raise JournalError(
            "There is no recovery_kit folder here to keep a journal in. Start from the "
            "folder that holds notebooks/ and data/, or name a place: "
            "open_journal(path)."
        )
    return folder / "data" / "private"
