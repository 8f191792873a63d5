import datetime as dt
import json
import threading

import pytest

from recovery_kit import forms, open_journal, records
from recovery_kit.forms import page_top, worker
from recovery_kit.journal.journal import Journal
from recovery_kit.records import CheckIn, Line, Preferences, SafetyLines

SECRET = "a word of mine, 愛 <b>&"


class Page:
    """The browser's side of a form: sends what the page would, keeps the answers."""

    def __init__(self, form, vid="view"):
        self.form, self.vid = form, vid
        self.answers = []
        form.send = lambda content, buffers=None: self.answers.append(content)
        self.rev = 0
        self.hello()

    def send(self, op, **content):
        self.answers.clear()
        message = {"op": op, "vid": self.vid, "slot": getattr(self, "slot", None)}
        buffers = content.pop("buffers", [])
        self.form._handle_custom_msg({**message, **content}, buffers)
        worker.submit(lambda: None).result()  # what takes long is done by then

    def answer(self, op):
        return next((a for a in reversed(self.answers) if a["op"] == op), None)

    def shown(self):
        answer = self.answer("show")
        if answer:
            self.show = answer["show"]
            self.slot = self.show.get("slot", {})
        return self.show

    def hello(self):
        self.send("hello")
        return self.shown() if self.answer("show") else None

    def put(self, field, value, base=None):
        self.rev += 1
        base = self.show.get("bases", {}).get(field, 0) if base is None else base
        self.send("put", field=field, value=value, base=base, rev=self.rev)
        ack = self.answer("ack")
        if ack:
            self.show.setdefault("bases", {})[field] = ack["base"]
        return ack

    def settle(self):
        self.send("settle")
        return self.answer("settled")["wrong"]

    def write(self, field, value):
        self.put(field, value)
        return self.settle()

    def field(self, key):
        return next((f for f in self.show["fields"] if f["key"] == key), None)

    def value(self, key):
        return self.show["values"].get(key)


@pytest.fixture
def journal(tmp_path):
    with open_journal(tmp_path / "private") as journal:
        yield journal


@pytest.fixture
def page(journal):
    return Page(forms.check_in(journal))


def only(journal, kind=CheckIn):
    (entry,) = journal.entries(kind)
    return entry.record


# ---- one field after another -------------------------------------------------------


def test_one_tap_is_a_whole_check_in(page, journal):
    assert page.write("mood", 4) == {}
    record = only(journal)
    assert (record.mood, record.day) == (4, records.today())
    assert record.time is not None


def test_each_letter_is_on_the_disk_before_it_is_acknowledged(page, journal):
    for end in range(1, len(SECRET) + 1):
        assert page.put("note", SECRET[:end])["rev"] == page.rev
        other = Journal(journal.folder)  # another process would see it
        (key,) = other.drafts.keys("check_in/")
        assert other.draft(key) == SECRET[:end]
        other.close()


def test_words_without_a_mood_are_kept_and_join_the_check_in_with_the_tap(
    page, journal
):
    wrong = page.write("note", SECRET)
    assert "Tap a mood" in wrong[""]
    assert journal.entries(CheckIn) == []
    page.write("mood", 3)
    assert only(journal).note == SECRET


def test_every_question_ends_up_in_the_record(page, journal):
    answers = {"mood": 5, "acted": "partly", "sleep_hours": "7:30", "energy": 0}
    for field, value in {**answers, "tags": ["work", "mine"], "note": "x"}.items():
        page.put(field, value)
    assert page.settle() == {}
    record = only(journal)
    assert (record.acted, record.sleep_hours, record.energy) == ("partly", 7.5, 0)
    assert (record.tags, record.note) == (("work", "mine"), "x")


@pytest.mark.parametrize(
    ("typed", "hours"),
    [("7", 7), ("7.5", 7.5), ("7,5", 7.5), ("6:45", 6.75), (" 8 h", 8), ("", None)],
)
def test_hours_are_understood_as_people_write_them(page, journal, typed, hours):
    page.put("mood", 5)
    assert page.write("sleep_hours", typed) == {}
    assert only(journal).sleep_hours == hours


@pytest.mark.parametrize("typed", ["lots", "7:75", "-3", "25", "7.5.1", "99:99"])
def test_hours_that_are_none_are_said_beside_the_field_and_stay_there(
    page, journal, typed
):
    page.put("mood", 5)
    wrong = page.write("sleep_hours", typed)
    assert "ours" in wrong["sleep_hours"]
    assert only(journal).sleep_hours is None  # the mood is stored all the same
    shown = page.hello()
    assert shown["values"]["sleep_hours"] == typed
    assert shown["wrong"] == wrong  # a reload says so again


