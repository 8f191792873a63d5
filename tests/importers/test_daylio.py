import csv
import datetime as dt
import io
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_kit.errors import RecordError, UnreadableFileError
from recovery_kit.importers import Question, Reading, Source, daylio, read
from recovery_kit.records import CheckIn, Measure

GOLDEN = Path(__file__).parent / "golden"
TODAY = dt.date(2026, 11, 25)
HEADER = "full_date,date,weekday,time,mood,activities,note_title,note"
ROW = "2020-05-30,30 May,Saturday,18:43,rad,walk | sun,A title,A note"


def golden(name: str, mood_words: dict[str, int] | None = None) -> Reading:
    return read(GOLDEN / f"daylio_{name}.csv", mood_words, today=TODAY)


def text(*rows: str, header: str = HEADER) -> Reading:
    data = "\n".join([header, *rows, ""]).encode()
    return daylio.read(Source("daylio.csv", data), today=TODAY)


def only(*rows: str, header: str = HEADER) -> CheckIn:
    reading = text(*rows, header=header)
    assert not reading.problems
    assert not reading.questions
    (record,) = reading.records
    assert isinstance(record, CheckIn)
    return record


def test_an_english_export_of_2017_is_read():
    assert golden("2017_english").records == (
        CheckIn(
            day=dt.date(2018, 1, 1),
            time=dt.time(0, 15),
            mood=9,
            mood_word="rad",
            tags=("friends", "fireworks"),
            note="Happy new year, all of us",
        ),
        CheckIn(
            day=dt.date(2017, 12, 31), time=dt.time(23, 58), mood=7, mood_word="good"
        ),
        CheckIn(
            day=dt.date(2017, 12, 17),
            time=dt.time(18, 50),
            mood=5,
            mood_word="meh",
            tags=("work", "tired"),
        ),
    )


def test_a_polish_export_of_2017_is_read_once_its_moods_have_places():
    reading = golden("2017_polish")
    assert reading.records == ()
    assert reading.questions == (Question("super", 1), Question("źle", 1))
    reading = golden("2017_polish", {"Super": 8, "źle": 2})
    assert reading.questions == ()
    assert [(r.day, r.mood, r.mood_word) for r in reading.records] == [
        (dt.date(2017, 11, 3), 8, "super"),
        (dt.date(2017, 9, 7), 2, "źle"),
    ]


def test_a_spanish_export_of_2018_is_read():
    reading = golden("2018")
    assert [r.time for r in reading.records] == [dt.time(23, 5), dt.time(8, 30)]
    assert [r.day for r in reading.records] == [dt.date(2019, 10, 16)] * 2
    assert [r.note for r in reading.records] == [None, "Dormí mal"]


def test_an_export_of_2020_is_read_and_equal_rows_are_both_kept():
    reading = golden("2020")
    first, second, third = reading.records
    # Half past two did not exist that night; the file's own time is kept.
    assert (first.day, first.time) == (dt.date(2021, 3, 28), dt.time(2, 30))
    assert second == third
    assert second.title == "Long, long"
    assert second.note == "No <3 today"


def test_an_export_of_2026_is_read_with_its_scales():
    first, second = golden("2026").records
    assert first.measures == (
        Measure(name="Sleep Quality", value=8, unit="of 10 points"),
        Measure(name="Sleep Time", value=7.5, unit="hours"),
    )
    assert first.note == "First line.\n\nThird line."
    assert second.title == 'A "quoted" title'
    assert second.note == "a < b, <John>\nand a line of its own"
    assert second.measures == ()


def test_of_a_broken_file_every_good_row_is_read_and_every_bad_one_listed():
    reading = golden("broken")
    assert [r.day.day for r in reading.records] == [30, 28, 21]
    assert reading.questions == (Question("blue", 1),)
    said = {problem.line: problem.message for problem in reading.problems}
    for line, words in {
        3: "quotation mark",
        5: "ends early",
        6: "no such day",
        7: "none that a clock shows",
        9: "still to come",
        10: "before 1900",
        11: "no mood",
        12: "more than its 8 cells",
    }.items():
        assert words in said.pop(line)
    assert said == {}
    assert reading.rows == 12


def test_no_problem_repeats_what_a_row_says():
    secret = "zebra"
    reading = text(
        f"{secret},30 May,Saturday,18:43,rad,,,",
        f"2020-05-30,30 May,Saturday,{secret},rad,,,",
        f"2020-05-30,30 May,Saturday,18:43,,,,{secret}",
        f'2020-05-30,30 May,Saturday,18:43,rad,,,"{secret}',
        f"2020-05-30,{secret}",
        f"2020-05-30,30 May,Saturday,18:43,rad,{secret * 50},,",
        f"2020-05-30,30 May,Saturday,18:43,rad,,,{secret}, {secret}",
        f"2020-05-30,30 May,Saturday,18:43,{secret * 50},,,",
    )
    assert len(reading.problems) == reading.rows == 8
    for problem in reading.problems:
        assert secret not in problem.message
        assert problem.message.endswith(".")


