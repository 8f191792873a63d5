"""Bytes to text, and text to rows: what every reader of a table needs.

Nothing here knows an app. A `Table` gives its rows one by one with the line each starts
on; a row that is not whole carries a fault instead of cells, and the next one is read
from the next line, so that no odd row swallows or shifts another.
"""

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

__all__ = ["BY_HAND", "Row", "Table", "decode"]

LONGEST_ROW = 4_000_000
"""Characters; a title and a note of a million each fit twice."""

LONGEST_HEADER = 100_000
LONGEST_HEAD = 100
MOST_COLUMNS = 1_000
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}

BY_HAND = "Correct the row in the file, or enter it by hand."
AGAIN = "Export the file again, or enter the row by hand."
UNCLOSED = f"A quotation mark in this row does not close where it should. {BY_HAND}"
DAMAGED = f"Some letters in this row are damaged. {AGAIN}"

# What no text holds: zero bytes, and the halves of characters that `decode` leaves
# where bytes were no letters.
_DAMAGE = re.compile("[\0\ud800-\udfff]")
_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)*")
_NUMBERS = re.compile(r"\d+")
_BROKEN = re.compile("[\ud800-\udfff]+")
_WHOLE = re.compile("[^\0-\x7f\ud800-\udfff]+")


def decode(data: bytes) -> str:
    r"""Return the text of UTF-8, UTF-16 or Windows-1252 bytes, without its mark.

    Parameters
    ----------
    data : bytes
        A whole file.

    Returns
    -------
    str
        Bytes that are no letters stay as lone surrogates, which `Table.rows` reports
        for the row they stand in. Where lines end in ``\r`` alone, it is ``\n``.

    Notes
    -----
    Bytes that are not UTF-8 throughout are Windows-1252, unless most of what lies
    beyond ASCII is whole UTF-8: then the file is UTF-8 and damaged in places.
    """
    encoding = _utf_16(data)
    if encoding:
        text = data[: len(data) // 2 * 2].decode(encoding, "surrogatepass")
    else:
        text = data.decode("utf-8", "surrogateescape")
        if not text.isascii() and _BROKEN.search(text):
            broken = sum(map(len, _BROKEN.findall(text)))
            whole = sum(map(len, _WHOLE.findall(text)))
            if broken > whole:
                text = data.decode("cp1252", "surrogateescape")
    text = text.removeprefix("\ufeff")
    return text if "\n" in text else text.replace("\r", "\n")


def _utf_16(data: bytes) -> str | None:
    if data.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if data.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    # Without a mark: a header in Latin letters has a zero in every other byte.
    head = data[:200]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if odd > len(head) // 4 > even:
        return "utf-16-le"
    if even > len(head) // 4 > odd:
        return "utf-16-be"
    return None


class Row(NamedTuple):
    """One row: its cells by their columns' names, or what is wrong with it."""

    line: int
    cells: dict[str, str]
    fault: str = ""


@dataclass(frozen=True)
class Table:
    """A table in a text: the names in its first row, and where the rows begin.

    Attributes
    ----------
    text : str
        The whole text.
    names : tuple of str
        The first row's cells, stripped and casefolded; nameless ones at the end are
        dropped.
    delimiter : str
        Comma, semicolon or tab: the one that the first row has most of.
    start : int
        Where in the text the second row begins.
    line : int
        The line the second row stands on, counted from 1.
    """

    text: str = field(repr=False)
    names: tuple[str, ...] = field(repr=False)
    delimiter: str
    start: int
    line: int

    @classmethod
    def of(cls, text: str) -> "Table | None":
        """Return the table in a text, or None where the first row can't hold names."""
        start = _after_blank_lines(text, 0)
        stop = _line_end(text, start)
        if stop - start > LONGEST_HEADER:
            return None
        mark = max(DELIMITERS, key=lambda mark: text.count(mark, start, stop))
        cells, end = _cells(text, start, mark, MOST_COLUMNS)
        if end != stop or len(cells) > MOST_COLUMNS:
            return None
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            return None
        names = tuple(cell.strip().casefold() for cell in cells)
        return cls(text, names, mark, stop + 1, text.count("\n", 0, stop) + 2)

    def rows(self) -> Iterator[Row]:
        """Give every row in turn; those with nothing in any cell are passed over.

        Yields
        ------
        Row
            With a cell for each name, or with a fault: a quotation mark that does not
            close, damaged letters, too few or too many cells. Empty cells beyond the
            last name are no fault.

        Notes
        -----
        After an unclosed quotation mark, reading goes on with the next line. It does so
        too where a later cell's opening mark seems to have closed a stray one: a line
        inside the row starts as the row does, and its marks are odd or no row follows.

        The time is linear in the text: looking ahead from one line ends after one row's
        cells, so no line is looked at oftener than a row has cells.
        """
        text, width = self.text, len(self.names)
        may_be_damaged = _DAMAGE.search(text) is not None
        start, line = self.start, self.line
        while start < len(text):
            if text[start].isspace() and (after := _after_blank_lines(text, start)):
                line += text.count("\n", start, after)
                start = after
            cells, end = self._row(start)
            within = self._row_within(start, end)
            swallows = within < end and len(cells) == width and self._is_odd(start, end)
            if end < 0 or swallows:
                end = _line_end(text, start)
                yield Row(line, {}, UNCLOSED)
            elif may_be_damaged and _DAMAGE.search(text, start, end):
                yield Row(line, {}, DAMAGED)
            elif cells[0] or any(map(str.strip, cells)):
                if len(cells) == width:
                    yield Row(line, dict(zip(self.names, cells, strict=True)))
                else:
                    end = within
                    yield Row(line, {}, _miscounted(len(cells), width, self.delimiter))
            line += text.count("\n", start, end) + 1
            start = end + 1

    def _row(self, start: int) -> tuple[list[str], int]:
        cells, end = _cells(self.text, start, self.delimiter, len(self.names))
        nothing = f'{self.delimiter}" \r'
        if len(cells) > len(self.names) and not cells[-1].strip(nothing):
            cells.pop()
        return cells, end

    def _is_odd(self, start: int, end: int) -> bool:
        """Tell whether a row's own marks, or what follows it, speak against it."""
        if self.text.count('"', start, end) % 2:
            return True
        after = _after_blank_lines(self.text, end + 1)
        cells, following = self._row(after)
        whole = following >= 0 and len(cells) == len(self.names)
        return after < len(self.text) and not whole

    def _row_within(self, start: int, end: int) -> int:
        """Return where the line ends after which a row's text could hold another row.

        That is a line with half a row's delimiters, since a cell may go on in the next
        line, and a first cell of the same form: the same but for numbers. Without such
        a line it is the row's own end.
        """
        stop = _line_end(self.text, start)
        form = self._form(start, stop) if stop < end else ""
        while form and stop < end:
            following = _line_end(self.text, stop + 1)
            marks = self.text.count(self.delimiter, stop + 1, following)
            if marks >= len(self.names) // 2 and form == self._form(
                stop + 1, following
            ):
                return stop
            stop = following
        return end

    def _form(self, start: int, stop: int) -> str:
        head = self.text[start : min(stop, start + LONGEST_HEAD)]
        return _NUMBERS.sub("0", head.partition(self.delimiter)[0])


