"""The command line: ``recovery-kit``. The only module that prints.

Exit status: 0 done, 1 refused or failed with one plain sentence, 2 wrong use.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import recovery_kit
from recovery_kit.errors import RecoveryKitError
from recovery_kit.importers import Question, Reading, counted, read
from recovery_kit.journal import (
    import_records,
    mood_words,
    not_yet_imported,
    open_journal,
    place_mood_word,
)
from recovery_kit.project import project_folder

__all__ = ["commands", "main"]

PROBLEMS_SHOWN = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status.

    Parameters
    ----------
    arguments : list of str, optional
        As on the command line; the process's own by default.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except RecoveryKitError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Nothing was changed.", file=sys.stderr)
        return 1


def commands() -> list[str]:
    """Return the names of the commands."""
    return list(_COMMANDS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="recovery-kit",
        description="Notebooks to own what you did, give space, and change. "
        "Everything stays on this computer.",
    )
    parser.add_argument("--version", action="version", version=recovery_kit.__version__)
    parts = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, (help_, add) in _COMMANDS.items():
        add(parts.add_parser(name, help=help_))
    return parser


def _add_open(opening: argparse.ArgumentParser) -> None:
    opening.add_argument(
        "--no-browser", action="store_true", help="print the address instead"
    )
    opening.set_defaults(run=_open)


def _add_import(bringing: argparse.ArgumentParser) -> None:
    bringing.add_argument("file", metavar="FILE", help="the export file")
    bringing.add_argument(
        "--preview", action="store_true", help="show what would come; store nothing"
    )
    bringing.add_argument(
        "--json", action="store_true", help="print the counts as JSON"
    )
    bringing.add_argument(
        "--mood",
        action="append",
        default=[],
        metavar="WORD=PLACE",
        type=_placed,
        help="place a mood word of yours on the scale 0-10; is remembered",
    )
    bringing.set_defaults(run=_import)


_COMMANDS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "open": ("open the notebooks in JupyterLab", _add_open),
    "import": ("bring history from another app's export file", _add_import),
}


def _placed(text: str) -> tuple[str, int]:
    word, _, place = text.rpartition("=")
    if not word.strip() or not place.isdecimal() or int(place) > 10:
        message = "write it as WORD=PLACE, with a place from 0 to 10"
        raise argparse.ArgumentTypeError(message)
    return word.strip(), int(place)


# ---- open --------------------------------------------------------------------------


def _open(options: argparse.Namespace) -> int:
    folder = project_folder()
    if folder is None:
        print(
            "There are no notebooks here. Go to the folder that holds notebooks/ and "
            "data/, and try again.",
            file=sys.stderr,
        )
        return 1
    command = [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={folder / 'notebooks'}",
        "--LabApp.default_url=/lab/tree/00_start_here.ipynb",
        # Nothing here may ask the internet for news, updates or extensions.
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
    if options.no_browser:
        command.append("--no-browser")
    # Jupyter refuses to run as the machine's administrator, as in a container.
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    data = os.environ.get("RECOVERY_KIT_DATA") or folder / "data" / "private"
    environment = {**os.environ, "RECOVERY_KIT_DATA": str(Path(data).absolute())}
    with subprocess.Popen(command, env=environment) as server:  # noqa: S603 - our own
        while True:
            try:
                return server.wait()
            except KeyboardInterrupt:
                # Ctrl-C reaches Jupyter too, which asks whether it is meant.
                continue


# ---- import ------------------------------------------------------------------------


def _import(options: argparse.Namespace) -> int:
    journal = open_journal()
    placed = dict(options.mood)
    reading = read(options.file, {**mood_words(journal), **placed})
    new = len(not_yet_imported(journal, reading.records))
    if options.json:
        print(json.dumps(_counts(reading, new), ensure_ascii=False))
    else:
        _show(reading, new)
    if options.preview:
        return 0
    if reading.questions and not options.json and sys.stdin.isatty():
        placed |= _ask(reading.questions)
        reading = read(options.file, {**mood_words(journal), **placed})
    if reading.questions:
        print(_unplaced(reading.questions), file=sys.stderr)
        return 1
    with journal.writing():
        for word, place in placed.items():
            place_mood_word(journal, word, place)
        added = import_records(journal, reading.app, reading.records)
    if not options.json:
        there = len(reading.records) - added
        print(f"Added: {counted(added)}. Already there: {there}.")
    return 0


def _counts(reading: Reading, new: int) -> dict[str, object]:
    return {
        "app": reading.app,
        "rows": reading.rows,
        "new": new,
        "already_there": len(reading.records) - new,
        "first_day": reading.first_day and reading.first_day.isoformat(),
        "last_day": reading.last_day and reading.last_day.isoformat(),
        "unplaced_words": {q.word: q.rows for q in reading.questions},
        "problems": [{"line": p.line, "message": p.message} for p in reading.problems],
    }


def _show(reading: Reading, new: int) -> None:
    span = f", {reading.first_day} to {reading.last_day}" if reading.first_day else ""
    print(f"{reading.app}: {counted(reading.rows)}{span}.")
    print(f"{new} new, {len(reading.records) - new} already in your journal.")
    for question in reading.questions:
        waiting = counted(question.rows)
        print(f"Your word “{question.word}” has no place yet ({waiting}).")
    for problem in reading.problems[:PROBLEMS_SHOWN]:
        print(f"Line {problem.line}: {problem.message}")
    more = len(reading.problems) - PROBLEMS_SHOWN
    if more > 0:
        print(f"And {more} more lines that can't be read.")


def _ask(questions: Sequence[Question]) -> dict[str, int]:
    print("Place each word from 0 (very bad) to 10 (very good); 5 is neither.")
    placed = {}
    for question in questions:
        while True:
            answer = input(f"  {question.word}: ").strip()
            if answer.isdecimal() and int(answer) <= 10:
                placed[question.word] = int(answer)
                break
            print("  A whole number from 0 to 10, please.")
    return placed


def _unplaced(questions: Sequence[Question]) -> str:
    word = questions[0].word
    count = f"{len(questions)} words have" if len(questions) > 1 else "One word has"
    return (
        f"{count} no place on the mood scale yet, so nothing was stored. Place each "
        f'with --mood, for example --mood "{word}=6", or import from the notebook.'
    )


if __name__ == "__main__":
    sys.exit(main())