@pytest.mark.parametrize("word", ["null", "None", "NA", "n/a", "nan", "-", "0"])
def test_words_for_nothing_are_words(word):
    record = only(f"2020-05-30,30 May,Saturday,18:43,rad,{word},{word},{word}")
    assert (record.tags, record.title, record.note) == ((word,), word, word)
    reading = text(f"2020-05-30,30 May,Saturday,18:43,{word},,,")
    assert reading.questions == (Question(word, 1),)


def test_only_empty_cells_are_missing():
    record = only("2020-05-30,,,,rad,,,")
    assert record == CheckIn(day=dt.date(2020, 5, 30), mood=9, mood_word="rad")


def test_a_mood_word_keeps_its_case_and_loses_only_outer_spaces():
    assert only("2020-05-30,,,18:43,\xa0Rad ,,,").mood_word == "Rad"


def test_moods_of_ones_own_are_asked_about_and_never_guessed():
    rows = [
        f"2020-05-30,,,18:43,{word},,," for word in ("Rad!", "goods", " low", "LOW")
    ]
    reading = text(*rows)
    assert reading.records == ()
    assert reading.questions == (
        Question("low", 2),
        Question("Rad!", 1),
        Question("goods", 1),
    )


def test_the_five_default_moods_can_be_placed_anew():
    source = Source("x.csv", f"{HEADER}\n{ROW}\n".encode())
    (record,) = daylio.read(source, {"RAD": 6}, today=TODAY).records
    assert (record.mood, record.mood_word) == (6, "rad")
    with pytest.raises(RecordError, match="place"):
        daylio.read(source, {"rad": 12}, today=TODAY)


def test_a_row_with_an_unknown_mood_and_a_bad_date_is_a_problem_only():
    reading = text("2020-02-30,,,18:43,blue,,,")
    assert (len(reading.problems), reading.questions) == (1, ())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"]
)
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_encoding_delimiter_and_line_end_reads_alike(encoding, mark, end):
    cells = [*ROW.split(",")[:-1], '"Café, “à deux”; ""naïve""\tfin"']
    lines = [HEADER.replace(",", mark), mark.join(cells), ""]
    source = Source("x.csv", end.join(lines).encode(encoding))
    (record,) = read(source, today=TODAY).records
    assert record.note == 'Café, “à deux”; "naïve"\tfin'
    assert record.tags == ("walk", "sun")


def test_any_script_and_line_breaks_survive_in_notes():
    note = "日記 😀👩‍👩‍👧\n\nмир \u2028 سلام\x85"
    assert only(f'2020-05-30,,,18:43,rad,,,"{note}"').note == note


def test_columns_are_told_by_name_and_unknown_ones_passed_over():
    record = only(
        "x,A note,rad,30 May,9:03,2020-05-30,y",
        header="place,Note,MOOD,date,time,full_date,place",
    )
    assert record == CheckIn(
        day=dt.date(2020, 5, 30),
        time=dt.time(9, 3),
        mood=9,
        mood_word="rad",
        note="A note",
    )


@pytest.mark.parametrize(
    "data",
    [
        f"{ROW}\n{ROW}\n",
        '2020-05-30,30 May,Saturday,6:50 pm,rad,"",,"Two\nlines"\n',
        "2017,30 May,Saturday,18:43,rad,,\n",
    ],
)
def test_a_missing_first_line_is_noticed(data):
    with pytest.raises(UnreadableFileError, match="without its first line"):
        read(Source("daylio.csv", data.encode()))


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("full_date,date,weekday,time,activities,note", "mood"),
        ("year,date,weekday,time,activities,note", "mood"),
        ("date,weekday,time,mood,activities,note", "year"),
        ("year,weekday,time,mood,activities,note", "date"),
    ],
)
def test_a_missing_column_is_named(header, column):
    with pytest.raises(UnreadableFileError, match=f"column {column} is missing"):
        read(Source("daylio.csv", f"{header}\n".encode()))


def test_a_column_that_is_there_twice_is_named():
    source = Source("daylio.csv", f"{HEADER},note\n{ROW},x\n".encode())
    with pytest.raises(UnreadableFileError, match="column note more than once"):
        read(source)


def test_a_file_of_names_only_is_an_empty_reading():
    reading = text()
    assert (reading.rows, reading.first_day, reading.app) == (0, None, "Daylio")


@pytest.mark.parametrize(
    ("cell", "measure"),
    [
        ("Sleep Quality: 8/10 points", Measure("Sleep Quality", 8, "of 10 points")),
        ("Pain:\u202f7,5\xa0/\xa010\xa0Punkte", Measure("Pain", 7.5, "of 10 Punkte")),
        ("Energy: 3/5", Measure("Energy", 3, "of 5")),
        ("Awake: 0:20", Measure("Awake", 1 / 3, "hours")),
        ("Water: 1.5 l", Measure("Water", 1.5, "l")),
        ("Steps: 8000", Measure("Steps", 8000)),
        ("Time 8:00: 7/10", Measure("Time 8:00", 7, "of 10")),
        ("Temperature: -3 °C", Measure("Temperature", -3, "°C")),
    ],
)
def test_a_scale_becomes_a_measure(cell, measure):
    record = only(f'2020-05-30,18:43,rad,"{cell}"', header="full_date,time,mood,scales")
    assert record.measures == (measure,)
    assert record.note is None