@lru_cache(maxsize=1000)
def _miscounted(count: int, width: int, mark: str) -> str:
    if count < width:
        return f"This row ends early: it has {count} of {width} cells. {AGAIN}"
    return (
        f"This row has more than its {width} cells, perhaps because of a "
        f"{DELIMITERS[mark]} outside quotation marks. {BY_HAND}"
    )


def _after_blank_lines(text: str, start: int) -> int:
    found = _BLANK_LINES.match(text, start)
    return found.end() if found else start


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _cells(text: str, start: int, mark: str, most: int) -> tuple[list[str], int]:
    """Return a row's cells and where its last line ends; -1: a quote does not close.

    What follows `most` cells comes as one more, uncut. Quotation marks inside a cell
    that does not begin with one are letters.
    """
    stop = _line_end(text, start)
    if text.find('"', start, stop) < 0:
        return text[start:stop].removesuffix("\r").split(mark, most), stop
    try:
        line = [text[start:stop].removesuffix("\r")]
        cells = next(csv.reader(line, delimiter=mark, strict=True))
    except csv.Error:
        pass  # several lines, or a very long one, or no row at all
    else:
        surplus = [mark.join(cells[most:])] if len(cells) > most else []
        return cells[:most] + surplus, stop
    cells = []
    limit = start + LONGEST_ROW
    while len(cells) < most:
        if text.startswith('"', start):
            close = text.find('"', start + 1, limit)
            while close >= 0 and text.startswith('"', close + 1):
                close = text.find('"', close + 2, limit)
            if close < 0:
                return cells, -1
            cell = text[start + 1 : close].replace('""', '"')
            cells.append(cell.replace("\r\n", "\n"))
            start = close + 1
            if start == len(text) or text.startswith("\n", start):
                return cells, start
            if text.startswith("\r\n", start):
                return cells, start + 1
            if not text.startswith(mark, start):
                return cells, -1
        else:
            stop = _line_end(text, start)
            cut = text.find(mark, start, stop)
            if cut < 0:
                cells.append(text[start:stop].removesuffix("\r"))
                return cells, stop
            cells.append(text[start:cut])
            start = cut
        start += 1
    stop = _line_end(text, start)
    return [*cells, text[start:stop]], stop
