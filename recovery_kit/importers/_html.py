"""HTML that an app's editor put into a note, made plain words again."""

import html
import re

__all__ = ["plain_text"]

# Only what a phone's editor writes, so that "<3", "a < b" and "<John>" stay.
_INLINE = "b|strong|i|em|u|s|strike|del|ins|sub|sup|small|big|tt|font|span|a"
_BLOCK = "p|div|ul|ol|blockquote|h[1-6]"
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>{_INLINE}|{_BLOCK}|li|br)"
    r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))*\s*/?>""",
    re.IGNORECASE,
)
_BREAKS_LINE = re.compile(f"{_BLOCK}|li")
_ENTITY = re.compile(r"&(?:lt|gt|amp|quot|apos|nbsp|#\d{1,7}|#x[0-9a-f]{1,6});", re.I)


def plain_text(note: str) -> str:
    r"""Return a note without an editor's HTML tags and entities.

    A line break, paragraph or list entry begins a new line. A tag that needs its other
    half stays as it is where that is missing, and so does everything that only looks
    like a tag.

    Parameters
    ----------
    note : str
        As the app wrote it.

    Returns
    -------
    str

    Examples
    --------
    >>> plain_text("Slept <b>well</b>.<br>Love you <3")
    'Slept well.\nLove you <3'
    """
    if "<" in note:
        note = _without_tags(note)
    if "&" in note:
        note = _ENTITY.sub(_character, note)
    return note


def _without_tags(note: str) -> str:
    tags = list(_TAG.finditer(note))
    opened = {tag["name"].lower() for tag in tags if not tag["close"]}
    closed = {tag["name"].lower() for tag in tags if tag["close"]}
    meant = opened & closed | {"br"}
    pieces: list[str] = []
    at = 0
    due = False  # a new line, before the next words only
    for tag in tags:
        name = tag["name"].lower()
        if name not in meant:
            continue
        before, at = note[at : tag.start()], tag.end()
        if before:
            pieces += ["\n", before] if due and pieces else [before]
            due = False
        if name == "br":
            pieces.append("\n")
        elif name == "li" and not tag["close"]:
            pieces.append("\n- " if pieces else "- ")
            due = False
        elif _BREAKS_LINE.fullmatch(name):
            due = True
    rest = note[at:]
    if rest and due and pieces:
        pieces.append("\n")
    return "".join([*pieces, rest])


def _character(entity: re.Match[str]) -> str:
    return html.unescape(entity[0].lower()).replace("\xa0", " ")
