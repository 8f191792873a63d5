"""Nothing typed is lost, and nothing typed is in any file in plain."""

import base64
import contextlib
import datetime as dt
import os
import subprocess

import pytest

from recovery_kit import records
from recovery_kit.journal.journal import Journal
from tests.browser_tools import open_notebook, save, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LINE = "What is true tonight?"
START, DAILY = "00_start_here.ipynb", "daily_check_in.ipynb"


def opened(browser, lab, notebook, page=None):
    """Open a notebook and wait until its forms are there, without a click."""
    page = page or browser.new_page()
    open_notebook(page, lab.address(notebook))
    page.get_by_role("group", name="How are you?").wait_for(timeout=60_000)
    return page


def line_of(page):
    box = page.get_by_label(LINE)
    box.scroll_into_view_if_needed(timeout=30_000)
    return box


def state_of(page, words, seconds=15):
    """Wait until the form that asks for the line says `words` beside it."""
    state = page.locator(".rk-field", has=page.get_by_label(LINE)).locator(".rk-state")
    wait_until(lambda: state.inner_text() == words, f"“{words}”", seconds=seconds)


def unfold(page):
    """Open what stands folded under "When you have more"."""
    page.locator(".jp-showHiddenCellsButton").first.click()


def tap(page, number):
    group = page.get_by_role("group", name="How are you?")
    group.get_by_role("radio").nth(number).check(force=True)


def stored(lab, look):
    """Ask the journal as another program would."""
    journal = Journal(lab.data)
    try:
        return look(journal)
    finally:
        journal.close()


def line_stored(lab):
    """The line, whether it is an entry already or still a draft."""

    def look(journal):
        waiting = [journal.draft(key) for key in journal.drafts.keys("line/")]
        entries = [entry.record.text for entry in journal.entries(records.Line)]
        return (waiting or entries or [""])[-1]

    return stored(lab, look)


def words(count):
    text = " ".join(f"word{n}" for n in range(count))
    return text[:count]


def test_a_tap_is_a_check_in_and_the_first_dot_appears(lab, browser):
    page = opened(browser, lab, START)
    page.locator(".rk-chart").first.scroll_into_view_if_needed()
    chart = page.locator(".rk-chart img").first
    chart.wait_for(timeout=60_000)
    before = chart.get_attribute("src")
    tap(page, 4)
    wait_until(
        lambda: chart.get_attribute("src") != before, "the chart drawn anew", seconds=30
    )
    assert "1 day" in chart.get_attribute("alt")
    moods = stored(lab, lambda j: [e.record.mood for e in j.entries(records.CheckIn)])
    assert moods == [4]


def test_two_thousand_letters_a_kernel_killed_mid_word_and_nothing_lost(lab, browser):
    page = opened(browser, lab, START)
    text = words(2000)
    box = line_of(page)
    box.click()
    box.press_sequentially(text[:1200], delay=2)
    lab.kill_kernels()
    box.press_sequentially(text[1200:1300], delay=2)
    acknowledged = line_stored(lab)
    assert text.startswith(acknowledged)

    def taken_up():
        # JupyterLab's dialog says that the kernel restarts; beneath it our cells run
        # again. (A space typed while it opens closes it already.)
        ok = page.get_by_role("dialog").get_by_role("button", name="Ok")
        if ok.is_visible():
            ok.click()
        return line_stored(lab) == line_of(page).input_value()

    wait_until(taken_up, "what the page shows in the journal", seconds=60, every=0.5)
    state_of(page, "Saved")
    box = line_of(page)
    kept = box.input_value()
    assert text.startswith(kept)
    assert len(kept) >= 1200
    box.click()
    box.press("End")
    box.press("Control+End")
    box.press_sequentially(text[len(kept) :], delay=2)
    state_of(page, "Saved")
    wait_until(lambda: line_stored(lab) == text, "all 2,000 letters in the journal")
    page.reload()
    opened(browser, lab, START, page)
    assert line_of(page).input_value() == text


def test_a_reload_a_re_run_and_a_new_server_show_every_word(lab, browser):
    page = opened(browser, lab, START)
    line_of(page).fill("a line that stays")
    state_of(page, "Saved")
    page.reload()
    opened(browser, lab, START, page)
    assert line_of(page).input_value() == "a line that stays"
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    wait_until(lambda: line_of(page).input_value() == "a line that stays", "the line")
    page.close()
    lab.stop()
    lab.start()
    page = opened(browser, lab, START)
    assert line_of(page).input_value() == "a line that stays"


