"""Every error the package raises, in one tree.

Each message is one plain sentence or two: what was wrong, where, and what to do.
No message ever holds a word from the journal, a passphrase or a key.

::

    RecoveryKitError
    ├── RecordError             a record holds a value it can't hold
    ├── JournalError            the journal can't do what was asked
    │   ├── JournalDamagedError     its file is damaged; it is left as it is
    │   ├── JournalNewerError       a newer recovery_kit wrote it
    │   ├── JournalKeyError         the key file is missing or another's
    │   ├── JournalBusyError        another program holds it
    │   ├── JournalStorageError     disk full, read-only, folder gone
    │   ├── EntryNotFoundError      no such entry
    │   └── EntryFinalError         an entry that can't change any more
    ├── UnreadableFileError     a file is none of the kinds that are read
    ├── DataError               a table given to analysis or charts is unfit
    └── NotebookError           a notebook can't be made ready to save
"""

__all__ = [
    "DataError",
    "EntryFinalError",
    "EntryNotFoundError",
    "JournalBusyError",
    "JournalDamagedError",
    "JournalError",
    "JournalKeyError",
    "JournalNewerError",
    "JournalStorageError",
    "NotebookError",
    "RecordError",
    "RecoveryKitError",
    "UnreadableFileError",
]


class RecoveryKitError(Exception):
    """Anything recovery_kit refuses, in one plain sentence."""


class RecordError(RecoveryKitError):
    """A record holds a value that its kind can't hold.

    Attributes
    ----------
    field : str or None
        The field that was wrong, where there is one.
    takes : str or None
        What that field takes, in words.
    """

    def __init__(
        self, message: str, field: str | None = None, takes: str | None = None
    ) -> None:
        super().__init__(message)
        self.field = field
        self.takes = takes


class JournalError(RecoveryKitError):
    """The journal can't do what was asked."""


class JournalDamagedError(JournalError):
    """The journal's file is damaged; nothing was written to it."""


class JournalNewerError(JournalError):
    """A newer recovery_kit wrote this journal."""


class JournalKeyError(JournalError):
    """The key file is missing, unreadable, or another journal's."""


class JournalBusyError(JournalError):
    """Another program is holding the journal."""


class JournalStorageError(JournalError):
    """The disk is full, the folder can't be written, or it is gone."""


class EntryNotFoundError(JournalError):
    """The journal has no entry of that id."""


class EntryFinalError(JournalError):
    """The entry is of a kind that can't be changed any more."""


class UnreadableFileError(RecoveryKitError):
    """A file is none of the kinds that recovery_kit reads."""


class DataError(RecoveryKitError):
    """A table or series given to analysis or charts is unfit for it."""


class NotebookError(RecoveryKitError):
    """A notebook can't be made ready to save."""
