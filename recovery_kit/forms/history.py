"""Bring history from another app: choose a file, look at what would come, say yes."""

from typing import Any

from recovery_kit import importers
from recovery_kit.errors import UnreadableFileError
from recovery_kit.forms.fields import Field, Show
from recovery_kit.forms.form import Form
from recovery_kit.forms.sheet import Sheet, Slot
from recovery_kit.journal import (
    Draft,
    Journal,
    import_records,
    mood_words,
    not_yet_imported,
    place_mood_word,
)
from recovery_kit.records import spoken

__all__ = ["HistorySheet", "import_history"]

PROBLEMS_SHOWN = 20

FILE = Field(
    key="_file",
    kind="file",
    label="Choose your export file, or drop it here",
    help="Daylio: More, Export Entries, CSV. Nothing is stored before you say yes.",
)

SOFTLY = (
    "Old days can be hard to read again. The safety card is one click away, at the top."
)


class HistorySheet(Sheet):
    """The steps of an import, as a form that changes while one goes through it.

    Parameters
    ----------
    journal : Journal
        Where the entries will go.
    """

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal)
        self._source: importers.Source | None = None
        self._read: tuple[dict[str, int], importers.Reading] | None = None
        self._asked: list[str] = []
        self._done = ""

    def show(self, slot: Slot | None) -> Show:
        """Return the file field, and below it what the chosen file holds."""
        fields: tuple[Field, ...] = (FILE,)
        values: dict[str, Any] = {}
        if self._source is not None:
            reading = self._reading(self._source)
            fields += self._preview(reading)
            words = mood_words(self.journal)
            values = {
                f"word:{number}": words.get(word)
                for number, word in enumerate(self._asked)
            }
        return Show(
            slot={},
            fold="Bring your history from another app",
            fields=fields,
            values=values,
            bases=dict.fromkeys(values, 0),
            note=self._done,
        )

    def _reading(self, source: importers.Source) -> importers.Reading:
        # Reading a long file takes seconds; it is read again only when a word moved.
        words = mood_words(self.journal)
        if self._read is None or self._read[0] != words:
            self._read = words, importers.read(source, words)
        reading = self._read[1]
        for question in reading.questions:
            if question.word not in self._asked:
                self._asked.append(question.word)
        return reading

    def _preview(self, reading: importers.Reading) -> tuple[Field, ...]:
        new = len(not_yet_imported(self.journal, reading.records))
        known = len(reading.records) - new
        waiting = {question.word: question.rows for question in reading.questions}
        words = [f"{reading.app}: {importers.counted(reading.rows)}."]
        if reading.first_day and reading.last_day:
            first, last = spoken(reading.first_day), spoken(reading.last_day)
            words.append(f"What can be read runs from {first} to {last}.")
        words.append(
            f"{new} new, {known} already in your journal, {sum(waiting.values())} "
            f"waiting for a mood word, {len(reading.problems)} that can't be read."
        )
        fields = [Field(key="_preview", kind="words", words=tuple(words))]
        fields += [
            Field(
                key=f"word:{number}",
                kind="scale",
                label=f"Your word “{word}”: how is that?",
                help=f"Waiting for it: {importers.counted(waiting.get(word, 0))}.",
                required=True,
                ends=((0, "very bad"), (5, "neither"), (10, "very good")),
            )
            for number, word in enumerate(self._asked)
        ]
        if reading.problems:
            fields.append(_problems(reading))
        if new:
            out = importers.counted(sum(waiting.values()))
            left = f"Still waiting for a mood word: {out}."
            later = "They stay out for now; you can choose the file again later."
            fields.append(
                Field(
                    key="_import",
                    kind="button",
                    label=f"Add {importers.counted(new)}",
                    confirm=f"{left} {later} Add the others?" if waiting else "",
                )
            )
        fields.append(Field(key="_leave", kind="button", label="Leave it"))
        return tuple(fields)

    def take(self, name: str, data: bytes) -> None:
        """Take the file that was chosen; nothing of it is stored."""
        self._done, self._asked = "", []
        self._source, self._read = importers.Source(name, data), None
        try:
            self._reading(self._source)
        except UnreadableFileError:
            self._source = None
            raise

    def put(self, slot: Slot, key: str, value: Any, base: int) -> Draft:
        """Remember where the person places a mood word."""
        number = int(key.removeprefix("word:"))
        if value is not None and number < len(self._asked):
            place_mood_word(self.journal, self._asked[number], int(value))
        return Draft()

    def press(self, slot: Slot, key: str) -> Slot:
        """Add the entries, or put the file away."""
        if key == "_import" and self._source is not None:
            reading = self._reading(self._source)
            added = import_records(self.journal, reading.app, reading.records)
            self._done = f"Added to your journal: {importers.counted(added)}. {SOFTLY}"
        self._source = None
        return slot


def import_history(journal: Journal | None = None) -> Form:
    """Return the form that brings history from another app.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    return Form("history", HistorySheet, journal)


def _problems(reading: importers.Reading) -> Field:
    shown = reading.problems[:PROBLEMS_SHOWN]
    rows = [("Line", "What is wrong"), *((str(p.line), p.message) for p in shown)]
    more = len(reading.problems) - len(shown)
    return Field(
        key="_problems",
        kind="table",
        label="What can't be read",
        help=f"And {more} more." if more else "The other lines come all the same.",
        rows=tuple(rows),
    )
