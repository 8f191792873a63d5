"""Time the first whole path: start, first form, a keystroke; print a table and JSON.

    python bench/first_path.py              everything but the fresh start
    python bench/first_path.py --fresh      the fresh start too (downloads 750 MB)

Each row stands beside the floor it is held against, measured in the same run.
"""

import argparse
import datetime as dt
import json
import os
import random
import shutil
import signal
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(HOME))

from jupyter_client.manager import start_new_kernel

from recovery_kit.journal.journal import Journal
from recovery_kit.records import CheckIn, today
from tests.browser_tools import LabServer, chromium, open_notebook

LETTERS = 2000
RUNS = 5
TEN_YEARS = 3650
WORDS = "walked slept badly work rest kept quiet said it paid cooked weir bus".split()

Row = dict[str, object]


def ten_years(folder: Path) -> None:
    """Fill a journal with ten years of check-ins, notes and all."""
    rng = random.Random(1)
    journal = Journal(folder)
    with journal.writing():
        for back in range(TEN_YEARS, 0, -1):
            note = " ".join(rng.choices(WORDS, k=rng.randrange(60)))
            day = today() - dt.timedelta(days=back)
            journal.record(CheckIn(day=day, mood=rng.randrange(11), note=note or None))
    journal.close()


def spread(seconds: list[float]) -> dict[str, float]:
    ordered = sorted(seconds)
    return {
        "p50_ms": round(1000 * statistics.median(ordered), 2),
        "p99_ms": round(1000 * ordered[int(0.99 * (len(ordered) - 1))], 2),
    }


# ---- a keystroke, in the kernel ----------------------------------------------------


def keystrokes(save, text: str) -> dict[str, float]:
    taken = []
    for end in range(1, LETTERS + 1):
        begin = time.perf_counter()
        save(text[:end])
        taken.append(time.perf_counter() - begin)
    return spread(taken[-500:])


def plain_sqlite(folder: Path, text: str) -> dict[str, float]:
    connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE draft (key TEXT PRIMARY KEY, text TEXT)")

    def save(words: str) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("REPLACE INTO draft VALUES ('k', ?)", (words,))
        connection.execute("COMMIT")

    return keystrokes(save, text)


def kernel_rows(folder: Path, text: str) -> list[Row]:
    rows: list[Row] = []
    for name in ("empty", "ten years"):
        journal = Journal(folder / name)
        save = lambda words, journal=journal: journal.save_draft("k", words)  # noqa: E731
        rows.append({"what": f"keystroke stored, {name}", **keystrokes(save, text)})
        journal.close()
    rows.append({"what": "  floor: plain sqlite3", **plain_sqlite(folder, text)})
    return rows


# ---- the first form ----------------------------------------------------------------

FIRST_FORM = """
import recovery_kit as rk
form = rk.forms.check_in()
form._handle_custom_msg({"op": "hello", "vid": "bench", "slot": None}, [])
form
"""
BARE = "import ipywidgets\nipywidgets.IntText()"
MEMORY = "import psutil; psutil.Process().memory_info().rss / 1e6"


def in_new_kernel(code: str, env: dict[str, str]) -> tuple[float, float]:
    """Return seconds from a ready kernel to the cell's end, and its memory in MB."""
    manager, client = start_new_kernel(env=env)
    answer: list[str] = []

    def hear(message: dict) -> None:
        if message["msg_type"] == "execute_result":
            answer.append(message["content"]["data"]["text/plain"])

    try:
        begin = time.perf_counter()
        client.execute_interactive(code, output_hook=lambda _: None)
        taken = time.perf_counter() - begin
        client.execute_interactive(MEMORY, output_hook=hear)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return taken, float(answer[0])


