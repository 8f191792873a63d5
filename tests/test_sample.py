import csv
import datetime as dt
import importlib.util
import re
from pathlib import Path

import pandas as pd
import pytest

from recovery_kit.analysis import daily, level, sentence, trend
from recovery_kit.analysis.days import gaps
from recovery_kit.records import CheckIn, StageStart, check, from_values

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
FILES = ("check_ins.csv", "stage_starts.csv")
STAGES = ["own it", "give space", "inner work", "reach out", "let go"]

# programme.md, "Voice": never in words to the person
NEVER = re.compile(
    r"\b(win back|won back|fight for|earn(ed)?|prove|deserve[sd]?|soulmate|closure"
    r"|(your|my) ex|toxic|narcissist|abuser|own your mess|mistake|slip|everyone does"
    r"|at least|eggshells|time heals|they'll see|forgive (your|my)self|survival|streak"
    r"|progress|congratulations|healed|cured|low risk|safe|anonymous|100%|simply|just"
    r"|obviously|back together|come back to me|miss me)\b",
    re.IGNORECASE,
)


def rows(name):
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def record(kind, row):
    """Return the record of a row: an empty cell is missing, tags are joined by |."""
    values = {name: cell for name, cell in row.items() if cell and name != "kind"}
    if "tags" in values:
        values["tags"] = values["tags"].split(" | ")
    return check(from_values(kind, values, text=True))


@pytest.fixture(scope="module")
def check_ins():
    return [record(CheckIn, row) for row in rows("check_ins.csv")]


@pytest.fixture(scope="module")
def days():
    return daily(pd.read_csv(SAMPLE / "check_ins.csv"))


@pytest.fixture(scope="module")
def notes(check_ins):
    return [entry.note for entry in check_ins if entry.note]


def test_the_script_writes_the_same_bytes_again(tmp_path):
    spec = importlib.util.spec_from_file_location("make", SAMPLE / "make.py")
    make = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make)
    make.write(tmp_path)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes()


def test_the_files_are_plain_text_with_unix_lines():
    for name in FILES:
        data = (SAMPLE / name).read_bytes()
        assert b"\r" not in data
        assert not data.startswith(b"\xef\xbb\xbf")
        data.decode("ascii")


def test_every_row_is_a_valid_record(check_ins):
    assert {row["kind"] for row in rows("check_ins.csv")} == {"check_in"}
    assert all(re.fullmatch(r"(\d\d:\d\d)?", row["time"]) for row in rows(FILES[0]))
    assert 220 <= len(check_ins) <= 240
    order = [entry.day for entry in check_ins]
    assert order == sorted(order)


def test_the_columns_are_fields_of_their_record():
    for name, kind in zip(FILES, (CheckIn, StageStart), strict=True):
        columns = list(rows(name)[0])
        assert columns[0] == "kind"
        assert set(columns[1:]) <= set(kind.__struct_fields__)


def test_it_is_nine_months_with_all_stages_but_the_second_chance(check_ins):
    starts = [record(StageStart, row) for row in rows("stage_starts.csv")]
    assert [start.stage for start in starts] == STAGES
    first, last = check_ins[0].day, check_ins[-1].day
    assert starts[0].day == first
    assert [start.day for start in starts] == sorted(start.day for start in starts)
    assert dt.timedelta(265) < last - first < dt.timedelta(285)
    # a first message waits for 14 days here and an ownership statement
    assert starts[3].day - first > dt.timedelta(14)


def test_there_are_gaps_and_a_calendar_week_of_nothing(days):
    assert len(gaps(days["value"])) > 10
    week = days["n"].resample("W-SUN").agg(["sum", "size"])
    assert ((week["sum"] == 0) & (week["size"] == 7)).any()


def test_some_days_have_two_entries_that_differ(days):
    twice = days[days["n"] == 2]
    assert len(twice) >= 8
    assert (twice["high"] > twice["low"]).any()


def test_there_is_a_lapse_and_it_is_told(check_ins):
    lapse = [entry for entry in check_ins if entry.substance == "more_than_meant"]
    assert [entry.acted for entry in lapse] == ["no"]
    after = [
        entry
        for entry in check_ins
        if dt.timedelta(0) < entry.day - lapse[0].day <= dt.timedelta(2)
    ]
    assert any(entry.note and entry.note.startswith("Told him") for entry in after)


def test_moods_are_noisy_and_mostly_two_to_seven(days, check_ins):
    moods = pd.Series([entry.mood for entry in check_ins])
    assert moods.between(2, 7).mean() > 0.9
    assert moods.std() > 1.1
    weeks = days["value"].resample("W-SUN").mean()
    assert (weeks < 2.8).sum() >= 3
    assert weeks.diff().abs().mean() > 0.4


def test_the_end_does_not_rise(days):
    found = trend(days["value"])
    assert found.enough
    assert sentence(found).startswith("No clear trend")
    assert found.p > 0.1
    months = days["value"].resample("MS").mean()
    assert months.iloc[-3:].mean() < months.max() - 0.5
    levels = level(days["value"])
    assert abs(levels["level"].iloc[-1] - levels["level"].iloc[0]) < 1


def test_what_the_person_can_leave_out_is_left_out_now_and_then(check_ins):
    for field in ("time", "acted", "sleep_hours", "energy", "tension", "substance"):
        missing = sum(getattr(entry, field) is None for entry in check_ins)
        assert 0 < missing < len(check_ins)


def test_the_notes_are_many_different_and_of_many_lengths(notes):
    assert 30 <= len(set(notes)) == len(notes) <= 60
    lengths = sorted(len(note.split()) for note in notes)
    assert lengths[0] <= 5
    assert lengths[-1] >= 25


def test_no_note_says_what_we_never_say(notes):
    for note in notes:
        assert not NEVER.search(note), note


def test_no_note_names_anybody(notes):
    # Any capital inside a sentence but for these would be a name.
    known = {"I", "I'd", "I'm", "I've", "I'll", "Friday", "Sunday", "Mine"}
    for note in notes:
        for sentence_ in re.split(r"(?<=[.:?!])\s+", note):
            inner = re.findall(r"[A-Z][\w']*", " ".join(sentence_.split()[1:]))
            assert set(inner) <= known, sentence_


def test_no_tag_is_about_the_partner(check_ins):
    tags = {tag for entry in check_ins for tag in entry.tags}
    assert tags <= {
        "work", "walk", "read", "cooked", "swim", "brother", "bad night",
        "counsellor", "debt group",
    }  # fmt: skip
