"""The journal: everything the person recorded, every version of it.

Nothing here changes or deletes what was written: to revise an entry adds a version, to
remove it adds the fact that it was removed. The newest version is the one written
last, by its number in the file and never by the clock.
"""

import contextlib
import datetime as dt
import os
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from recovery_kit import records
from recovery_kit.errors import EntryFinalError, EntryNotFoundError, JournalError
from recovery_kit.journal.drafts import Draft, Drafts
from recovery_kit.journal.entries import Entry, entry_of
from recovery_kit.journal.store import Store
from recovery_kit.project import project_folder

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["IMPORTED", "Journal", "open_journal"]

TYPED = "typed"
"""The origin of what the person typed or tapped."""

IMPORTED = "import:"
"""How the origin of an imported entry begins; its batch follows."""

_VERSIONS = (
    "SELECT sequence, id, kind, day, written_at, origin, payload FROM entry WHERE"
)

# The newest version of each entry, where that version did not remove it.
_STANDING = (
    f"{_VERSIONS} payload IS NOT NULL AND NOT EXISTS"  # noqa: S608 - fixed text
    " (SELECT 1 FROM entry AS later WHERE later.replaces = entry.sequence)"
)


class Journal:
    """A person's journal, open.

    Use `open_journal`, which gives every caller in a kernel the same one.

    Parameters
    ----------
    folder : Path
        The journal's folder; made if it is not there.

    Attributes
    ----------
    drafts : Drafts
        What is being typed and is no entry yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._store = Store(folder)
        self.drafts = Drafts(self._store)
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
            now = self._store.now()
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
        passed = dt.datetime.fromisoformat(max(self._store.now(), newest))
        if passed - dt.datetime.fromisoformat(first_written) > kind.final_after:
            raise EntryFinalError(
                "This answer can't be changed any more. It stands in the journal as "
                "it was given."
            )

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
        return entry_of(rows[0])

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
        return [entry_of(row, kind) for row in rows]

    def imported(self) -> list[Entry]:
        """Return the first version of each entry that an import brought."""
        rows = self._store.read(
            f"{_VERSIONS} replaces IS NULL AND payload IS NOT NULL"
            " AND substr(origin, 1, ?) = ?",
            (len(IMPORTED), IMPORTED),
        )
        return [entry_of(row) for row in rows]

    def versions(self, id: str) -> list[Entry]:
        """Return every version of an entry, oldest first; a removal is one too."""
        rows = self._store.read(f"{_VERSIONS} id = ? ORDER BY sequence", (id,))
        return [entry_of(row) for row in rows]

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

    # ---- drafts --------------------------------------------------------------------

    def save_draft(self, key: str, text: str) -> Draft:
        """Store what is being typed under a key; `drafts` has the finer ways."""
        return self.drafts.save(key, text)

    def draft(self, key: str) -> str | None:
        """Return the text waiting under a key, or None."""
        return self.drafts.get(key).text

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
