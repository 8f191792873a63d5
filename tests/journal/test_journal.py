import datetime as dt
import math
import threading
from typing import ClassVar

import pytest

from recovery_kit import open_journal, records
from recovery_kit.errors import (
    EntryFinalError,
    EntryNotFoundError,
    JournalError,
    RecordError,
)
from recovery_kit.journal import import_records, not_yet_imported
from recovery_kit.journal.journal import Journal
from recovery_kit.journal.store import Store
from recovery_kit.records import CheckIn, Line

DAY = dt.date(2026, 3, 4)


@pytest.fixture
def journal(tmp_path):
    with open_journal(tmp_path / "private") as journal:
        yield journal


def moods(journal):
    return journal.frame(CheckIn)["mood"].tolist()


def test_a_recorded_entry_is_there_after_reopening(tmp_path):
    with open_journal(tmp_path) as journal:
        entry = journal.record(CheckIn(day=DAY, mood=6, note="ein Wort, 愛, 🌱"))
    with open_journal(tmp_path) as journal:
        assert journal.entry(entry.id).record == entry.record


def test_one_kernel_has_one_journal_a_folder(tmp_path):
    assert open_journal(tmp_path) is open_journal(tmp_path / "." / "")
    open_journal(tmp_path).close()


def test_the_folder_comes_from_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("RECOVERY_KIT_DATA", str(tmp_path / "here"))
    with open_journal() as journal:
        assert journal.folder == tmp_path / "here"
        assert (tmp_path / "here" / "journal.db").is_file()


def test_a_revision_keeps_the_version_before(journal):
    first = journal.record(CheckIn(day=DAY, mood=3))
    second = journal.revise(first.id, CheckIn(day=DAY, mood=4))
    assert [e.record.mood for e in journal.versions(first.id)] == [3, 4]
    assert second.sequence > first.sequence
    assert moods(journal) == [4]


def test_the_newest_version_is_the_last_written_whatever_the_clock_said(
    journal, monkeypatch
):
    first = journal.record(CheckIn(day=DAY, mood=3))
    monkeypatch.setattr(
        Store, "now", staticmethod(lambda: "1999-01-01T00:00:00.000000+00:00")
    )
    journal.revise(first.id, CheckIn(day=DAY, mood=8))
    assert journal.entry(first.id).record.mood == 8


def test_a_removed_entry_is_out_of_lists_but_its_versions_stay(journal):
    entry = journal.record(CheckIn(day=DAY, mood=3))
    journal.remove(entry.id)
    assert moods(journal) == []
    assert journal.entries(CheckIn) == []
    assert [e.record is None for e in journal.versions(entry.id)] == [False, True]
    with pytest.raises(EntryNotFoundError):
        journal.entry(entry.id)
    with pytest.raises(EntryNotFoundError):
        journal.revise(entry.id, CheckIn(day=DAY, mood=4))
    with pytest.raises(EntryNotFoundError):
        journal.remove(entry.id)


def test_a_refused_record_leaves_nothing_behind(journal):
    with pytest.raises(RecordError):
        journal.record(CheckIn(day=DAY, mood=77))
    with pytest.raises(RecordError, match="future"):
        journal.record(CheckIn(day=records.today() + dt.timedelta(days=2), mood=7))
    assert moods(journal) == []


def test_an_entry_cannot_turn_into_another_kind(journal):
    entry = journal.record(CheckIn(day=DAY, mood=3))
    with pytest.raises(JournalError, match="another kind"):
        journal.revise(entry.id, Line(day=DAY, text="x"))


class Vow(records.Record, frozen=True, kw_only=True, tag="vow"):
    final_after: ClassVar = dt.timedelta(minutes=10)
    text: records.Text


@pytest.fixture
def vow(monkeypatch):
    monkeypatch.setitem(records.KINDS, "vow", Vow)
    return Vow


def after(minutes):
    moment = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes)
    return staticmethod(lambda: moment.isoformat(timespec="microseconds"))


def test_a_final_kind_can_be_changed_for_ten_minutes_and_then_no_more(
    journal, vow, monkeypatch
):
    entry = journal.record(vow(day=DAY, text="a"))
    journal.revise(entry.id, vow(day=DAY, text="b"))
    monkeypatch.setattr(Store, "now", after(9))
    journal.revise(entry.id, vow(day=DAY, text="c"))
    monkeypatch.setattr(Store, "now", after(11))
    for change in (
        lambda: journal.revise(entry.id, vow(day=DAY, text="d")),
        lambda: journal.record(vow(day=DAY, text="d"), id=entry.id),
        lambda: journal.remove(entry.id),
    ):
        with pytest.raises(EntryFinalError):
            change()
    assert journal.entry(entry.id).record.text == "c"


def test_a_clock_set_back_does_not_open_what_became_final(journal, vow, monkeypatch):
    entry = journal.record(vow(day=DAY, text="a"))
    with monkeypatch.context() as patch:
        patch.setattr(Store, "now", after(30))
        journal.record(CheckIn(day=DAY, mood=5))
    with pytest.raises(EntryFinalError):
        journal.revise(entry.id, vow(day=DAY, text="b"))


