import pytest

from recovery_kit import open_journal
from recovery_kit.journal.journal import Journal


@pytest.fixture
def journal(tmp_path):
    with open_journal(tmp_path) as journal:
        yield journal


def test_a_draft_is_there_letter_by_letter(journal):
    for end in range(1, 12):
        journal.drafts.save("k", "hello world"[:end])
        assert journal.draft("k") == "hello world"[:end]
    assert journal.drafts.get("k").revision == 11


def test_where_there_is_no_draft_there_is_none(journal):
    assert journal.draft("nothing") is None
    assert journal.drafts.get("nothing").revision == 0


def test_a_draft_is_there_after_reopening(tmp_path):
    with open_journal(tmp_path) as journal:
        journal.drafts.save("k", "é 愛 🌱\nnull")
    with open_journal(tmp_path) as journal:
        assert journal.draft("k") == "é 愛 🌱\nnull"


def test_two_windows_that_write_at_once_are_both_kept(tmp_path, journal):
    other = Journal(journal.folder)
    start = journal.drafts.save("k", "both saw this").revision
    other.drafts.save("k", "the other's", base=start)
    draft = journal.drafts.save("k", "mine", base=start)
    assert draft.text == "mine"
    assert list(draft.others.values()) == ["the other's"]
    assert dict(other.drafts.get("k").others) == dict(draft.others)
    other.close()


def test_nothing_is_kept_twice_where_the_later_text_holds_the_earlier(journal):
    journal.drafts.save("k", "abc", base=0)
    assert not journal.drafts.save("k", "abc and more", base=0).others


def test_the_entry_s_own_text_counts_when_no_draft_is_waiting(journal):
    journal.drafts.save("k", "x", base=0)
    journal.drafts.clear("k")
    draft = journal.drafts.save("k", "mine", base=0, standing="in the entry")
    assert list(draft.others.values()) == ["in the entry"]


def test_a_text_kept_aside_goes_only_when_it_is_put_away(journal):
    journal.drafts.save("k", "one", base=0)
    draft = journal.drafts.save("k", "two", base=0)
    journal.drafts.save("k", "two, three", base=draft.revision)
    (number,) = journal.drafts.get("k").others
    journal.drafts.drop_other("k", number)
    assert not journal.drafts.get("k").others
    assert journal.draft("k") == "two, three"


def test_a_cleared_draft_keeps_its_revision_number(journal):
    journal.drafts.save("k", "x")
    journal.drafts.clear("k")
    assert journal.draft("k") is None
    assert journal.drafts.get("k").revision == 2


def test_clearing_a_revision_that_moved_on_clears_nothing(journal):
    revision = journal.drafts.save("k", "x").revision
    journal.drafts.save("k", "xy")
    journal.drafts.clear("k", revision=revision)
    assert journal.draft("k") == "xy"


def test_waiting_drafts_are_found_by_how_their_keys_begin(journal):
    journal.drafts.save("a/1", "x")
    journal.drafts.save("a/2", "x")
    journal.drafts.save("b/1", "x")
    journal.drafts.clear("a/2")
    assert journal.drafts.keys("a/") == ["a/1"]


def test_half_a_character_does_not_sink_the_rest(journal):
    journal.drafts.save("k", "love \ud83d")
    assert journal.draft("k") == "love ?"