def test_the_tab_closed_in_the_middle_of_a_word_loses_at_most_the_last_moment(
    lab, browser
):
    page = opened(browser, lab, START)
    box = line_of(page)
    box.click()
    box.press_sequentially("every letter until the very", delay=40)
    page.close()
    left = wait_until(lambda: line_stored(lab), "what was typed")
    assert len(left) >= len("every letter until the very") - 8
    assert "every letter until the very".startswith(left)


def test_two_tabs_on_one_kernel_and_two_kernels_keep_both_texts(lab, browser):
    one = opened(browser, lab, START)
    same_kernel = opened(browser, lab, START)
    line_of(one).fill("from the first tab")
    state_of(one, "Saved")
    same_kernel.bring_to_front()
    line_of(same_kernel).focus()
    wait_until(
        lambda: line_of(same_kernel).input_value() == "from the first tab",
        "the other tab's words",
    )
    other_kernel = opened(browser, lab, DAILY)
    unfold(other_kernel)
    box = line_of(other_kernel)
    wait_until(lambda: box.input_value() == "from the first tab", "the words there")
    # Both write at once, neither having seen the other's.
    for page, text in (
        (one, "first kernel's end"),
        (other_kernel, "second kernel's end"),
    ):
        page.evaluate(
            """([label, text]) => {
                const box = document.getElementById(
                  [...document.querySelectorAll('label')]
                    .find((l) => l.textContent === label).htmlFor);
                box.value = text;
                box.dispatchEvent(new Event('input'));
            }""",
            [LINE, text],
        )
    twin = other_kernel.locator(".rk-twin blockquote")
    twin.wait_for(timeout=15_000)
    both = {twin.inner_text(), line_of(other_kernel).input_value()}
    assert both == {"first kernel's end", "second kernel's end"}
    other_kernel.get_by_role("button", name="Add it below mine").click()
    wait_until(
        lambda: (
            set(line_stored(lab).split("\n\n"))
            == {"first kernel's end", "second kernel's end"}
        ),
        "both texts in one",
    )


SECRET = "zyxquartz hidden sentence 4711"


def forms_of(secret):
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        raw = secret.encode(encoding)
        yield raw
        # Base64 may begin at any of three places in the bytes before it.
        for shift in range(3):
            coded = base64.b64encode(b"\0" * shift + raw)
            yield coded[4 if shift else 0 : -4]


def files_holding(secret, *folders):
    needles = list(forms_of(secret))
    found = []
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file() and not file.is_symlink():
                data = file.read_bytes()
                if any(needle in data for needle in needles):
                    found.append(file.name)
    return found


def test_no_byte_of_what_was_typed_is_in_any_file(lab, browser, profile, tmp_path):
    shipped = {p.name: p.read_bytes() for p in lab.notebooks.glob("*.ipynb")}
    page = opened(browser, lab, DAILY)
    tap(page, 3)
    note = page.get_by_label("A few words, if you like")
    note.press_sequentially(SECRET, delay=5)
    page.get_by_label("Your own word").fill("zyxquartz tag")
    page.get_by_role("button", name="Add", exact=True).click()
    wait_until(
        lambda: stored(
            lab,
            lambda j: [e.record.note for e in j.entries(records.CheckIn)] == [SECRET],
        ),
        "the check-in",
    )
    save(page)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    wait_until(lambda: note.input_value() == SECRET, "the note after a re-run")
    save(page)
    page.screenshot(path=tmp_path / "seen.png")
    browser.close()
    lab.stop()
    assert not files_holding(SECRET, lab.notebooks, lab.jupyter, lab.data, profile)
    assert not files_holding("zyxquartz tag", lab.notebooks, lab.jupyter, profile)
    assert SECRET not in lab.log.read_text(errors="replace")
    for name, data in shipped.items():
        assert (lab.notebooks / name).read_bytes() == data
    # The search itself finds what is there.
    for number, form in enumerate(forms_of(SECRET)):
        (tmp_path / f"planted{number}").write_bytes(b"before" + form + b"after")
    assert len(files_holding(SECRET, tmp_path)) >= number + 1


