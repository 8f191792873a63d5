import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from recovery_kit import cli, open_journal
from recovery_kit.journal import mood_words
from recovery_kit.records import CheckIn, Import
from tests.browser_tools import wait_until

DAYLIO = (
    "full_date,date,weekday,time,mood,activities,note_title,note\n"
    "2026-01-03,3 January,Saturday,9:00 am,rad,walk | work,,fine SECRET\n"
    "2026-01-02,2 January,Friday,9:00 pm,vaguely ok,,,\n"
    "2026-01-01,1 January,Thursday,25:99,good,,,\n"
)


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "daylio.csv"
    path.write_text(DAYLIO, encoding="utf-8-sig")
    return path


def moods():
    with open_journal() as journal:
        return [entry.record.mood for entry in journal.entries(CheckIn)]


def test_a_preview_counts_and_stores_nothing(export, capsys):
    assert cli.main(["import", str(export), "--preview"]) == 0
    said = capsys.readouterr().out
    assert "Daylio: 3 entries" in said
    assert "1 new, 0 already in your journal." in said
    assert "“vaguely ok” has no place yet (1 entry)" in said
    assert "Line 4:" in said
    assert "SECRET" not in said
    assert moods() == []


def test_the_counts_come_as_json_too(export, capsys):
    assert cli.main(["import", str(export), "--preview", "--json"]) == 0
    counts = json.loads(capsys.readouterr().out)
    assert (counts["rows"], counts["new"], counts["already_there"]) == (3, 1, 0)
    assert counts["unplaced_words"] == {"vaguely ok": 1}
    assert counts["problems"][0]["line"] == 4


def test_a_word_without_a_place_stops_the_import_and_says_how_to_place_it(
    export, capsys
):
    assert cli.main(["import", str(export)]) == 1
    assert '--mood "vaguely ok=6"' in capsys.readouterr().err
    assert moods() == []


def test_a_placed_word_is_remembered_and_a_second_import_adds_nothing(export, capsys):
    assert cli.main(["import", str(export), "--mood", "vaguely ok=6"]) == 0
    assert "Added: 2 entries. Already there: 0." in capsys.readouterr().out
    assert moods() == [6, 9]
    assert cli.main(["import", str(export)]) == 0
    assert "Added: 0 entries. Already there: 2." in capsys.readouterr().out
    with open_journal() as journal:
        assert mood_words(journal) == {"vaguely ok": 6}
        assert len(journal.entries(Import)) == 1


def test_words_are_asked_for_one_by_one_at_a_terminal(export, monkeypatch):
    answers = iter(["eleven", "11", "4"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert cli.main(["import", str(export)]) == 0
    assert moods() == [4, 9]


def test_stopping_at_the_question_changes_nothing(export, monkeypatch, capsys):
    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", stop)
    assert cli.main(["import", str(export)]) == 1
    assert "Nothing was changed" in capsys.readouterr().err
    assert moods() == []


@pytest.mark.parametrize("data", [b"%PDF-1.7\n\0\1\2", b"", b"a,b\n1,2\n"])
def test_a_file_of_another_kind_is_one_sentence_and_status_1(tmp_path, data, capsys):
    path = tmp_path / "diary.pdf"
    path.write_bytes(data)
    assert cli.main(["import", str(path)]) == 1
    said = capsys.readouterr().err
    assert "diary.pdf" in said
    assert "Traceback" not in said
    assert moods() == []


def test_a_file_that_is_not_there_is_status_1(tmp_path, capsys):
    assert cli.main(["import", str(tmp_path / "none.csv")]) == 1
    assert "none.csv" in capsys.readouterr().err


@pytest.mark.parametrize(
    "wrong",
    [[], ["fly"], ["import"], ["import", "x", "--mood", "ok=11"],
     ["import", "x", "--mood", "ok"], ["import", "x", "--mood", "=3"]],
)  # fmt: skip
def test_wrong_use_is_status_2(wrong):
    with pytest.raises(SystemExit) as caught:
        cli.main(wrong)
    assert caught.value.code == 2


def test_a_damaged_journal_is_one_sentence(export, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("RECOVERY_KIT_DATA", str(tmp_path / "d"))
    (tmp_path / "d").mkdir()
    (tmp_path / "d/journal.db").write_bytes(b"x" * 5000)
    (tmp_path / "d/journal.key").write_text("0" * 64)
    assert cli.main(["import", str(export)]) == 1
    assert "left as it is" in capsys.readouterr().err


def test_every_command_has_help(capsys):
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    said = capsys.readouterr().out
    for command in cli.commands():
        assert command in said
        with pytest.raises(SystemExit):
            cli.main([command, "--help"])


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent differently there")
def test_open_serves_the_notebooks_and_prints_the_address():
    command = [sys.executable, "-m", "recovery_kit.cli", "open", "--no-browser"]
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        try:
            address = ""
            end = time.monotonic() + 60
            while "token=" not in address and time.monotonic() < end:
                address = server.stderr.readline().strip()
            address = address[address.index("http") :]
            assert "/lab/tree/00_start_here.ipynb" in address

            def status():
                try:
                    page = urllib.request.urlopen(address, timeout=20)  # noqa: S310
                except urllib.error.URLError:
                    return None
                with page:
                    return page.status

            assert wait_until(status, "the page that was printed") == 200
        finally:
            os.killpg(server.pid, signal.SIGTERM)
