"""Where the person placed the mood words of another app; remembered in the journal."""

from recovery_kit.journal.journal import Journal
from recovery_kit.records import MoodWord, today

__all__ = ["mood_words", "place_mood_word"]


def mood_words(journal: Journal) -> dict[str, int]:
    """Return each word and its place, 0 (very bad) to 10 (very good)."""
    entries = journal.entries(MoodWord)
    return {entry.record.word: entry.record.place for entry in entries}


def place_mood_word(journal: Journal, word: str, place: int) -> None:
    """Remember a word's place; a word placed before moves."""
    with journal.writing():
        entries = journal.entries(MoodWord)
        id = next((e.id for e in entries if e.record.word == word), None)
        journal.record(MoodWord(day=today(), word=word, place=place), id=id)
