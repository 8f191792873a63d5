"""Write nine months of an invented person: check_ins.csv and stage_starts.csv.

Nobody is behind these days. They are shown until a person has days of their own, so
they must promise nothing: no rising end, no reunion, weeks that are bad for no reason.
The notes and their days (notes.txt) are written by hand; the numbers around them come
from a seed. Running the script writes the same bytes again::

    python data/sample/make.py

The person hid debts for two years from the partner they lived with, lied when asked,
and turned cold when asked again. Nothing here tells what is the partner's to tell.
"""

import csv
import datetime as dt
import random
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
FIRST, LAST = dt.date(2025, 1, 6), dt.date(2025, 10, 5)

STAGES = (
    ("2025-01-06", "own it"),
    ("2025-01-27", "give space"),
    ("2025-03-03", "inner work"),
    ("2025-05-26", "reach out"),
    ("2025-06-30", "let go"),
)

# What the days move around: a place on 0-10, straight between these days.
LEVELS = (
    ("2025-01-06", 3.4),
    ("2025-01-13", 4.3),
    ("2025-01-29", 4.2),
    ("2025-02-09", 3.6),
    ("2025-02-14", 2.0),
    ("2025-02-26", 4.4),
    ("2025-03-14", 5.3),
    ("2025-04-10", 4.9),
    ("2025-04-13", 2.2),
    ("2025-04-24", 4.2),
    ("2025-05-10", 5.2),
    ("2025-06-06", 4.4),
    ("2025-06-16", 2.3),
    ("2025-06-28", 3.4),
    ("2025-07-09", 4.7),
    ("2025-07-21", 3.2),
    ("2025-08-01", 5.2),
    ("2025-08-17", 3.4),
    ("2025-08-30", 4.9),
    ("2025-09-10", 2.6),
    ("2025-09-24", 4.3),
    ("2025-10-05", 3.8),
)

# The first is a whole week, Monday to Sunday.
SILENT = (
    ("2025-02-17", "2025-02-23"),
    ("2025-04-18", "2025-04-21"),
    ("2025-08-08", "2025-08-12"),
    ("2025-09-18", "2025-09-20"),
)

LAPSE = ("2025-04-11", "2025-04-12")
COLUMNS = (
    "kind", "day", "mood", "time", "acted", "sleep_hours", "energy", "tension",
    "substance", "tags", "note",
)  # fmt: skip


def days():
    """Return every day from the first to the last."""
    return [FIRST + dt.timedelta(days=k) for k in range((LAST - FIRST).days + 1)]


def notes():
    """Return the written notes by day: a list of (time, mood, acted, note)."""
    found = {}
    text = (HERE / "notes.txt").read_text(encoding="utf-8")
    for block in text.strip().split("\n\n")[1:]:
        head, *lines = block.split("\n")
        day, time, mood, acted = head.split()
        found.setdefault(day, []).append((time, int(mood), acted, " ".join(lines)))
    return found


def level(day):
    """Return what the mood of a day moves around."""
    points = [(dt.date.fromisoformat(at), place) for at, place in LEVELS]
    for (a, low), (b, high) in pairwise(points):
        if a <= day <= b:
            return low + (high - low) * ((day - a) / (b - a))
    raise ValueError(day)


def is_silent(day):
    """Return whether nothing may be written that day."""
    return any(first <= day.isoformat() <= last for first, last in SILENT)


class Dice:
    """Chance that stays the same in every Python: nothing but random()."""

    def __init__(self, seed):
        self.roll = random.Random(seed).random

    def near(self, middle, spread, low, high):
        """Return a whole number around the middle, within low and high."""
        swing = sum(self.roll() for _ in range(4)) - 2
        return min(max(round(middle + swing * spread), low), high)

    def one_of(self, weighted):
        """Return a key, each as likely as its weight."""
        left = self.roll() * sum(weighted.values())
        for key, weight in weighted.items():
            left -= weight
            if left < 0:
                return key
        return key


def tags_of(day, sleep, dice):
    """Return what the day held; none of it is about the partner."""
    tags = []
    if day.weekday() < 5 and dice.roll() < 0.6:
        tags.append("work")
    if day.weekday() == 2 and day >= dt.date(2025, 3, 12):
        tags.append("debt group")
    if day.weekday() == 0 and day >= dt.date(2025, 3, 3) and day.toordinal() % 2:
        tags.append("counsellor")
    if sleep is not None and sleep < 5:
        tags.append("bad night")
    chances = {"walk": 0.25, "cooked": 0.15, "brother": 0.12, "read": 0.1}
    if day >= dt.date(2025, 5, 20):
        chances["swim"] = 0.12
    return tags + [tag for tag, chance in chances.items() if dice.roll() < chance]


def check_in(day, dice, *, time=None, mood=None, acted=None, note="", first=True):
    """Return one row; what is not given comes from the dice."""
    if mood is None:
        mood = dice.near(level(day), 1.9, 1, 9)
    if time is None and dice.roll() < 0.9:
        hour = dice.near(21 if first else 22, 1.6, 18, 23)
        time = f"{hour}:{5 * int(dice.roll() * 12):02}"
    if acted is None:
        acted = dice.one_of(
            {"yes": 46, "partly": 22, "no": 6, "no_occasion": 18, "": 8}
        )
    sleep = dice.near(12.4 + (mood - 4) * 0.5, 2.6, 6, 18) / 2
    sleep = sleep if first and dice.roll() < 0.85 else None
    chosen = day >= dt.date(2025, 3, 3)
    lapsed = day.isoformat() in LAPSE and acted == "no"
    drank = "some" if day.weekday() >= 4 and dice.roll() < 0.3 else "none"
    row = {
        "kind": "check_in",
        "day": day.isoformat(),
        "mood": mood,
        "time": time or "",
        "acted": acted,
        "sleep_hours": "" if sleep is None else sleep,
        "energy": dice.near(mood, 1.6, 0, 9) if dice.roll() < 0.8 else "",
        "tension": dice.near(9 - mood, 1.8, 0, 10) if chosen else "",
        "substance": drank if chosen and first else "",
        "tags": " | ".join(tags_of(day, sleep, dice) if first else []),
        "note": note,
    }
    if lapsed:
        row["substance"] = "more_than_meant" if day.isoformat() == LAPSE[0] else "none"
    return row


def check_ins():
    """Return every row, in the order of the days."""
    dice, written = Dice(20250106), notes()
    rows = []
    for day in days():
        skipped, doubled = dice.roll() < 0.17, dice.roll() < 0.06
        noted = written.get(day.isoformat(), [])
        for k, (time, mood, acted, note) in enumerate(noted):
            given = {"time": time, "mood": mood, "acted": acted, "note": note}
            rows.append(check_in(day, dice, **given, first=k == 0))
        if noted or skipped or is_silent(day):
            continue
        if doubled:
            rows.append(check_in(day, dice, time=f"{7 + int(dice.roll() * 3)}:40"))
        rows.append(check_in(day, dice, first=not doubled))
    for row in rows:
        row["time"] = row["time"].zfill(5) if row["time"] else ""
    return rows


def write(folder=HERE):
    """Write both files into the folder."""
    starts = [
        {"kind": "stage_start", "day": day, "stage": name} for day, name in STAGES
    ]
    for name, columns, rows in (
        ("check_ins.csv", COLUMNS, check_ins()),
        ("stage_starts.csv", ("kind", "day", "stage"), starts),
    ):
        with (Path(folder) / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    write()