def test_a_frame_has_a_column_a_field_and_nan_for_what_was_not_recorded(journal):
    journal.record(CheckIn(day=DAY, mood=3, energy=7, tags=("work",)))
    journal.record(CheckIn(day=DAY - dt.timedelta(days=1), mood=9))
    frame = journal.frame(CheckIn)
    assert list(frame.columns) == ["id", "day", "at", *CheckIn.__struct_fields__[1:]]
    assert frame["day"].dt.strftime("%d").tolist() == ["03", "04"]
    assert frame["mood"].tolist() == [9, 3]
    assert math.isnan(frame["energy"][0])
    assert frame["energy"][1] == 7
    assert frame["note"].tolist() == [None, None]
    assert frame["tags"].tolist() == [(), ("work",)]
    assert str(frame["at"].dt.tz) == "UTC"


def test_an_empty_frame_has_the_same_columns_and_types(journal):
    empty = journal.frame(CheckIn).dtypes
    journal.record(CheckIn(day=DAY, mood=3, energy=1, sleep_hours=7, note="x"))
    assert empty.to_dict() == journal.frame(CheckIn).dtypes.to_dict()


def test_entries_of_a_day_stand_as_first_written(journal):
    first = journal.record(CheckIn(day=DAY, mood=1))
    journal.record(CheckIn(day=DAY, mood=2))
    journal.revise(first.id, CheckIn(day=DAY, mood=9))
    assert [e.record.mood for e in journal.entries(CheckIn, DAY)] == [9, 2]


def test_followers_are_told_once_and_only_of_what_was_stored(journal):
    told = []
    stop = journal.follow(told.append)
    with journal.writing():
        journal.record(CheckIn(day=DAY, mood=1))
        journal.record(Line(day=DAY, text="x"))
        assert told == []
    assert told == [frozenset({"check_in", "line"})]

    def break_off():
        with journal.writing():
            journal.record(CheckIn(day=DAY, mood=2))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert len(told) == 1
    assert moods(journal) == [1]
    stop()
    journal.record(CheckIn(day=DAY, mood=3))
    assert len(told) == 1


def test_another_connection_s_write_is_noticed_and_one_s_own_is_not(journal):
    other = Journal(journal.folder)
    told = []
    journal.follow(told.append)
    assert not journal.look()
    journal.record(CheckIn(day=DAY, mood=1))
    assert not journal.look()
    other.record(CheckIn(day=DAY, mood=2))
    assert journal.look()
    assert told[-1] == frozenset(records.KINDS)
    assert not journal.look()
    assert moods(journal) == [1, 2]
    other.close()


def test_any_thread_may_write_and_read(journal):
    def work(number):
        for mood in range(10):
            journal.record(CheckIn(day=DAY, mood=mood))
            assert len(journal.entries(CheckIn)) >= mood
            journal.save_draft(f"k{number}", str(mood))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(moods(journal)) == sorted(list(range(10)) * 4)
    assert [journal.draft(f"k{n}") for n in range(4)] == ["9"] * 4


def test_reprs_hold_no_word_of_the_person(journal):
    entry = journal.record(CheckIn(day=DAY, mood=1, note="SECRET"))
    assert "SECRET" not in repr([journal, entry, journal.versions(entry.id)])


# ---- importing ---------------------------------------------------------------------


def from_app(*moods, word="rad"):
    return [CheckIn(day=DAY, mood=mood, mood_word=word) for mood in moods]


def test_a_second_import_adds_only_what_is_new(journal):
    assert import_records(journal, "App", from_app(9, 9)) == 2
    assert import_records(journal, "App", from_app(9, 9)) == 0
    assert import_records(journal, "App", from_app(9, 9, 9)) == 1
    assert moods(journal) == [9, 9, 9]


def test_an_import_says_in_the_journal_what_it_brought(journal):
    import_records(journal, "App", from_app(9))
    (brought,) = journal.entries(records.Import)
    (entry,) = journal.entries(CheckIn)
    assert entry.origin == f"import:{brought.record.batch}"
    assert (brought.record.app, brought.record.added) == ("App", 1)


def test_an_import_does_not_bring_back_what_was_revised_or_removed(journal):
    import_records(journal, "App", from_app(1, word="a"))
    import_records(journal, "App", from_app(2, word="b"))
    revised, removed = journal.entries(CheckIn)
    journal.revise(revised.id, CheckIn(day=DAY, mood=5))
    journal.remove(removed.id)
    assert (
        not_yet_imported(journal, from_app(1, word="a") + from_app(2, word="b")) == []
    )


def test_a_word_placed_elsewhere_later_is_still_the_same_entry(journal):
    import_records(journal, "App", from_app(9))
    assert not_yet_imported(journal, from_app(4)) == []


def test_what_was_typed_does_not_hide_an_equal_row_of_an_import(journal):
    journal.record(from_app(9)[0])
    assert import_records(journal, "App", from_app(9)) == 1


def test_an_import_that_fails_half_way_stores_nothing(journal):
    broken = [*from_app(9), CheckIn(day=DAY, mood=99)]
    with pytest.raises(RecordError):
        import_records(journal, "App", broken)
    assert moods(journal) == []
    assert journal.entries(records.Import) == []