def test_yesterday_can_be_filled_by_keyboard_alone(lab, browser):
    page = opened(browser, lab, DAILY)
    day = page.get_by_role("group", name="Which day?").get_by_role("radio").first
    day.focus()
    page.keyboard.press("ArrowRight")
    wait_until(
        lambda: page.get_by_role("radio", name="Yesterday").is_checked(), "yesterday"
    )
    page.keyboard.press("Tab")  # three parts of the date
    group = page.get_by_role("group", name="How are you?")
    for _ in range(8):
        if group.evaluate("g => g.contains(document.activeElement)"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    yesterday = records.today() - dt.timedelta(days=1)
    wait_until(
        lambda: (
            stored(
                lab,
                lambda j: [
                    (e.record.day, e.record.mood) for e in j.entries(records.CheckIn)
                ],
            )
            == [(yesterday, 6)]
        ),
        "yesterday's mood",
    )


def test_the_page_hides_and_comes_back(lab, browser):
    page = opened(browser, lab, START)
    page.get_by_role("button", name="Hide this page").click()
    assert page.title() == "Untitled"
    seen = page.evaluate("document.elementFromPoint(400, 400).className")
    assert seen == "rk-hidden-page"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator(".rk-hidden-page").count() == 0
    assert page.title() != "Untitled"


DAYLIO = (
    "full_date,date,weekday,time,mood,activities,note_title,note\n"
    '2026-01-03,3 January,Saturday,9:00 am,rad,walk | work,,"fine"\n'
    "2026-01-02,2 January,Friday,9:00 pm,vaguely ok,,,\n"
)


def test_history_comes_in_after_a_look_at_it(lab, browser, tmp_path):
    export = tmp_path / "daylio_export.csv"
    export.write_text(DAYLIO, encoding="utf-8-sig")
    page = opened(browser, lab, DAILY)
    unfold(page)
    fold = page.get_by_text("Bring your history from another app")
    fold.scroll_into_view_if_needed()
    fold.click()
    page.locator(".rk-drop input[type=file]").set_input_files(export)
    page.get_by_text("1 new, 0 already in your journal, 1 waiting").wait_for()
    word = page.get_by_role("group", name="Your word “vaguely ok”: how is that?")
    word.get_by_label("6", exact=True).check(force=True)
    page.get_by_role("button", name="Add 2 entries").click()
    page.get_by_text("Added to your journal: 2 entries").wait_for()
    moods = stored(lab, lambda j: [e.record.mood for e in j.entries(records.CheckIn)])
    assert moods == [6, 9]


def test_a_full_disk_is_said_and_the_words_are_saved_once_there_is_room(lab, browser):
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(lab.data)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        page = opened(browser, lab, START)
        line_of(page).fill("before")
        state_of(page, "Saved")
        filler = lab.data / "filler"
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(b"x" * 512)
        text = words(20_000)
        line_of(page).fill(text)
        state_of(page, "NOT SAVED")
        page.get_by_text("The disk is full").first.wait_for()
        assert line_of(page).input_value() == text
        filler.unlink()
        state_of(page, "Saved", seconds=30)
        assert line_stored(lab) == text
    finally:
        lab.stop()
        subprocess.run(["umount", "-l", str(lab.data)], check=True)


def test_a_journal_folder_taken_away_is_said_and_taken_up_when_it_is_back(
    lab, browser, tmp_path
):
    page = opened(browser, lab, START)
    line_of(page).fill("before")
    state_of(page, "Saved")
    lab.data.rename(tmp_path / "away")
    line_of(page).fill("before, and after")
    state_of(page, "NOT SAVED")
    assert not (lab.data / "journal.db").exists()
    (tmp_path / "away").rename(lab.data)
    state_of(page, "Saved", seconds=30)
    assert line_stored(lab) == "before, and after"


def test_a_page_drawn_anew_while_one_types_a_tag_takes_nothing_away(lab, browser):
    page = opened(browser, lab, DAILY)
    tap(page, 5)
    page.get_by_label("outdoors").check(force=True)
    word = page.get_by_label("Your own word")
    word.click()
    word.press_sequentially("river", delay=20)
    word.press("Enter")
    word.press_sequentially("mountain by the sea", delay=120)
    assert word.input_value() == "mountain by the sea"
    assert word.evaluate("box => box === document.activeElement")
    assert page.get_by_label("outdoors").is_checked()
    tags = ("outdoors", "river", "mountain by the sea")
    wait_until(
        lambda: stored(
            lab, lambda j: [e.record.tags for e in j.entries(records.CheckIn)] == [tags]
        ),
        "all three tags",
    )
    word.press("Enter")
    assert page.get_by_label("mountain by the sea").is_checked()


def test_words_written_before_another_day_is_chosen_stay_with_their_day(lab, browser):
    page = opened(browser, lab, DAILY)
    tap(page, 5)
    note = page.get_by_label("A few words, if you like")
    note.press_sequentially("today's words", delay=5)
    page.get_by_role("radio", name="Yesterday").check(force=True)
    wait_until(lambda: note.input_value() == "", "yesterday's empty page")
    page.wait_for_timeout(1500)
    assert page.get_by_role("radio", name="Yesterday").is_checked()
    tap(page, 2)

    def days(journal):
        entries = journal.entries(records.CheckIn)
        return [(e.record.mood, e.record.note) for e in entries]

    wait_until(
        lambda: stored(lab, days) == [(2, None), (5, "today's words")], "both days"
    )
