import csv
import datetime as dt
import io
import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_kit import records
from recovery_kit.errors import UnreadableFileError
from recovery_kit.importers import Reading, Source, plain, read
from recovery_kit.records import CheckIn, Line, Measure, NotTonight, Preferences

GOLDEN = Path(__file__).parent / "golden" / "plain.csv"
TODAY = dt.date(2026, 11, 25)


def text(header: str, *rows: str) -> Reading:
    data = "\n".join([header, *rows, ""]).encode()
    return read(Source("plain.csv", data), today=TODAY)


def written(*made: records.Record) -> str:
    """A file by the rules of `plain`, with a column for every field of its kinds."""
    names = dict.fromkeys(name for record in made for name in record.__struct_fields__)
    file = io.StringIO()
    writer = csv.DictWriter(file, ["kind", *names], restval="")
    writer.writeheader()
    for record in made:
        values = msgspec.to_builtins(record)
        for name, value in values.items():
            if name in ("tags", "extras"):
                values[name] = " | ".join(value)
            elif not isinstance(value, str):
                values[name] = json.dumps(value)
        if isinstance(record, CheckIn) and record.time:
            values["time"] = f"{record.time:%H:%M}"
        writer.writerow(values)
    return file.getvalue()


def test_one_file_holds_several_kinds():
    reading = read(GOLDEN, today=TODAY)
    assert reading.problems == ()
    assert reading.app == "plain CSV"
    assert reading.records == (
        CheckIn(
            day=TODAY,
            time=dt.time(18, 43),
            mood=6,
            tags=("walk", "called Ann"),
            note="Quiet, mostly",
            measures=(Measure("Sleep Time", 7.5, "hours"),),
        ),
        Line(day=TODAY, text="I said it out loud."),
    )


words = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=20)
names = words.map(str.strip).filter(lambda word: word and "|" not in word)
days = st.dates(dt.date(1900, 1, 1), TODAY)
anything = st.one_of(
    st.builds(
        CheckIn,
        day=days,
        mood=st.integers(0, 10),
        time=st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0)),
        acted=st.sampled_from([None, "yes", "no_occasion"]),
        sleep_hours=st.none() | st.floats(0, 24),
        tags=st.lists(names, max_size=3).map(tuple),
        title=words.filter(bool) | st.sampled_from([None, "null", "None", "7", "true"]),
        mood_word=st.none() | names,
        measures=st.lists(
            st.builds(Measure, names, st.floats(-1e6, 1e6), st.none() | words)
        ).map(tuple),
    ),
    st.builds(Line, day=days, text=words.filter(bool)),
    st.builds(NotTonight, day=days, kept=st.booleans()),
    st.builds(
        Preferences,
        day=days,
        country=st.sampled_from([None, "GB"]),
        extras=st.sampled_from([(), ("tension",), ("tension", "substance")]),
    ),
)


@given(st.lists(anything, max_size=5))
def test_what_was_written_by_the_rules_is_read_back(made):
    file = written(Line(day=TODAY, text="first"), *made)
    reading = read(Source("x.csv", file.encode()), today=TODAY)
    assert reading.problems == ()
    assert reading.records[1:] == tuple(made)


cells = st.sampled_from(
    ["", "null", "check_in", "line", "2026-01-02", "5", "x", "[", '"', "1,5", "18:43"]
)


@given(st.lists(st.lists(cells, min_size=1, max_size=7).filter(any)))
def test_every_row_is_a_record_or_a_problem(rows):
    file = io.StringIO()
    header = ["kind", "day", "mood", "note", "measures", "sleep_hours", "colour"]
    csv.writer(file).writerows([header, *rows])
    reading = read(Source("x.csv", file.getvalue().encode()), today=TODAY)
    assert len(reading.records) + len(reading.problems) == len(rows)
    assert reading.questions == ()


@pytest.mark.parametrize("name", ["sleep_hours", "energy", "acted", "time", "mood"])
@pytest.mark.parametrize("word", ["null", "NULL", "None", "nan", "n/a", "-"])
def test_a_word_where_a_value_belongs_is_a_problem_and_not_nothing(name, word):
    row = {"kind": "check_in", "day": "2026-01-02", "mood": "5", name: word}
    reading = text(",".join(row), ",".join(row.values()))
    (problem,) = reading.problems
    assert name in problem.message


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("kind,day,mood", "chek_in,2026-01-02,5", "none of: check_in"),
        ("kind,day,mood", ",2026-01-02,5", "The kind is none of"),
        ("kind,day,mood", "check_in,,5", "day is missing"),
        ("kind,day,mood", "check_in,2026-01-02,", "mood is missing"),
        ("kind,day,mood", "check_in,2026-02-30,5", "day takes"),
        ("kind,day,mood", "check_in,2026-01-02,11", "mood takes"),
        ("kind,day,mood", "check_in,2026-01-02,6.5", "mood takes"),
        ("kind,day,mood", "check_in,2026-11-27,5", "still to come"),
        ("kind,day,mood", "check_in,1899-12-31,5", "before 1900"),
        ("kind,day,mood,time", "check_in,2026-01-02,5,25:99", "time takes"),
        ("kind,day,mood,nots", "check_in,2026-01-02,5,x", "Column 4 is filled"),
        ("kind,day,mood,text", "check_in,2026-01-02,5,x", "Column 4 is filled"),
        ("kind,day,mood,measures", "check_in,2026-01-02,5,[", "JSON under measures"),
        ("kind,day,mood", "check_in,2026-01-02", "ends early"),
    ],
)
def test_a_row_that_is_no_record_says_why(header, row, said):
    reading = text(header, row)
    assert reading.records == ()
    (problem,) = reading.problems
    assert problem.line == 2
    assert said in problem.message


def test_deep_json_is_a_problem():
    reading = text("kind,day,mood,measures", "check_in,2026-01-02,5," + "[" * 100_000)
    assert "JSON under measures" in reading.problems[0].message


def test_what_a_spreadsheet_saved_is_read():
    reading = text(
        "Kind;Day;Mood;Sleep_Hours;Time", "check_in;2026-01-02;5;7,5;9:03:00"
    )
    assert reading.records == (
        CheckIn(day=dt.date(2026, 1, 2), mood=5, sleep_hours=7.5, time=dt.time(9, 3)),
    )


def test_a_missing_day_column_or_two_of_one_name_is_said():
    with pytest.raises(UnreadableFileError, match="no column named day"):
        text("kind,mood", "check_in,5")
    with pytest.raises(UnreadableFileError, match="two columns of one name"):
        text("kind,day,mood,mood", "check_in,2026-01-02,5,6")


def test_another_apps_file_is_not_claimed():
    for header in ("full_date,kind,day,mood\n", "kind,colour\n", "kind\n", ""):
        assert not plain.can_read(Source("x.csv", header.encode()))


def test_every_kind_and_field_can_be_written_in_a_cell():
    for kind in records.KINDS.values():
        assert plain._fields(kind).keys() == set(kind.__struct_fields__)