def test_an_answer_that_cannot_be_leaves_the_good_one_before_it(page, journal):
    page.put("mood", 5)
    page.write("sleep_hours", "7.5")
    assert page.write("sleep_hours", "25") == {
        "sleep_hours": "This takes hours between 0 and 24."
    }
    assert only(journal).sleep_hours == 7.5


def test_a_field_can_be_emptied_again(page, journal):
    page.write("mood", 5)
    page.write("note", "x")
    page.write("note", "")
    page.write("energy", 3)
    page.write("energy", None)
    assert (only(journal).note, only(journal).energy) == (None, None)


def test_changing_an_answer_keeps_the_earlier_version(page, journal):
    page.write("mood", 5)
    page.write("mood", 2)
    (entry,) = journal.entries(CheckIn)
    assert [e.record.mood for e in journal.versions(entry.id)] == [5, 2]


# ---- coming back -------------------------------------------------------------------


def test_a_kernel_that_died_mid_word_finds_all_that_was_acknowledged(page, journal):
    page.write("mood", 6)
    page.put("note", "half a wo")
    again = Page(forms.check_in(Journal(journal.folder)))
    assert again.value("note") == "half a wo"
    assert again.value("mood") == 6


def test_the_same_day_is_taken_up_where_it_was_left(page, journal):
    page.write("mood", 6)
    again = Page(forms.check_in(journal))
    again.write("note", "later")
    assert (only(journal).mood, only(journal).note) == (6, "later")


def test_two_kernels_that_begin_the_same_day_write_one_check_in(page, journal):
    other = Page(forms.check_in(Journal(journal.folder)))
    page.write("mood", 6)
    other.write("note", "from the other")
    assert (only(journal).mood, only(journal).note) == (6, "from the other")


def test_two_windows_writing_one_text_keep_both_and_say_so(page, journal):
    other = Page(forms.check_in(Journal(journal.folder)))
    page.put("note", "mine")
    ack = other.put("note", "theirs")
    assert list(ack["others"].values()) == ["mine"]
    shown = page.hello()
    assert shown["values"]["note"] == "theirs"
    assert list(shown["others"]["note"].values()) == ["mine"]
    (number,) = shown["others"]["note"]
    page.send("drop", field="note", number=int(number))
    assert "note" not in page.shown().get("others", {})


def test_a_text_that_became_an_entry_meanwhile_is_kept_too(page, journal):
    other = Page(forms.check_in(Journal(journal.folder)))
    page.put("mood", 5)
    page.write("note", "stored already")
    ack = other.put("note", "written without seeing it")
    assert list(ack["others"].values()) == ["stored already"]


def tomorrow(monkeypatch):
    later = records.today() + dt.timedelta(days=1)
    monkeypatch.setattr(records, "today", lambda: later)


def test_words_whose_page_was_closed_at_once_are_there_the_next_day(
    journal, monkeypatch
):
    line, lines = Page(forms.line(journal)), Page(forms.safety_lines(journal))
    line.put("text", "last words of the night")
    lines.put("call", "somebody")
    assert journal.entries(Line) == []
    tomorrow(monkeypatch)
    card = Page(forms.top(Journal(journal.folder))).field("_card")
    assert list(card["choices"][0]["words"]) == ["Call: somebody"]
    assert only(journal, Line).text == "last words of the night"
    greeting = Page(forms.check_in(journal)).field("greeting")
    assert list(greeting["words"]) == ["last words of the night"]


def test_a_check_in_begun_without_a_mood_is_offered_beside_the_others(page, journal):
    page.write("mood", 5)
    page.send("press", field="_another")
    page.shown()
    page.write("note", "no mood yet")
    again = Page(forms.check_in(journal))
    begun = again.field("_which")["choices"][-1]
    assert begun["label"] == "Begun"
    again.send("choose", field="_which", value=begun["value"])
    assert again.shown()["values"]["note"] == "no mood yet"


def test_an_answer_carries_what_it_answers(page):
    page.send("look", nav=3)
    assert page.answer("show")["nav"] == 3


# ---- which day ---------------------------------------------------------------------


