"""Everything that can be recorded: the one vocabulary of the project.

Every record belongs to a plain local calendar day that the person chose. A field with
a default may be left out, and ``None`` always means "nothing was recorded", never zero.
Nothing is stored here.
"""

from recovery_kit.records.checks import check, from_json, from_values, to_json
from recovery_kit.records.days import EARLIEST_DAY, MONTHS, spoken, today
from recovery_kit.records.kinds import (
    KINDS,
    CheckIn,
    Hope,
    Import,
    Line,
    Measure,
    MoodWord,
    NotTonight,
    Preferences,
    Record,
    SafetyLines,
    StageStart,
    Text,
    Urge,
    label,
)

__all__ = [
    "EARLIEST_DAY",
    "KINDS",
    "MONTHS",
    "CheckIn",
    "Hope",
    "Import",
    "Line",
    "Measure",
    "MoodWord",
    "NotTonight",
    "Preferences",
    "Record",
    "SafetyLines",
    "StageStart",
    "Text",
    "Urge",
    "check",
    "from_json",
    "from_values",
    "label",
    "spoken",
    "to_json",
    "today",
]
