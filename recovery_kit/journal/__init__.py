"""The private store: one encrypted SQLite file on the person's own machine."""

from recovery_kit.journal.drafts import Draft
from recovery_kit.journal.journal import Entry, Journal, open_journal
from recovery_kit.journal.mood_words import mood_words, place_mood_word

__all__ = [
    "Draft",
    "Entry",
    "Journal",
    "mood_words",
    "open_journal",
    "place_mood_word",
]