def test_yesterday_can_be_filled_in(page, journal):
    yesterday = records.today() - dt.timedelta(days=1)
    page.send("choose", field="_day", value=yesterday.isoformat())
    page.shown()
    page.write("mood", 7)
    assert (only(journal).day, only(journal).time) == (yesterday, None)


@pytest.mark.parametrize("value", ["2999-01-01", "0002-01-01", "2026-02-30", "", "x"])
def test_a_day_that_cannot_be_is_refused_and_nothing_is_lost(page, journal, value):
    page.put("note", "kept")
    page.send("choose", field="_day", value=value)
    assert page.answer("trouble")["words"]
    assert page.hello()["values"]["note"] == "kept"


def test_one_more_for_the_same_day_is_an_entry_of_its_own(page, journal):
    page.write("mood", 2)
    page.send("press", field="_another")
    assert page.shown()["values"]["mood"] is None
    page.write("mood", 8)
    assert [e.record.mood for e in journal.entries(CheckIn)] == [2, 8]
    page.hello()
    choices = page.field("_which")["choices"]
    page.send("choose", field="_which", value=choices[0]["value"])
    assert page.shown()["values"]["mood"] == 2


def test_a_check_in_can_be_taken_out_and_the_day_begun_again(page, journal):
    page.write("mood", 2)
    page.send("press", field="_remove")
    assert page.shown()["values"]["mood"] is None
    assert journal.entries(CheckIn) == []
    page.write("mood", 3)
    assert only(journal).mood == 3


def test_words_begun_on_another_day_are_pointed_at(page):
    yesterday = records.today() - dt.timedelta(days=1)
    day = yesterday - dt.timedelta(days=1)
    page.send("choose", field="_day", value=day.isoformat())
    page.shown()
    page.write("note", "no mood yet")
    assert "still kept" in Page(page.form).field("_day")["help"]


def test_the_page_greets_with_the_last_words_of_a_day_before(journal):
    assert Page(forms.check_in(journal)).field("greeting") is None
    yesterday = records.today() - dt.timedelta(days=1)
    journal.record(Line(day=yesterday - dt.timedelta(days=3), text="older"))
    journal.record(CheckIn(day=yesterday, mood=3, note=SECRET))
    journal.record(Line(day=records.today(), text="today's"))
    greeting = Page(forms.check_in(journal)).field("greeting")
    assert list(greeting["words"]) == [SECRET]
    assert greeting["label"] == "Last night you wrote"


# ---- what is not asked until chosen ------------------------------------------------


def test_extra_questions_are_off_until_chosen(page, journal):
    assert page.field("tension") is None
    Page(forms.preferences(journal)).write("extras", ["tension"])
    page.hello()
    assert page.field("tension")["kind"] == "scale"
    assert page.field("substance") is None


def test_no_tag_that_we_supply_is_about_the_other_person(page):
    supplied = " ".join(choice["label"] for choice in page.field("tags")["choices"])
    for word in ("partner", "they", "her", "him", "message", "saw them", "contact"):
        assert word not in supplied.split()


# ---- the first evening -------------------------------------------------------------


def test_the_answer_about_danger_is_stored_nowhere(journal):
    page = Page(forms.danger(journal))
    assert page.field("_danger")["kind"] == "reveal"
    assert "_danger" not in page.show["values"]
    assert journal.entries(Preferences) == []


def test_the_card_shows_the_chosen_country_s_numbers_and_the_directory_last(journal):
    def words():
        card = Page(forms.top(journal)).field("_card")
        return [text for section in card["choices"] for text in section["words"]]

    assert not any("988" in text for text in words())
    Page(forms.top(journal)).write("country", "US")
    assert any("988" in text for text in words())
    assert any("911" in text for text in words())
    assert "findahelpline.com" in words()[-2]
    assert words()[-1] == "Emergency: 911"


def test_each_danger_has_the_emergency_number_among_its_first_words(journal):
    Page(forms.top(journal)).write("country", "GB")
    answers = Page(forms.danger(journal)).field("_danger")["choices"]
    for answer in answers[1:]:
        assert "Emergency: 999" in list(answer["words"])[:2]


def test_one_s_own_safety_lines_stand_first_on_the_card(journal):
    page = Page(forms.safety_lines(journal))
    page.write("call", SECRET)
    assert only(journal, SafetyLines).call == SECRET
    card = Page(forms.top(journal)).field("_card")
    assert list(card["choices"][0]["words"]) == [f"Call: {SECRET}"]


