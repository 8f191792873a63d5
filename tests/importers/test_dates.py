import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_kit.importers._dates import (
    NO_DATE,
    NO_SUCH_DAY,
    NOT_A_DATE,
    TWO_DAYS,
    DayText,
    clock_time,
    days,
)


def day(text, year="", weekday=""):
    cell = DayText(text, year, weekday)
    return days([cell])[cell]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("18:43", (18, 43)),
        ("9:03", (9, 3)),
        ("09:03", (9, 3)),
        ("0:00", (0, 0)),
        ("18.43", (18, 43)),
        ("18 h 43", (18, 43)),
        ("18:43:10", (18, 43)),
        ("18:43 ч.", (18, 43)),
        ("6:50 pm", (18, 50)),
        ("6:50pm", (18, 50)),
        ("6:50 PM", (18, 50)),
        ("6:50\u202fPM", (18, 50)),
        ("6:50\xa0p.\xa0m.", (18, 50)),
        ("6:50 p. m.", (18, 50)),
        ("8:05 a. m.", (8, 5)),
        ("12:00 AM", (0, 0)),
        ("12:59 am", (0, 59)),
        ("12:00 PM", (12, 0)),
        ("11:59 pm", (23, 59)),
        ("6:50 μ.μ.", (18, 50)),
        ("6:50 odp.", (18, 50)),
        ("6:50 de.", (6, 50)),
        ("6:50 ÖS", (18, 50)),
        ("6:50 CH", (18, 50)),
        ("6:50 м", None),
        ("6:50 م", (18, 50)),
        ("오후 6:50", (18, 50)),
        ("下午6:50", (18, 50)),
        ("凌晨1:23", (1, 23)),
        ("晚上8:00", (20, 0)),
        ("午後0:30", (12, 30)),
        ("٦:٥٠ م", (18, 50)),
    ],
)
def test_a_clock_of_any_language_is_read(text, time):
    assert clock_time(text) == (time and dt.time(*time))


@pytest.mark.parametrize(
    "text",
    ["25:99", "24:00", "18:60", "13:00 pm", "6 pm", "6:5", "noonish", "", "1:1:1"],
)
def test_what_no_clock_shows_is_no_time(text):
    assert clock_time(text) is None


@given(st.text(max_size=200))
def test_any_text_is_a_time_or_not(text):
    assert clock_time(text) is None or isinstance(clock_time(text), dt.time)


@pytest.mark.parametrize(
    ("text", "month", "number"),
    [
        ("May 30", 5, 30),
        ("30 May", 5, 30),
        ("30-May", 5, 30),
        ("May 30th", 5, 30),
        ("Dec 17", 12, 17),
        ("Dec. 17", 12, 17),
        ("16 de octubre", 10, 16),
        ("16 octubre", 10, 16),
        ("7 września", 9, 7),
        ("30. Mai", 5, 30),
        ("1er mai", 5, 1),
        ("16 d’octubre", 10, 16),
        ("30 במאי", 5, 30),
        ("5月30日", 5, 30),
        ("5월 30일", 5, 30),
        ("30 tháng 5", 5, 30),
        ("5 tháng 5", 5, 5),
        ("30 мая", 5, 30),
        ("30. toukokuuta", 5, 30),
        ("30 Mayıs", 5, 30),
        ("gegužės 30 d.", 5, 30),
        ("٣٠ مايو", 5, 30),
        ("2018-05-30", 5, 30),
    ],
)
def test_a_months_name_is_read_in_any_language_and_order(text, month, number):
    assert day(text, "2018") == dt.date(2018, month, number)


def test_a_months_name_of_two_meanings_is_told_by_the_weekdays_name():
    polish = DayText("3 listopada", "2017", "piątek")
    croatian = DayText("3 listopada", "2017", "utorak")
    assert days([polish])[polish] == dt.date(2017, 11, 3)
    assert days([croatian])[croatian] == dt.date(2017, 10, 3)


def test_a_months_name_of_two_meanings_is_told_by_a_weekday_in_another_language():
    cell = DayText("3 listopada", "2017", "Friday")
    assert days([cell])[cell] == dt.date(2017, 11, 3)


def test_a_months_name_of_two_meanings_is_told_by_the_files_other_rows():
    cells = [DayText("3 listopada", "2017"), DayText("7 września", "2017")]
    assert days(cells)[cells[0]] == dt.date(2017, 11, 3)
    cells = [DayText("3 listopada", "2017"), DayText("7 rujna", "2017")]
    assert days(cells)[cells[0]] == dt.date(2017, 10, 3)


def test_one_wrong_weekday_does_not_outvote_a_file():
    cells = [
        DayText("3 listopada", "2017", "utorak"),
        *(DayText(f"{n} listopada", "2017", "piątek") for n in (10, 17, 24)),
    ]
    assert days(cells)[cells[0]] == dt.date(2017, 11, 3)


def test_what_can_mean_two_days_is_not_guessed():
    assert day("3 listopada", "2017") == TWO_DAYS
    assert day("03/04/2020") == TWO_DAYS


def test_the_order_of_day_and_month_is_decided_once_for_the_file():
    cells = [DayText("03/04/2020"), DayText("25/04/2020")]
    assert days(cells)[cells[0]] == dt.date(2020, 4, 3)
    cells = [DayText("03/04/2020"), DayText("04/25/2020")]
    assert days(cells)[cells[0]] == dt.date(2020, 3, 4)
    assert day("03.04.2020", weekday="Freitag") == dt.date(2020, 4, 3)
    assert day("2020/04/03") == dt.date(2020, 4, 3)
    assert day("03/03/2020") == dt.date(2020, 3, 3)


@pytest.mark.parametrize(
    ("text", "year", "fault"),
    [
        ("", "", NO_DATE),
        ("  ", "2018", NO_DATE),
        ("2020-02-30", "", NO_SUCH_DAY),
        ("30 February", "2020", NO_SUCH_DAY),
        ("31 de abril", "2018", NO_SUCH_DAY),
        ("29 Feb", "2019", NO_SUCH_DAY),
        ("30 May", "", NOT_A_DATE),
        ("30 May", "MMXX", NOT_A_DATE),
        ("yesterday", "2020", NOT_A_DATE),
        ("30 Mayhem", "2020", NOT_A_DATE),
        ("May", "2020", NOT_A_DATE),
        ("x" * 10_000, "", NOT_A_DATE),
    ],
)
def test_what_is_no_day_says_why(text, year, fault):
    assert day(text, year) == fault


@given(st.dates(dt.date(1, 1, 1)))
def test_a_date_written_as_year_month_day_is_kept(date):
    assert day(date.isoformat()) == date


@given(st.lists(st.builds(DayText, st.text(max_size=70), st.text(max_size=70))))
def test_any_text_is_a_day_or_says_why_not(cells):
    for cell, found in days(cells).items():
        assert cell in cells
        assert isinstance(found, dt.date) or found.endswith(".")
