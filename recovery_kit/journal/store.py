"""The encrypted SQLite file under the journal: connections, transactions, errors.

One connection writes, under a lock; each thread that reads has a connection of its
own, so that a long read for a chart never holds up a keystroke. Callbacks of widgets
run on other threads than cells do, so every connection may be used from any thread.
"""

import contextlib
import datetime as dt
import secrets
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as sqlcipher

from recovery_kit.errors import (
    JournalBusyError,
    JournalDamagedError,
    JournalError,
    JournalStorageError,
)
from recovery_kit.journal import lock, schema

__all__ = ["Store"]

BUSY_MILLISECONDS = 5000
"""How long a write waits for another program's write."""

# SQLite's primary result codes, https://www.sqlite.org/rescode.html
_BUSY = {5, 6}
_STORAGE = {3, 8, 10, 13, 14}
_FULL = 13
_DAMAGED = {11, 26}


class Store:
    """An open journal file.

    Parameters
    ----------
    folder : Path
        Holds ``journal.db`` and ``journal.key``; made if it is not there.

    Raises
    ------
    JournalError
        One of its kinds, if the file can't be opened. A file that is damaged, newer,
        or without its key is never written to.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "journal.db"
        self._key_path = folder / "journal.key"
        self._lock = threading.RLock()
        self._local = threading.local()
        self._readers: list[tuple[weakref.ref[threading.Thread], Any]] = []
        self.depth = 0  # of nested transactions; read it only inside one
        with self.plainly():
            self._make(folder)
            self._key = lock.read_key(self._key_path)
            self._writer = self._connect(self.path)
            try:
                self._check()
                schema.migrate(self._writer)
            except BaseException:
                self._writer.close()
                raise
        self._identity = self._stat()
        self._seen = self._data_version()

    def _make(self, folder: Path) -> None:
        # The file gets its name only when it is whole, so an empty or half file in
        # the journal's place is always damage, never a beginning.
        if self.path.exists():
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.create_key(self._key_path)
        self._key = lock.read_key(self._key_path)
        new = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}.new")
        connection = self._connect(new, "rwc")
        try:
            schema.migrate(connection)
            connection.execute("PRAGMA journal_mode = WAL")
        finally:
            connection.close()
        new.chmod(0o600)
        lock.publish(new, self.path)

    def _connect(self, path: Path, mode: str = "rw") -> Any:
        # "rw" never makes a file: one that was taken away is noticed, not replaced.
        connection = sqlcipher.connect(
            f"{path.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            timeout=BUSY_MILLISECONDS / 1000,
        )
        # Before the key: a wrong one would print the library's own noise.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{self._key}'\"")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _check(self) -> None:
        if self.path.stat().st_size == 0:
            raise self._damaged()
        # The first page proves the key; then every page is held against its own
        # checksum (2 ms a megabyte), so that damage is noticed before it is built on.
        self._writer.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if self._writer.execute("PRAGMA cipher_integrity_check").fetchall():
            raise self._damaged()

    @contextlib.contextmanager
    def plainly(self) -> Iterator[None]:
        """Turn the database's and the system's errors into plain ones."""
        try:
            yield
        except sqlcipher.DatabaseError as error:
            raise self._plain(error) from error
        except OSError as error:
            raise JournalStorageError(
                "The journal's folder can't be used: "
                f"{(error.strerror or 'it is not there').lower()}. Check that the "
                "folder is there and that you may write in it."
            ) from error

    def _plain(self, error: Exception) -> JournalError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _BUSY:
            return JournalBusyError(
                f"Another program has held the journal for {BUSY_MILLISECONDS // 1000} "
                "seconds. Close other programs that use it, then try again."
            )
        if code == _FULL:
            return JournalStorageError(
                "The disk is full. Make some room; what is on the page is kept and "
                "can be saved then."
            )
        if code in _STORAGE:
            return JournalStorageError(
                "The journal can't be written or read where it lies. Check that its "
                "folder is there, that the disk works, and that you may write in it."
            )
        if code in _DAMAGED:
            return self._damaged()
        return JournalError(
            "The journal could not do this. Close other programs that use it and try "
            "again; what was saved before is unharmed."
        )

    def _damaged(self) -> JournalDamagedError:
        return JournalDamagedError(
            f"{self.path.name} can't be read: either it is damaged, or "
            f"{self._key_path.name} belongs to another journal. It was left as it is. "
            "Copy both files somewhere else, then put back the newest backup."
        )

    def _stat(self) -> tuple[int, int]:
        found = self.path.stat()
        return found.st_dev, found.st_ino

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Any]:
        """Give the writing connection inside one transaction; may be nested.

        Everything inside is written whole, synced to the disk, or not at all.
        """
        with self._lock:
            if self.depth:
                self.depth += 1
                try:
                    yield self._writer
                finally:
                    self.depth -= 1
                return
            with self.plainly():
                # A file deleted or swapped under an open connection would take
                # writes that nobody can ever read again.
                if self._stat() != self._identity:
                    raise JournalStorageError(
                        "The journal's file was moved or replaced while it was open. "
                        "Put it back, or restart the kernel to use the new one."
                    )
                self._writer.execute("BEGIN IMMEDIATE")
                self.depth = 1
                try:
                    yield self._writer
                    self._writer.execute("COMMIT")
                finally:
                    self.depth = 0
                    if self._writer.in_transaction:
                        self._writer.execute("ROLLBACK")

    def read(self, statement: str, parameters: tuple[Any, ...] = ()) -> list[Any]:
        """Return all rows; inside a transaction of this thread, as it stands there."""
        with self.plainly():
            if self.depth and self._lock.acquire(blocking=False):
                # Acquired at once: either the lock is free again or this thread
                # is the one that writes. Both may read here.
                try:
                    return list(self._writer.execute(statement, parameters))
                finally:
                    self._lock.release()
            return list(self._reader().execute(statement, parameters))

    def _reader(self) -> Any:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._connect(self.path)
            connection.execute("PRAGMA query_only = ON")
            self._local.connection = connection
            with self._lock:
                self._drop_readers(only_of_ended_threads=True)
                thread = weakref.ref(threading.current_thread())
                self._readers.append((thread, connection))
        return connection

    def _drop_readers(self, *, only_of_ended_threads: bool) -> None:
        kept = []
        for reference, connection in self._readers:
            thread = reference()
            alive = thread is not None and thread.is_alive()
            if only_of_ended_threads and alive:
                kept.append((reference, connection))
            else:
                connection.close()
        self._readers = kept

    @staticmethod
    def now() -> str:
        """Return the moment, in UTC, as the tables hold it."""
        return dt.datetime.now(dt.UTC).isoformat(timespec="microseconds")

    def _data_version(self) -> int:
        return int(self._writer.execute("PRAGMA data_version").fetchone()[0])

    def written_elsewhere(self) -> bool:
        """Return whether another connection has written since this was last asked.

        ``data_version`` moves for others' commits only, never for one's own.
        """
        with self._lock, self.plainly():
            now = self._data_version()
            moved, self._seen = now != self._seen, now
            return moved

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            self._drop_readers(only_of_ended_threads=False)
            self._local = threading.local()
            self._writer.close()