@pytest.mark.parametrize(
    ("hour", "night"), [(21, False), (22, True), (0, True), (5, True), (6, False)]
)
def test_the_night_card_stands_there_by_night(journal, monkeypatch, hour, night):

    monkeypatch.setattr(
        page_top,
        "is_night",
        lambda _, was=page_top.is_night: was(
            dt.datetime(2026, 3, 4, hour, tzinfo=dt.UTC)
        ),
    )
    assert bool(Page(forms.top(journal)).field("_night")) == night
    Page(forms.preferences(journal)).write("night_card", False)
    assert Page(forms.top(journal)).field("_night") is None


def test_a_line_may_be_emptied(journal):
    page = Page(forms.line(journal))
    page.write("text", "x")
    assert page.write("text", "") == {}
    assert only(journal, Line).text == ""


def test_not_tonight_can_be_given_and_taken_back(journal):
    page = Page(forms.not_tonight(journal))
    page.write("kept", True)
    assert only(journal, records.NotTonight).kept
    page.write("kept", False)
    assert not only(journal, records.NotTonight).kept


# ---- nothing leaks, nothing breaks -------------------------------------------------


def test_no_trait_repr_or_bundle_holds_a_word(page):
    page.put("note", SECRET)
    page.write("mood", 4)
    state = {
        k: v for k, v in page.form.get_state().items() if k not in ("_esm", "_css")
    }
    bundle = page.form._repr_mimebundle_()
    for text in (repr(state), repr(page.form), repr(bundle)):
        assert "word of mine" not in text
    data = bundle[0] if isinstance(bundle, tuple) else bundle
    assert data["text/plain"].startswith("A form of recovery_kit")


def test_the_form_is_printed_with_every_word_escaped(page):
    page.put("note", SECRET)
    page.put("acted", "no_occasion")
    page.write("mood", 0)
    printed = page.form.printed()
    assert "a word of mine, 愛 &lt;b&gt;&amp;" in printed
    assert "0 of 10" in printed
    assert "No occasion for it" in printed


def test_a_journal_that_cannot_be_opened_is_one_sentence_and_can_be_tried_again(
    tmp_path, monkeypatch
):
    monkeypatch.setenv("RECOVERY_KIT_DATA", str(tmp_path))
    (tmp_path / "journal.db").write_bytes(b"not a journal" * 1000)
    (tmp_path / "journal.key").write_text("0" * 64)
    page = Page(forms.check_in())
    assert "left as it is" in page.answer("trouble")["words"]
    (tmp_path / "journal.db").unlink()
    assert page.hello()["fields"]
    open_journal().close()


def test_a_write_that_fails_is_not_acknowledged_and_says_why(
    page, journal, monkeypatch
):
    from recovery_kit.errors import JournalStorageError

    def full(*_, **__):
        raise JournalStorageError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(journal.drafts, "save", full)
        assert page.put("note", "x") is None
        assert page.answer("nak")["words"] == "The disk is full."
    assert page.put("note", "x")


