import datetime as dt

import numpy as np
import pytest

from recovery_kit.errors import RecordError, UnreadableFileError
from recovery_kit.importers import _reading
from recovery_kit.importers._reading import (
    Problem,
    Question,
    Reading,
    Source,
    Unplaced,
    day_fault,
    place_of_words,
)
from recovery_kit.records import CheckIn, Line

TODAY = dt.date(2026, 11, 25)


def test_a_source_is_a_files_own_name_and_bytes(tmp_path):
    path = tmp_path / "diary.csv"
    path.write_bytes(b"a,b\n")
    assert Source.open(path) == Source("diary.csv", b"a,b\n")
    assert Source.open(str(path)).text == "a,b\n"


def test_a_source_shows_nothing_of_what_it_holds():
    assert repr(Source("diary.csv", b"secret")) == "Source(name='diary.csv')"


def test_a_missing_file_a_folder_and_a_closed_file_each_say_so(tmp_path, monkeypatch):
    with pytest.raises(UnreadableFileError, match=r"There is no file none\.csv\."):
        Source.open(tmp_path / "none.csv")
    with pytest.raises(UnreadableFileError, match="is a folder"):
        Source.open(tmp_path)
    with pytest.raises(UnreadableFileError, match="can't be opened"):
        Source.open(tmp_path / ("x" * 5_000))
    with pytest.raises(UnreadableFileError, match="no file"):
        Source.open("a\0b")
    path = tmp_path / "closed.csv"
    path.write_bytes(b"")

    def refuse(*args: object) -> None:
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(UnreadableFileError, match=r"closed\.csv can't be opened"):
        Source.open(path)


def test_no_more_is_read_of_a_file_than_its_bound(tmp_path, monkeypatch):
    path = tmp_path / "big.csv"
    path.write_bytes(b"x" * 11)
    monkeypatch.setattr(_reading, "LARGEST", 11)
    assert len(Source.open(path).data) == 11
    monkeypatch.setattr(_reading, "LARGEST", 10)
    with pytest.raises(UnreadableFileError, match="larger than 64 MB"):
        Source.open(path)
    with pytest.raises(UnreadableFileError, match="larger than 64 MB"):
        Source("dropped.csv", b"x" * 11)


def test_a_file_of_nothing_but_lines_is_refused():
    with pytest.raises(UnreadableFileError, match="three million lines"):
        _ = Source("x.csv", b"\n" * 3_000_001).text


def test_a_reading_counts_each_row_once():
    record = Line(day=TODAY, text="a line")
    problem = Problem(3, "Something is wrong.")
    rows = [
        Unplaced("low"),
        record,
        problem,
        Unplaced("blue"),
        record,
        Unplaced("Blue"),
    ]
    reading = Reading.of("App", rows)
    assert reading.records == (record, record)
    assert reading.problems == (problem,)
    assert reading.questions == (Question("blue", 2), Question("low", 1))
    assert reading.rows == len(rows)
    assert repr(reading) == "<Reading of App: records=2 problems=1 questions=2>"


def test_a_reading_knows_its_first_and_last_day():
    days = [dt.date(2026, 3, 2), dt.date(2025, 1, 9), dt.date(2026, 3, 1)]
    reading = Reading.of("App", [CheckIn(day=day, mood=5) for day in days])
    assert (reading.first_day, reading.last_day) == (days[1], days[0])
    empty = Reading.of("App", [])
    assert (empty.first_day, empty.last_day, empty.rows) == (None, None, 0)


def test_a_day_has_a_days_slack_after_today_and_none_before_1900():
    assert day_fault(TODAY + dt.timedelta(1), TODAY) is None
    assert "to come" in str(day_fault(TODAY + dt.timedelta(2), TODAY))
    assert day_fault(dt.date(1900, 1, 1), TODAY) is None
    assert "before 1900" in str(day_fault(dt.date(1899, 12, 31), TODAY))


def test_mood_words_are_matched_without_case_and_spaces_and_win_over_defaults():
    places = place_of_words({"Rad": 9, "meh": 5}, {" RAD ": 10, "Straße": np.int64(4)})
    assert places == {"rad": 10, "meh": 5, "strasse": 4}


@pytest.mark.parametrize("place", [11, -1, 6.5, "6", None, True])
def test_a_place_off_the_scale_is_refused(place):
    with pytest.raises(RecordError, match="place"):
        place_of_words({}, {"low": place})
