"""The journal's tables, and the steps from each earlier form of them to this one.

The number of steps taken stands in the file itself (``user_version``). A step is never
changed once it was released: the next one is added below it.
"""

from typing import Any

from recovery_kit.errors import JournalDamagedError, JournalNewerError

__all__ = ["APPLICATION_ID", "MIGRATIONS", "migrate"]

APPLICATION_ID = 0x726B6974
"""Marks the file as ours: "rkit"."""

FIRST = (
    # One row a version. A version is never changed; `replaces` names the one before
    # it, and no version is replaced twice. A row without payload removes its entry.
    """
    CREATE TABLE entry (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL,
        kind TEXT NOT NULL,
        day TEXT NOT NULL,
        written_at TEXT NOT NULL,
        origin TEXT NOT NULL,
        payload TEXT,
        replaces INTEGER UNIQUE REFERENCES entry (sequence)
    ) STRICT
    """,
    "CREATE INDEX entry_by_id ON entry (id, sequence)",
    "CREATE INDEX entry_by_kind ON entry (kind, day)",
    """
    CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
    BEGIN SELECT raise(ABORT, 'an entry is never changed'); END
    """,
    # Side 0 is the text being written; the others are texts that two windows wrote
    # at once, kept until the person has chosen. `text` is null once it went into an
    # entry; the row stays, so that its revision number never goes back.
    """
    CREATE TABLE draft (
        key TEXT NOT NULL,
        side INTEGER NOT NULL,
        revision INTEGER NOT NULL,
        text TEXT,
        written_at TEXT NOT NULL,
        PRIMARY KEY (key, side)
    ) STRICT, WITHOUT ROWID
    """,
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (FIRST,)
"""Each step's statements, oldest first."""


def migrate(connection: Any) -> None:
    """Bring an open journal to the newest form, each step whole or not at all.

    Raises
    ------
    JournalNewerError
        If a newer version wrote the file. Nothing is changed.
    JournalDamagedError
        If the file is somebody else's database. Nothing is changed.
    """
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found > len(MIGRATIONS):
        raise JournalNewerError(
            f"This journal was written by a newer recovery_kit (its form is {found}, "
            f"this version knows {len(MIGRATIONS)}). Update recovery_kit to open it; "
            "the journal was left as it is."
        )
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    ours = connection.execute("PRAGMA application_id").fetchone()[0]
    if tables and ours != APPLICATION_ID:
        raise JournalDamagedError(
            "The file in the journal's place is not a journal of recovery_kit. Move it "
            "elsewhere; it was left as it is."
        )
    for step in range(found, len(MIGRATIONS)):
        connection.execute("BEGIN IMMEDIATE")
        try:
            # Another kernel may have taken this step while this one waited.
            now = connection.execute("PRAGMA user_version").fetchone()[0]
            if now == step:
                for statement in MIGRATIONS[step]:
                    connection.execute(statement)
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version = {step + 1}")
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