def test_messages_from_several_threads_lose_nothing(page, journal):
    form = page.form
    slots = [dict(page.slot, id=f"{n:032x}") for n in range(6)]

    def type_in(slot):
        for end in range(1, 40):
            for field, value in (("note", "x" * end), ("mood", end % 11)):
                form._handle_custom_msg(
                    {
                        "op": "put",
                        "vid": "v",
                        "slot": slot,
                        "field": field,
                        "value": value,
                        "base": end - 1,
                        "rev": end,
                    },
                    [],
                )
        form._handle_custom_msg({"op": "settle", "vid": "v", "slot": slot}, [])

    threads = [threading.Thread(target=type_in, args=(slot,)) for slot in slots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    notes = [entry.record.note for entry in journal.entries(CheckIn)]
    assert notes == ["x" * 39] * 6


@pytest.mark.parametrize(
    "text",
    ["word " * 10_000, "🌱🧡" * 50, "שלום עליכם", "<script>alert(1)</script>",
     "null", "None", "\x00\x01", "a\r\nb\tc", "\u202egnihtemos", "x" * 900_000],
)  # fmt: skip
def test_any_text_comes_back_as_it_was_typed(page, journal, text):
    page.put("mood", 5)
    assert page.write("note", text) == {}
    assert only(journal).note == text
    assert page.hello()["values"]["note"] == text


def test_a_text_too_long_for_an_entry_stays_a_draft_and_is_said(page):
    page.put("mood", 5)
    text = "x" * 1_000_001
    assert "a million" in page.write("note", text)["note"]
    assert page.hello()["values"]["note"] == text


# ---- bringing history --------------------------------------------------------------

DAYLIO = (
    "full_date,date,weekday,time,mood,activities,note_title,note\n"
    '2026-01-03,3 January,Saturday,9:00 am,rad,walk | work,,"fine"\n'
    "2026-01-02,2 January,Friday,9:00 pm,vaguely ok,,,\n"
    "2026-01-01,1 January,Thursday,25:99,good,,,\n"
)


def choose(page, text, name="daylio.csv"):
    data = text.encode()
    half = len(data) // 2
    for part, piece in enumerate((data[:half], data[half:])):
        page.send("file", field="_file", name=name, part=part, parts=2, buffers=[piece])
    return page.shown() if page.answer("show") else None


def preview(page):
    return " ".join(page.field("_preview")["words"])


def test_a_file_is_looked_at_before_anything_is_stored(journal):
    page = Page(forms.import_history(journal))
    choose(page, DAYLIO)
    assert "Daylio: 3 entries" in preview(page)
    assert "1 new, 0 already in your journal, 1 waiting" in preview(page)
    assert page.field("_problems")["rows"][1][0] == "4"
    assert journal.entries(CheckIn) == []


def test_one_s_own_mood_word_is_placed_and_remembered(journal):
    page = Page(forms.import_history(journal))
    choose(page, DAYLIO)
    assert "vaguely ok" in page.field("word:0")["label"]
    page.put("word:0", 6)
    page.hello()
    assert "2 new, 0 already" in preview(page)
    page.send("press", field="_import")
    assert "Added to your journal: 2 entries" in page.shown()["note"]
    assert "safety card" in page.shown()["note"]
    assert [e.record.mood for e in journal.entries(CheckIn)] == [6, 9]
    choose(page, DAYLIO)
    assert "0 new, 2 already in your journal, 0 waiting" in preview(page)
    assert page.field("_import") is None


def test_a_file_can_be_left(journal):
    page = Page(forms.import_history(journal))
    choose(page, DAYLIO)
    page.send("press", field="_leave")
    page.shown()
    assert page.field("_preview") is None
    assert journal.entries(CheckIn) == []


@pytest.mark.parametrize("text", ["%PDF-1.7\n\x00\x01", "", "a,b\n1,2\n"])
def test_a_file_of_another_kind_is_refused_in_words(journal, text):
    page = Page(forms.import_history(journal))
    assert choose(page, text, name="diary.pdf") is None
    assert "Daylio" in page.answer("trouble")["words"]
    page.hello()
    assert page.field("_preview") is None


def test_what_the_page_is_sent_is_plain_json(page):
    json.dumps(page.show)


# ---- urges -------------------------------------------------------------------------


def test_an_urge_is_taken_up_again_and_another_is_one_of_its_own(journal):
    page = Page(forms.urge(journal))
    assert "how strong" in page.write("toward", "write")[""]
    page.write("intensity", 8)
    again = Page(forms.urge(Journal(journal.folder)))
    again.write("outcome", "passed")
    again.write("after", 2)
    first = only(journal, records.Urge)
    assert (first.toward, first.intensity, first.outcome, first.after) == (
        "write", 8, "passed", 2,
    )  # fmt: skip
    assert first.time is not None
    again.send("press", field="_another")
    again.shown()
    again.write("intensity", 3)
    assert [e.record.intensity for e in journal.entries(records.Urge)] == [8, 3]


# ---- reading again -----------------------------------------------------------------


def test_what_was_written_can_be_read_again_newest_first_and_further_back(journal):
    page = Page(forms.past_words(journal))
    assert page.show["note"] == "Nothing yet."
    for back in range(40):
        day = records.today() - dt.timedelta(days=back)
        kind = (
            Line(day=day, text=f"line {back}")
            if back % 2
            else CheckIn(day=day, mood=5, note=f"note {back}")
        )
        journal.record(kind)
    page.hello()
    rows = page.field("_words")["rows"]
    assert [words for _, words in rows[1:4]] == ["note 0", "line 1", "note 2"]
    assert len(rows) == 31
    page.send("press", field="_more")
    page.shown()
    assert len(page.field("_words")["rows"]) == 41
    assert page.field("_more") is None
    assert "line 1" in page.form.printed()
