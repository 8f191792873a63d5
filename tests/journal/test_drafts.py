import pytest

from recovery_kit import open_journal
from recovery_kit.journal.journal import Journal


@pytest.fixture
def journal(tmp_path):
    with open_journal(tmp_path) as journal:
        yield journal


def test_a_draft_is_there_letter_by_letter(journal):
    for end in range(1, 12):
        journal.save_draft("k", "hello world"[:end])
        assert journal.draft("k") == "hello world"[:end]
    assert journal.draft_state("k").revision == 11


def test_where_there_is_no_draft_there_is_none(journal):
    assert journal.draft("nothing") is None
    assert journal.draft_state("nothing").revision == 0


def test_a_draft_is_there_after_reopening(tmp_path):
    with open_journal(tmp_path) as journal:
        journal.save_draft("k", "é 愛 🌱\nnull")
    with open_journal(tmp_path) as journal:
        assert journal.draft("k") == "é 愛 🌱\nnull"


def test_two_windows_that_write_at_once_are_both_kept(tmp_path, journal):
    other = Journal(journal.folder)
    start = journal.save_draft("k", "both saw this").revision
    other.save_draft("k", "the other's", base=start)
    draft = journal.save_draft("k", "mine", base=start)
    assert draft.text == "mine"
    assert list(draft.others.values()) == ["the other's"]
    assert dict(other.draft_state("k").others) == dict(draft.others)
    other.close()


def test_nothing_is_kept_twice_where_the_later_text_holds_the_earlier(journal):
    journal.save_draft("k", "abc", base=0)
    assert not journal.save_draft("k", "abc and more", base=0).others


def test_the_entry_s_own_text_counts_when_no_draft_is_waiting(journal):
    journal.save_draft("k", "x", base=0)
    journal.clear_draft("k")
    draft = journal.save_draft("k", "mine", base=0, standing="in the entry")
    assert list(draft.others.values()) == ["in the entry"]


def test_a_text_kept_aside_goes_only_when_it_is_put_away(journal):
    journal.save_draft("k", "one", base=0)
    draft = journal.save_draft("k", "two", base=0)
    journal.save_draft("k", "two, three", base=draft.revision)
    (number,) = journal.draft_state("k").others
    journal.drop_other("k", number)
    assert not journal.draft_state("k").others
    assert journal.draft("k") == "two, three"


def test_a_cleared_draft_keeps_its_revision_number(journal):
    journal.save_draft("k", "x")
    journal.clear_draft("k")
    assert journal.draft("k") is None
    assert journal.draft_state("k").revision == 2


def test_clearing_a_revision_that_moved_on_clears_nothing(journal):
    revision = journal.save_draft("k", "x").revision
    journal.save_draft("k", "xy")
    journal.clear_draft("k", revision=revision)
    assert journal.draft("k") == "xy"


def test_waiting_drafts_are_found_by_how_their_keys_begin(journal):
    journal.save_draft("a/1", "x")
    journal.save_draft("a/2", "x")
    journal.save_draft("b/1", "x")
    journal.clear_draft("a/2")
    assert journal.draft_keys("a/") == ["a/1"]


def test_half_a_character_does_not_sink_the_rest(journal):
    journal.save_draft("k", "love \ud83d")
    assert journal.draft("k") == "love ?"