@pytest.mark.parametrize(
    "cell", ["Weather: fine", "Steps: 8,000", "8/10", "Walk: 1:75", "Alone", ": 8/10"]
)
def test_a_scale_that_is_not_understood_is_kept_under_the_note(cell):
    record = only(
        f'2020-05-30,rad,"{cell} | Energy: 3/5","My note."',
        header="full_date,mood,scales,note",
    )
    assert record.note == f"My note.\n{cell}"
    assert record.measures == (Measure("Energy", 3, "of 5"),)


def test_a_date_saved_by_a_spreadsheet_is_read_with_the_weekday_as_judge():
    record = only("03.04.2020;Freitag;rad;7,5", header="full_date;weekday;mood;scales")
    assert record.day == dt.date(2020, 4, 3)


def test_the_day_is_kept_as_it_stands_after_midnight():
    assert only("2020-05-30,,,1:23 am,rad,,,").day == dt.date(2020, 5, 30)


def test_tomorrow_is_no_problem_and_the_day_after_is():
    reading = text("2026-11-26,,,,rad,,,", "2026-11-27,,,,rad,,,")
    assert [r.day.day for r in reading.records] == [26]
    assert [problem.line for problem in reading.problems] == [3]


cells = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["null", "", '"', "a,b", "x\ny", "<b>", "1:2 | 3/4"]
)
good_rows = st.tuples(
    st.dates(dt.date(1900, 1, 1), TODAY).map(str),
    cells,
    cells,
    st.sampled_from(["", "18:43", "6:50 pm", "25:99"]),
    st.sampled_from(["rad", "Awful ", "blue", "niebieski", ""]),
    cells,
    cells,
    cells,
    cells,
)
WIDE = "full_date,date,weekday,time,mood,activities,scales,note_title,note"


@given(
    st.lists(good_rows | st.tuples(st.just("2020-05-30"), cells)),
    st.booleans(),
    st.sampled_from(["\n", "\r\n"]),
)
def test_every_row_is_a_record_a_problem_or_waits(rows, quoted, end):
    file = io.StringIO()
    style = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(file, quoting=style, lineterminator=end)
    writer.writerows([WIDE.split(","), *rows])
    reading = daylio.read(Source("x.csv", file.getvalue().encode()), today=TODAY)
    waiting = sum(question.rows for question in reading.questions)
    assert len(reading.records) + len(reading.problems) + waiting == len(rows)


@given(st.text(st.sampled_from('2020-5,"|;\n\r\t ad0:<b>'), max_size=200))
def test_every_row_of_any_text_is_counted_once(body):
    reading = text(body)
    assert reading.rows >= len(reading.records)
    lines = [problem.line for problem in reading.problems]
    assert lines == sorted(set(lines))


@given(st.binary(max_size=200))
def test_any_bytes_under_the_names_are_read(data):
    source = Source("x.csv", HEADER.encode() + b"\n" + data)
    assert daylio.read(source, today=TODAY).records == ()


words = st.text(st.characters(codec="utf-8", exclude_characters="\r\0<&"))


@given(words, words)
def test_words_come_out_as_they_went_in(title, note):
    file = io.StringIO()
    csv.writer(file).writerow(["2020-05-30", "", "", "", "rad", "a", title, note])
    record = only(file.getvalue())
    assert (record.title, record.note) == (title or None, note or None)


def test_a_huge_file_is_read_as_a_small_one(monkeypatch):
    usual = golden("broken")
    monkeypatch.setattr(daylio, "SPLIT_ONCE", 0)
    assert golden("broken") == usual


def test_twenty_thousand_rows_take_a_second():
    row = (
        "2020-05-30,30 May,Saturday,18:43,rad,walk | sun,"
        'Sleep Quality: 8/10 points | Sleep Time: 7:30,,"One <b>bold</b>\nline"\n'
    )
    source = Source("x.csv", f"{WIDE}\n{row * 20_000}".encode())
    before = time.process_time()
    assert len(read(source).records) == 20_000
    assert time.process_time() - before < 2  # twice the target: other work may run


@pytest.mark.parametrize(
    "cell", ["x" * 5_000_000, "<b x=" * 1_000_000, "&lt;" * 2_000_000, "\0"]
)
def test_a_monstrous_note_is_one_problem_and_the_rest_is_read(cell):
    before = time.process_time()
    reading = text(f"2020-05-30,,,,rad,,,{cell}", ROW)
    assert ([p.line for p in reading.problems], len(reading.records)) == ([2], 1)
    assert time.process_time() - before < 10


@pytest.mark.parametrize("cell", ["a|" * 1_000_000, ":" * 1_000_000, "a:1|" * 500_000])
def test_a_monstrous_list_is_one_problem(cell):
    reading = text(f"2020-05-30,rad,{cell}", header="full_date,mood,scales")
    assert len(reading.problems) == 1
    reading = text(f"2020-05-30,rad,{cell}", header="full_date,mood,activities")
    assert len(reading.problems) == 1
