"""What a form asks, as data: the page draws each field by its kind."""

import json
import re
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

__all__ = [
    "TEXT_KINDS",
    "Choice",
    "Field",
    "Kind",
    "Show",
    "from_draft",
    "from_record",
    "to_draft",
    "to_record",
]

Kind = Literal[
    # asked and stored
    "scale",
    "choice",
    "select",
    "choices",
    "tags",
    "tick",
    "line",
    "text",
    "hours",
    # asked, and answered by the form itself
    "day",
    "pick",
    "file",
    "button",
    # shown
    "words",
    "quote",
    "reveal",
    "hide",
    "card",
    "table",
]

TEXT_KINDS = {"line", "text", "hours"}
"""Kinds whose draft is the text itself; the others' drafts are JSON."""


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing to choose.

    Attributes
    ----------
    value, label : str
        What is stored, and what is read.
    words : tuple of str
        Paragraphs that appear when a "reveal" is chosen.
    """

    value: str
    label: str
    words: tuple[str, ...] = ()


class Field(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One field of a form.

    Attributes
    ----------
    key : str
        For a stored field, the record's field of the same name.
    kind : str
        How it is drawn and read.
    label, help : str
        The question, and a line under it.
    choices : tuple of Choice
        For the kinds that have some.
    ends : tuple of (int, str)
        Words under the numbers of a scale.
    words : tuple of str
        Paragraphs, for the kinds that show some.
    rows : tuple of tuple of str
        A table's rows, the first one its head.
    required : bool
        Whether it can't be taken back to nothing once it was answered.
    confirm : str
        For a button: a question that is asked before it does its work.
    inside : str
        The key of a "card" or "reveal" in whose opened part this field stands.
    """

    key: str
    kind: Kind
    label: str = ""
    help: str = ""
    choices: tuple[Choice, ...] = ()
    ends: tuple[tuple[int, str], ...] = ()
    words: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    required: bool = False
    confirm: str = ""
    inside: str = ""


class Show(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """All that a page needs to draw a form.

    Attributes
    ----------
    fold : str
        If given, the whole form stands folded under these words.
    slot : dict
        What the values belong to, given back by the page with each of its messages.
    fields : tuple of Field
        In the order they stand.
    values : dict
        Each stored field's value (text, number, list, or None).
    bases : dict
        Each stored field's draft revision.
    others : dict
        Field to {number: text} that another window wrote at the same time.
    wrong : dict
        Field to what is wrong with what was written in it; under "" what to say while
        the entry lacks something.
    note : str
        A line at the foot of the form.
    """

    fold: str = ""
    slot: dict[str, str] = {}
    fields: tuple[Field, ...] = ()
    values: dict[str, Any] = {}
    bases: dict[str, int] = {}
    others: dict[str, dict[int, str]] = {}
    wrong: dict[str, str] = {}
    note: str = ""


def to_draft(kind: Kind, value: Any) -> str:
    """Return what a page sent for a field as a draft's text."""
    if kind in TEXT_KINDS:
        return "" if value is None else str(value)
    return json.dumps(value, ensure_ascii=False)


def from_draft(kind: Kind, text: str) -> Any:
    """Return a draft's text as the value the page shows."""
    return text if kind in TEXT_KINDS else json.loads(text)


def to_record(kind: Kind, value: Any) -> Any:
    """Return a shown value as the record keeps it; None where there is none.

    Raises
    ------
    ValueError
        If hours are not written as hours. The message says how to.
    """
    if value is None or value == "" or value == []:
        return None
    if kind == "hours":
        return _hours(str(value))
    if kind == "scale":
        return int(value)
    return value


def from_record(kind: Kind, value: Any) -> Any:
    """Return a record's value as the page shows it."""
    if kind == "hours" and value is not None:
        return f"{value:g}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(value)
    return value


def _hours(text: str) -> float:
    text = text.strip().lower().removesuffix("hours").removesuffix("h").strip()
    clock = re.fullmatch(r"(\d{1,2})[:h](\d{2})", text)
    if clock and int(clock[2]) < 60:
        return int(clock[1]) + int(clock[2]) / 60
    if re.fullmatch(r"\d{1,2}([.,]\d+)?", text):
        return float(text.replace(",", "."))
    raise ValueError("Write hours like 7, 7.5 or 7:30.")
