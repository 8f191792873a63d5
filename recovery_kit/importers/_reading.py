"""What goes into a reader and what comes out of it: `Source` and `Reading`."""

import datetime as dt
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from recovery_kit.errors import UnreadableFileError
from recovery_kit.importers._text import BY_HAND, decode
from recovery_kit.records import EARLIEST_DAY, MoodWord, Record, check

__all__ = [
    "Problem",
    "Question",
    "Reading",
    "Source",
    "Unplaced",
    "counted",
    "day_fault",
    "place_of_words",
]

LARGEST = 64 * 1024 * 1024
"""Bytes; ten thousand long entries are a tenth of it."""

MOST_LINES = 3_000_000

TOO_EARLY = f"The day is before 1900. Years have four digits. {BY_HAND}"
TOO_LATE = (
    "The day is still to come. Check the year in the file and this computer's clock."
)


@dataclass(frozen=True)
class Source:
    """A file to read, as bytes in memory.

    Attributes
    ----------
    name : str
        The file's own name, without its folder.
    data : bytes
        All that it holds, at most 64 MB.

    Raises
    ------
    UnreadableFileError
        If it is larger.
    """

    name: str
    data: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.data) > LARGEST:
            raise UnreadableFileError(
                f"{self.name} is larger than 64 MB, more than a diary's table can be."
            )

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> "Source":
        """Return the file at a path; no more than 64 MB and a byte is read of it.

        Raises
        ------
        UnreadableFileError
            If there is no such file, it is a folder, can't be opened, or is larger.
        """
        path = Path(path)
        try:
            if path.is_dir():
                raise UnreadableFileError(
                    f"{path.name} is a folder. Choose one of the files in it."
                )
            if not path.is_file():
                raise UnreadableFileError(
                    f"There is no file {path.name}. Check its name and its folder."
                )
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise UnreadableFileError(
                f"{path.name} can't be opened. Check that you may read it."
            ) from error
        return cls(path.name, data)

    @cached_property
    def text(self) -> str:
        """The file as text, whatever it is; see `_text.decode`.

        Raises
        ------
        UnreadableFileError
            If it has more than three million lines.
        """
        if max(self.data.count(b"\n"), self.data.count(b"\r")) > MOST_LINES:
            raise UnreadableFileError(
                f"{self.name} has over three million lines, more than a diary can have."
            )
        return decode(self.data)


class Problem(NamedTuple):
    """A row that could not be read.

    Attributes
    ----------
    line : int
        The line of the file on which the row starts, from 1.
    message : str
        What is wrong and what to do; never what the row says.
    """

    line: int
    message: str


class Question(NamedTuple):
    """A mood word that has no place on the scale yet.

    Attributes
    ----------
    word : str
        As it first stood in the file, without spaces around it.
    rows : int
        How many rows wait for its place.
    """

    word: str
    rows: int


class Unplaced(NamedTuple):
    """What a reader gives for a row that is whole but for its mood word's place."""

    word: str


@dataclass(frozen=True, repr=False)
class Reading:
    """All that a file holds: every row is a record, a problem, or waits for a word.

    Attributes
    ----------
    app : str
        The app's name.
    records : tuple of Record
        In the file's order, equal ones included.
    problems : tuple of Problem
        In the file's order.
    questions : tuple of Question
        The word that most rows wait for comes first.
    """

    app: str
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...]

    @classmethod
    def of(cls, app: str, rows: Iterable[Record | Problem | Unplaced]) -> "Reading":
        """Return the reading made of what each row gave, one thing a row."""
        made: list[Record] = []
        problems: list[Problem] = []
        waiting: Counter[str] = Counter()
        spelling: dict[str, str] = {}
        for row in rows:
            if isinstance(row, Problem):
                problems.append(row)
            elif isinstance(row, Unplaced):
                key = row.word.casefold()
                spelling.setdefault(key, row.word)
                waiting[key] += 1
            else:
                made.append(row)
        questions = (Question(spelling[key], n) for key, n in waiting.most_common())
        return cls(app, tuple(made), tuple(problems), tuple(questions))

    @property
    def rows(self) -> int:
        """How many rows the file has; each is in exactly one of the three."""
        waiting = sum(question.rows for question in self.questions)
        return len(self.records) + len(self.problems) + waiting

    @property
    def first_day(self) -> dt.date | None:
        """The earliest record's day, or None where there is no record."""
        return min((record.day for record in self.records), default=None)

    @property
    def last_day(self) -> dt.date | None:
        """The latest record's day, or None where there is no record."""
        return max((record.day for record in self.records), default=None)

    def __repr__(self) -> str:
        # Counts only: a repr can end up in a traceback or a saved notebook.
        return (
            f"<Reading of {self.app}: records={len(self.records)} "
            f"problems={len(self.problems)} questions={len(self.questions)}>"
        )


def day_fault(day: dt.date, today: dt.date) -> str | None:
    """Return what is wrong with a record's day, or None.

    A day may be one after today: the person may have flown east.
    """
    if day < EARLIEST_DAY:
        return TOO_EARLY
    if day > today + dt.timedelta(days=1):
        return TOO_LATE
    return None


def place_of_words(
    defaults: Mapping[str, int], mood_words: Mapping[str, int] | None
) -> dict[str, int]:
    """Return mood words, stripped and casefolded, with their places on 0-10.

    Raises
    ------
    RecordError
        If a place is not a whole number from 0 to 10.
    """
    places = {word.casefold(): place for word, place in defaults.items()}
    for word, place in (mood_words or {}).items():
        check(MoodWord(day=EARLIEST_DAY, word=word, place=place))
        places[word.strip().casefold()] = int(place)
    return places


def counted(entries: int) -> str:
    """Return how many entries, in words: "1 entry", "2 entries"."""
    return f"{entries} entry" if entries == 1 else f"{entries} entries"
