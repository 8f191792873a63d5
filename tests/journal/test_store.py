import contextlib
import multiprocessing
import os
import shutil
import signal
import stat
import subprocess
import time

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from recovery_kit import open_journal
from recovery_kit.errors import (
    JournalBusyError,
    JournalDamagedError,
    JournalKeyError,
    JournalNewerError,
    JournalStorageError,
)
from recovery_kit.journal import schema, store
from recovery_kit.journal.journal import Journal
from recovery_kit.records import CheckIn

# From Python 3.12 on forking warns where another test has left a thread; the children
# here only open a journal and end.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")

fork = multiprocessing.get_context("fork")


def written(folder, moods=(1, 2, 3)):
    with open_journal(folder) as journal:
        for mood in moods:
            journal.record(CheckIn(day="2026-03-04", mood=mood, note="SECRET-word"))
    return folder / "journal.db"


def raw(path):
    key = path.with_name("journal.key").read_text().strip()
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


def test_the_file_holds_no_word_in_plain(tmp_path):
    path = tmp_path / "journal.db"
    with open_journal(tmp_path) as journal:
        journal.record(CheckIn(day="2026-03-04", mood=3, note="SECRET-word"))
        journal.save_draft("k", "SECRET-word")
        found = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    found += path.read_bytes()
    for secret in ("SECRET-word", "check_in", "SQLite format"):
        assert secret.encode() not in found
        assert secret.encode("utf-16-le") not in found


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
def test_only_the_owner_may_read_the_files(tmp_path):
    path = written(tmp_path / "private")
    for file in (path, path.with_name("journal.key")):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def damaged(path, how):
    data = bytearray(path.read_bytes())
    if how == "flipped":
        data[len(data) // 2] ^= 1
    elif how == "torn":
        del data[len(data) // 2 :]
    elif how == "empty":
        data.clear()
    elif how == "zeroed":
        data[:] = bytes(len(data))
    elif how == "foreign":
        data[:] = b"%PDF-1.7 not a journal at all" * 300
    path.write_bytes(data)
    return bytes(data)


@pytest.mark.parametrize("how", ["flipped", "torn", "empty", "zeroed", "foreign"])
def test_a_damaged_file_is_noticed_and_never_overwritten(tmp_path, how, capfd):
    path = written(tmp_path)
    left = damaged(path, how)
    with pytest.raises(JournalDamagedError, match="left as it is"):
        open_journal(tmp_path)
    assert path.read_bytes() == left
    assert capfd.readouterr().err == ""


def test_another_database_in_its_place_is_refused(tmp_path):
    path = written(tmp_path)
    path.unlink()
    connection = raw(path)
    connection.execute("CREATE TABLE somebody_elses (x)")
    connection.close()
    with pytest.raises(JournalDamagedError, match="not a journal"):
        open_journal(tmp_path)


def test_a_journal_from_a_newer_version_is_left_alone(tmp_path):
    path = written(tmp_path)
    connection = raw(path)
    connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(JournalNewerError, match="Update recovery_kit"):
        open_journal(tmp_path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", [None, "", "abc", "g" * 64, "0" * 64])
def test_a_missing_broken_or_foreign_key_opens_nothing_and_changes_nothing(
    tmp_path, text, capfd
):
    path = written(tmp_path)
    key = tmp_path / "journal.key"
    key.unlink() if text is None else key.write_text(text)
    before = path.read_bytes()
    with pytest.raises((JournalKeyError, JournalDamagedError)) as caught:
        open_journal(tmp_path)
    assert "journal.key" in str(caught.value)
    assert path.read_bytes() == before
    assert key.exists() == (text is not None)
    assert capfd.readouterr().err == ""


def test_a_next_step_of_the_tables_is_taken_once_and_keeps_all(tmp_path, monkeypatch):
    path = written(tmp_path)
    step = ("CREATE TABLE added_later (x INTEGER) STRICT",)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    for _ in range(2):
        with open_journal(tmp_path) as journal:
            assert len(journal.entries(CheckIn)) == 3
    connection = raw(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert connection.execute("SELECT count(*) FROM added_later").fetchone() == (0,)
    connection.close()


def test_a_step_that_fails_leaves_the_journal_as_it_was(tmp_path, monkeypatch):
    written(tmp_path)
    step = ("CREATE TABLE added_later (x)", "CREATE TABLE added_later (x)")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
        with pytest.raises(Exception, match="could not do this"):
            open_journal(tmp_path)
    with open_journal(tmp_path) as journal:
        assert len(journal.entries(CheckIn)) == 3


def test_a_version_once_written_is_never_changed(tmp_path):
    path = written(tmp_path)
    connection = raw(path)
    with pytest.raises(sqlcipher.IntegrityError, match="never changed"):
        connection.execute("UPDATE entry SET day = '2026-01-01'")
    connection.close()


def test_another_program_holding_it_is_said_after_a_wait(tmp_path, monkeypatch):
    path = written(tmp_path)
    monkeypatch.setattr(store, "BUSY_MILLISECONDS", 200)
    with open_journal(tmp_path) as journal:
        other = raw(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalBusyError, match="Another program"):
            journal.record(CheckIn(day="2026-03-04", mood=4))
        assert len(journal.entries(CheckIn)) == 3  # reading goes on
        other.execute("ROLLBACK")
        other.close()
        journal.record(CheckIn(day="2026-03-04", mood=4))


@contextlib.contextmanager
def small_disk(folder, kilobytes):
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)]
    if os.name == "nt" or os.geteuid() != 0 or subprocess.run(mount).returncode:
        pytest.skip("mounting a small disk needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_said_and_nothing_acknowledged_is_lost(tmp_path):
    with small_disk(tmp_path / "disk", 400) as disk, open_journal(disk) as journal:
        kept = []

        def fill():
            for number in range(10_000):
                text = f"{number} " * 500
                journal.save_draft(f"k{number}", text)
                kept.append(text)

        with pytest.raises(JournalStorageError, match="disk is full"):
            fill()
        assert len(kept) > 3
        assert [journal.draft(f"k{n}") for n in range(len(kept))] == kept
        subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
        journal.save_draft("after", "there is room again")
        assert journal.draft("after") == "there is room again"


def test_a_folder_taken_away_is_noticed_before_the_next_write(tmp_path):
    with open_journal(tmp_path / "private") as journal:
        journal.record(CheckIn(day="2026-03-04", mood=4))
        shutil.move(tmp_path / "private", tmp_path / "elsewhere")
        with pytest.raises(JournalStorageError):
            journal.record(CheckIn(day="2026-03-04", mood=5))
        shutil.move(tmp_path / "elsewhere", tmp_path / "private")
        journal.record(CheckIn(day="2026-03-04", mood=6))
        assert [e.record.mood for e in journal.entries(CheckIn)] == [4, 6]


def without_rights(folder, answers):
    os.setuid(65534)
    try:
        Journal(folder)
        answers.put("opened")
    except JournalStorageError as error:
        answers.put(str(error))


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no modes")
def test_a_folder_one_may_not_write_in_is_said(tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    if os.geteuid() != 0:
        with pytest.raises(JournalStorageError, match="may write in it"):
            open_journal(folder / "private")
        return
    for part in (tmp_path, *tmp_path.parents[:2]):
        part.chmod(0o755)  # let nobody reach the folder, but not write in it
    answers = fork.Queue()
    process = fork.Process(target=without_rights, args=(folder / "private", answers))
    process.start()
    assert "may write in it" in answers.get(timeout=20)
    process.join()


def write_many(folder, number, count):
    journal = Journal(folder)
    for mood in range(count):
        entry = journal.record(CheckIn(day="2026-03-04", mood=mood % 11))
        journal.revise(entry.id, CheckIn(day="2026-03-05", mood=mood % 11))
        journal.save_draft(f"k{number}", str(mood))
    journal.close()


def test_several_kernels_write_at_once_and_nothing_is_lost(tmp_path):
    processes = [
        fork.Process(target=write_many, args=(tmp_path, n, 100)) for n in range(4)
    ]
    for process in processes:
        process.start()  # they also make the journal, all at the same moment
    for process in processes:
        process.join()
        assert process.exitcode == 0
    with open_journal(tmp_path) as journal:
        entries = journal.entries(CheckIn)
        assert len(entries) == 400
        assert {str(e.record.day) for e in entries} == {"2026-03-05"}
        assert all(len(journal.versions(e.id)) == 2 for e in entries)
        assert [journal.draft(f"k{n}") for n in range(4)] == ["99"] * 4
    assert sorted(p.name for p in tmp_path.iterdir()) == ["journal.db", "journal.key"]


def write_until_killed(folder, pipe):
    journal = Journal(folder)
    for number in range(1_000_000):
        journal.save_draft("k", f"{number}")
        pipe.send(number)


def test_what_was_acknowledged_is_there_after_a_kill(tmp_path):
    for round_ in range(8):
        listen, tell = fork.Pipe(duplex=False)
        process = fork.Process(target=write_until_killed, args=(tmp_path, tell))
        process.start()
        tell.close()
        last = listen.recv()
        time.sleep(0.05 + round_ * 0.013)
        os.kill(process.pid, signal.SIGKILL)
        with contextlib.suppress(EOFError):
            while True:
                last = listen.recv()
        process.join()
        with open_journal(tmp_path) as journal:
            assert int(journal.draft("k")) in (last, last + 1)
