"""The private store: one encrypted SQLite file on the person's own machine."""

from recovery_kit.journal.drafts import Draft, Drafts
from recovery_kit.journal.entries import Entry
from recovery_kit.journal.importing import import_records, not_yet_imported
from recovery_kit.journal.journal import Journal, open_journal
from recovery_kit.journal.mood_words import mood_words, place_mood_word

__all__ = [
    "Draft",
    "Drafts",
    "Entry",
    "Journal",
    "import_records",
    "mood_words",
    "not_yet_imported",
    "open_journal",
    "place_mood_word",
]
