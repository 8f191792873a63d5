r"""Reading what other apps and recovery_kit itself wrote; never writing.

>>> read(Source("daylio.csv", b"full_date,time,mood\n2026-05-30,18:43,rad\n"))
<Reading of Daylio: records=1 problems=0 questions=0>

Every row of a file is a record, a problem (its line and what to do), or waits for a
question to be answered: the place of its mood word. Adding an app means one
module with ``KIND``, ``can_read`` and ``read``, and its name in `READERS`.
"""

import datetime as dt
import os
from collections.abc import Mapping
from typing import Protocol

from recovery_kit.errors import UnreadableFileError
from recovery_kit.importers import daylio, plain
from recovery_kit.importers._reading import Problem, Question, Reading, Source, counted
from recovery_kit.importers._refusal import what_it_is

__all__ = [
    "READERS",
    "Problem",
    "Question",
    "Reader",
    "Reading",
    "Source",
    "counted",
    "kinds_read",
    "read",
]


class Reader(Protocol):
    """What the module of one app offers, beside its `KIND`."""

    @property
    def KIND(self) -> str:
        """The kind of file, as in "only these can be read: Daylio's CSV export"."""

    def can_read(self, source: Source) -> bool:
        """Tell whether a file is of this kind; two readers never claim one file."""

    def read(
        self,
        source: Source,
        mood_words: Mapping[str, int] | None = None,
        *,
        today: dt.date | None = None,
    ) -> Reading:
        """Return all that the file holds."""


READERS: tuple[Reader, ...] = (daylio, plain)
"""One module an app."""


def kinds_read() -> str:
    """Return the kinds of files that are read, as words for a person."""
    return ", ".join(reader.KIND for reader in READERS)


def read(
    path: str | os.PathLike[str] | Source,
    mood_words: Mapping[str, int] | None = None,
    *,
    today: dt.date | None = None,
) -> Reading:
    """Return all that a file of another app, or of our own, holds.

    Parameters
    ----------
    path : str, path or Source
        The file; a `Source` where its bytes are already in memory.
    mood_words : mapping, optional
        Mood word to place on 0-10, for apps with words; matched without regard to case
        and to spaces around it.
    today : datetime.date, optional
        Days more than one after it are problems; by default the clock's day, which
        ends at four in the morning.

    Returns
    -------
    Reading
        Records, problems and questions: each row of the file is in exactly one.

    Raises
    ------
    UnreadableFileError
        If the file is missing, too large, or none of the kinds that are read.
    RecordError
        If a mood word's place is not a whole number from 0 to 10.
    """
    source = path if isinstance(path, Source) else Source.open(path)
    for reader in READERS:
        if reader.can_read(source):
            return reader.read(source, mood_words, today=today)
    raise UnreadableFileError(
        f"{source.name} is {what_it_is(source)}, and only these can be read: "
        f"{kinds_read()}."
    )