def first_form_rows(folder: Path) -> list[Row]:
    env = {**os.environ, "RECOVERY_KIT_DATA": str(folder / "ten years")}
    rows: list[Row] = []
    for what, code in (
        ("first check-in form", FIRST_FORM),
        ("  floor: one IntText", BARE),
    ):
        found = [in_new_kernel(code, env) for _ in range(RUNS)]
        rows.append(
            {
                "what": what,
                "median_s": round(statistics.median(t for t, _ in found), 3),
                "memory_mb": round(statistics.median(m for _, m in found), 1),
            }
        )
    return rows


# ---- in the browser ----------------------------------------------------------------

WATCH = """() => {
  const unsaved = window.__recoveryKitUnsaved;
  const times = (window.rkTimes = []);
  let pressed = 0;
  document.addEventListener('keydown', () => { pressed = performance.now(); }, true);
  const remove = unsaved.delete.bind(unsaved);
  unsaved.delete = (key) => {
    times.push(performance.now() - pressed);
    return remove(key);
  };
}"""


def browser_rows(folder: Path, text: str) -> list[Row]:
    lab = LabServer(folder / "lab")
    for notebook in (HOME / "notebooks").glob("*.ipynb"):
        shutil.copy(notebook, lab.notebooks)
    shutil.copytree(folder / "ten years", lab.data, dirs_exist_ok=True)
    with lab, chromium() as browser:
        page = browser.new_page()
        begin = time.perf_counter()
        open_notebook(page, lab.address("daily_check_in.ipynb"))
        page.get_by_role("group", name="How are you?").wait_for()
        shown = time.perf_counter() - begin
        box = page.get_by_label("A few words, if you like")
        box.fill(text[:-200])
        page.wait_for_timeout(4000)
        page.evaluate(WATCH)
        box.press("Control+End")
        box.press_sequentially(text[-200:], delay=90)
        page.wait_for_timeout(1000)
        times = [t / 1000 for t in page.evaluate("window.rkTimes")]
    what = "key press to disk, Chromium, ten years"
    return [
        {"what": "page asked for to usable form", "median_s": round(shown, 2)},
        {"what": what, "acks": len(times), **spread(times)},
    ]


# ---- the start ---------------------------------------------------------------------


def started(folder: Path) -> float:
    """Return seconds from the command to a form that can be used."""
    begin = time.perf_counter()
    command = [sys.executable, "start.py", "--no-browser"]
    with subprocess.Popen(
        command, cwd=folder, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        try:
            line = ""
            while "token=" not in line:
                line = server.stderr.readline()
            with chromium() as browser:
                page = browser.new_page()
                page.goto(line[line.index("http") :].strip())
                page.get_by_role("group", name="How are you?").wait_for(timeout=60_000)
                return time.perf_counter() - begin
        finally:
            os.killpg(server.pid, signal.SIGTERM)


def fresh_rows(folder: Path) -> list[Row]:
    clone = folder / "clone"
    subprocess.run(["git", "clone", "-q", str(HOME), str(clone)], check=True)
    first = started(clone)
    used = subprocess.run(
        ["du", "-sm", str(clone / ".venv")], capture_output=True, text=True, check=True
    )
    seconds = [started(clone) for _ in range(3)]
    return [
        {
            "what": "fresh start.py to usable form",
            "s": round(first, 1),
            "mb": int(used.stdout.split()[0]),
        },
        {"what": "second start", "median_s": round(statistics.median(seconds), 1)},
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fresh", action="store_true")
    options = parser.parse_args()
    text = (" ".join(WORDS) + " ") * (LETTERS // 60 + 1)
    text = text[:LETTERS]
    folder = Path(tempfile.mkdtemp())
    ten_years(folder / "ten years")
    Journal(folder / "empty").close()
    rows = [
        *kernel_rows(folder, text),
        *first_form_rows(folder),
        *browser_rows(folder, text),
        *(fresh_rows(folder) if options.fresh else []),
    ]
    for row in rows:
        figures = "  ".join(f"{k} {v}" for k, v in row.items() if k != "what")
        print(f"{row['what']:<42}{figures}")
    print(json.dumps(rows))
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
