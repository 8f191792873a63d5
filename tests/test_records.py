import datetime as dt
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_kit import records
from recovery_kit.errors import RecordError
from recovery_kit.records import CheckIn, Measure

DAY = dt.date(2026, 3, 4)

days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))
scales = st.none() | st.integers(0, 10)
texts = st.text(st.characters(codec="utf-8"), max_size=60)
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
check_ins = st.builds(
    CheckIn,
    day=days,
    mood=st.integers(0, 10),
    time=st.none() | st.times(),
    acted=st.sampled_from([None, "yes", "partly", "no", "no_occasion"]),
    sleep_hours=st.none() | st.floats(0, 24),
    energy=scales,
    tension=scales,
    substance=st.sampled_from([None, "none", "some", "more_than_meant"]),
    tags=st.lists(names, max_size=3).map(tuple),
    title=st.none() | texts,
    note=st.none() | texts,
    mood_word=st.none() | names,
    measures=st.lists(
        st.builds(Measure, name=names, value=st.floats(-1e6, 1e6)), max_size=2
    ).map(tuple),
)


@given(check_ins)
def test_a_check_in_comes_back_from_json_as_it_was(record):
    assert records.check(record) == record
    assert records.from_json(CheckIn, records.to_json(record)) == record


def test_every_kind_is_listed_under_its_own_name():
    assert all(records.label(kind) == name for name, kind in records.KINDS.items())
    written = [kind for kind in vars(records).values() if isinstance(kind, type)]
    kinds = {kind for kind in written if issubclass(kind, records.Record)}
    assert kinds - {records.Record} == set(records.KINDS.values())


def test_every_field_says_in_words_what_it_takes():
    for kind in records.KINDS.values():
        for field in msgspec.structs.fields(kind):
            wrong = object()
            values = {"day": "2026-01-01", field.name: wrong}
            with pytest.raises(RecordError) as caught:
                records.from_values(kind, values)
            assert "object" not in str(caught.value)


@pytest.mark.parametrize("mood", [-1, 11, 5.5, "six", None, True, [], float("nan")])
def test_a_mood_off_the_scale_is_refused_by_name(mood):
    with pytest.raises(
        RecordError, match=r"mood takes a whole number from 0"
    ) as caught:
        records.check(CheckIn(day=DAY, mood=mood))
    assert caught.value.field == "mood"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-02-30", "day takes a calendar day"),
        ("0002-01-01", "before 1900"),
        (dt.date(2, 1, 1), "before 1900"),
        ("yesterday", "day takes a calendar day"),
        (None, "day takes a calendar day"),
    ],
)
def test_an_impossible_day_is_refused(day, words):
    with pytest.raises(RecordError, match=words):
        records.check(CheckIn(day=day, mood=5))


def test_a_day_after_tomorrow_is_in_the_future_when_today_is_told():
    later = CheckIn(day=DAY + dt.timedelta(days=2), mood=5)
    assert records.check(later) == later
    with pytest.raises(RecordError, match="in the future"):
        records.check(later, today=DAY)
    tomorrow = CheckIn(day=DAY + dt.timedelta(days=1), mood=5)
    assert records.check(tomorrow, today=DAY) == tomorrow


def test_a_missing_field_is_named():
    with pytest.raises(RecordError, match="mood is missing; it takes a whole number"):
        records.from_values(CheckIn, {"day": "2026-01-01"})


def test_a_message_never_holds_what_was_written():
    with pytest.raises(RecordError) as caught:
        records.check(CheckIn(day=DAY, mood=5, tags=("SECRET", "SECRET" * 100)))
    assert "SECRET" not in str(caught.value)
    with pytest.raises(RecordError) as caught:
        records.from_json(CheckIn, b'{"kind":"check_in","note":"SECRET')
    assert "SECRET" not in str(caught.value)


def test_half_a_character_is_refused_in_words():
    with pytest.raises(RecordError, match="half a character"):
        records.to_json(CheckIn(day=DAY, mood=5, note="x\ud83d"))


def test_a_field_that_a_newer_version_wrote_is_passed_over():
    written = json.dumps(
        {"kind": "check_in", "day": "2026-03-04", "mood": 4, "not_known_yet": [1]}
    )
    assert records.from_json(CheckIn, written) == CheckIn(day=DAY, mood=4)


@pytest.mark.parametrize(
    ("hour", "minute", "day"),
    [
        (3, 59, dt.date(2026, 3, 3)),
        (4, 0, DAY),
        (0, 0, dt.date(2026, 3, 3)),
        (23, 59, DAY),
    ],
)
def test_a_day_ends_at_four_in_the_morning(hour, minute, day):
    assert records.today(dt.datetime(2026, 3, 4, hour, minute)) == day  # noqa: DTZ001


@pytest.mark.parametrize("time", ["18:43", "18:43:00", dt.time(18, 43)])
def test_a_time_needs_no_seconds(time):
    record = records.check(CheckIn(day=DAY, mood=5, time=time))
    assert record.time == dt.time(18, 43)


def test_numpy_numbers_are_numbers():
    np = pytest.importorskip("numpy")
    record = records.check(CheckIn(day=DAY, mood=np.int64(7)))
    assert record.mood == 7
    assert type(record.mood) is int
