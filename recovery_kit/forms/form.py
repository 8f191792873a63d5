"""The one form: a widget that shows a sheet, stores what is typed, and prints it.

Nothing that is typed or shown is ever in a trait of the widget. It goes to the page and
comes back as messages, so no notebook, no saved widget state and no repr holds a word.
"""

import html
from collections.abc import Callable
from importlib import resources
from typing import Any

import anywidget
import msgspec

from recovery_kit.errors import RecoveryKitError
from recovery_kit.forms import worker
from recovery_kit.forms.fields import Field, Show
from recovery_kit.forms.settling import settle_waiting
from recovery_kit.forms.sheet import RecordSheet, Sheet
from recovery_kit.journal import Journal, open_journal
from recovery_kit.records import Record

__all__ = ["Form", "Live", "record_form", "static_file"]

OUTSIDE = "A form of recovery_kit. Open this notebook in JupyterLab to use it."
"""What stands where no widget can be drawn."""


def static_file(name: str) -> str:
    """Return the text of a file that the page needs."""
    return resources.files("recovery_kit.forms").joinpath("static", name).read_text()


class Live(anywidget.AnyWidget):
    """A widget that talks to its page in messages only.

    Parameters
    ----------
    journal : Journal, optional
        The journal; by default the one `open_journal` gives, opened when the page
        first asks for it.
    """

    _css = static_file("look.css")

    def __init__(self, journal: Journal | None) -> None:
        super().__init__()
        self._journal = journal
        self._following = False
        self.on_msg(self._on_message)

    @property
    def journal(self) -> Journal:
        """The journal, opened now if it was not open yet.

        Raises
        ------
        JournalError
            If it can't be opened.
        """
        if self._journal is None:
            self._journal = open_journal()
        if not self._following:
            self._following = True
            self._journal.follow(self.on_change)
        return self._journal

    def on_change(self, kinds: frozenset[str]) -> None:
        """Tell the page that something was written; it asks if it is looked at."""
        self.send({"op": "stale"})

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        bundle = super()._repr_mimebundle_(**kwargs)
        data = bundle[0] if isinstance(bundle, tuple) else bundle
        if data is not None:
            data["text/plain"] = OUTSIDE
        return bundle

    def __repr__(self) -> str:
        """Name the widget without a word of what it shows."""
        return f"<{type(self).__name__}>"

    def _on_message(self, _: Any, message: dict[str, Any], buffers: list[Any]) -> None:
        answer = getattr(self, f"on_{message.get('op', '')}", None)
        if answer is None:
            return
        try:
            answer(message, buffers)
        except RecoveryKitError as error:
            self.on_trouble(message, error)

    def on_trouble(self, message: dict[str, Any], error: RecoveryKitError) -> None:
        """Tell the page that what it asked for was refused, and why."""
        self.reply(message, op="trouble", words=str(error))

    def reply(
        self,
        message: dict[str, Any],
        buffers: list[bytes] | None = None,
        **content: Any,
    ) -> None:
        """Answer the one view that asked."""
        named = {"vid": message.get("vid"), "nav": message.get("nav", 0)}
        self.send({**named, **content}, buffers)


class Form(Live):
    """A form bound to the journal.

    Parameters
    ----------
    name : str
        Names the form on the page; what could not be saved yet is kept there under it.
    sheet : callable
        Makes the sheet from an open journal.
    journal : Journal, optional
        By default the person's own.
    """

    _esm = static_file("fields.js") + static_file("form.js")

    def __init__(
        self,
        name: str,
        sheet: Callable[[Journal], Sheet],
        journal: Journal | None = None,
    ) -> None:
        super().__init__(journal)
        self._name = name
        self._make_sheet = sheet
        self._made: Sheet | None = None
        self._parts: dict[str, list[bytes]] = {}

    @property
    def sheet(self) -> Sheet:
        """What the form shows; made when it is first needed."""
        if self._made is None:
            self._made = self._make_sheet(self.journal)
        return self._made

    # ---- what the page asks --------------------------------------------------------

    def on_hello(self, message: dict[str, Any], _: list[Any]) -> None:
        """Answer a view that was drawn, or wants all anew."""
        settle_waiting(self.journal)
        self._show(message, message.get("slot"))

    def on_look(self, message: dict[str, Any], _: list[Any]) -> None:
        """Answer a view that came back into sight; others may have written."""
        self.journal.look()
        self._show(message, message.get("slot"))

    def on_put(self, message: dict[str, Any], _: list[Any]) -> None:
        """Store a field that was written in."""
        key = message["field"]
        draft = self.sheet.put(
            message["slot"], key, message["value"], message.get("base", 0)
        )
        self.reply(
            message,
            op="ack",
            field=key,
            rev=message["rev"],
            ticket=message.get("ticket"),
            base=draft.revision,
            others=_page(draft.others),
        )
        self.send({"op": "stale", "except": message.get("vid")})

    def on_settle(self, message: dict[str, Any], _: list[Any]) -> None:
        """Make an entry of what was written, now that the person pauses."""
        slot = message["slot"]
        wrong = self.sheet.settle(slot)
        self.reply(message, op="settled", slot=slot, wrong=wrong)

    def on_choose(self, message: dict[str, Any], _: list[Any]) -> None:
        """Another day or another entry was chosen."""
        slot = self.sheet.choose(message["slot"], message["field"], message["value"])
        self._show(message, slot)

    def on_press(self, message: dict[str, Any], _: list[Any]) -> None:
        """Do what a pressed button says."""
        self._work(
            message,
            lambda: self._show(
                message, self.sheet.press(message["slot"], message["field"])
            ),
        )

    def on_drop(self, message: dict[str, Any], _: list[Any]) -> None:
        """Put away a text that another window wrote."""
        self.sheet.drop_other(message["slot"], message["field"], message["number"])
        self._show(message, message["slot"])

    def on_file(self, message: dict[str, Any], buffers: list[Any]) -> None:
        """Part of a file arrived."""
        parts = self._parts.setdefault(message["vid"], [])
        if message["part"] == 0:
            parts.clear()
        parts.append(bytes(buffers[0]) if buffers else b"")
        if message["part"] + 1 < message["parts"]:
            return
        data = b"".join(self._parts.pop(message["vid"]))

        def take() -> None:
            self.sheet.take(message["name"], data)
            self._show(message, message["slot"])

        self._work(message, take)

    def _work(self, message: dict[str, Any], work: Callable[[], None]) -> None:
        def guarded() -> None:
            try:
                work()
            except RecoveryKitError as error:
                self.on_trouble(message, error)

        worker.submit(guarded)

    def _show(self, message: dict[str, Any], slot: dict[str, str] | None) -> None:
        show = self.sheet.show(slot)
        self.reply(message, op="show", name=self._name, show=_page(show))

    def on_trouble(self, message: dict[str, Any], error: RecoveryKitError) -> None:
        """Say what went wrong; a field that was not stored stays marked so."""
        if message["op"] == "put":
            words = str(error)
            field, rev = message["field"], message["rev"]
            self.reply(message, op="nak", field=field, rev=rev, words=words)
        else:
            super().on_trouble(message, error)

    # ---- printing ------------------------------------------------------------------

    def printed(self) -> str:
        """Return the form as plain HTML: what was asked, and what was answered.

        Every word of the person is escaped. What only a screen needs (buttons, the
        choice of a day) is left out.
        """
        show = self.sheet.show(None)
        parts = [f"<h3>{html.escape(show.fold)}</h3>"] if show.fold else []
        rows = [_printed(field, show) for field in show.fields]
        answered = "".join(row for row in rows if row)
        parts.append(f"<dl>{answered}</dl>" if answered else "<p>Nothing written.</p>")
        return "\n".join(parts)


def record_form(
    name: str,
    kind: type[Record],
    fields: tuple[Field, ...],
    journal: Journal | None,
    **options: Any,
) -> Form:
    """Return a form for one kind of record whose fields never change.

    Parameters
    ----------
    name : str
        As `Form` has it.
    kind : type
        The kind of record.
    fields : tuple of Field
        What is asked, in order.
    journal : Journal or None
        None: the person's own.
    **options
        As `RecordSheet` has them: ``per_day``, ``fold``, ``saved`` ...
    """

    def sheet(journal: Journal) -> RecordSheet:
        return RecordSheet(journal, kind, fields, **options)

    return Form(name, sheet, journal)


def _printed(field: Field, show: Show) -> str:
    if field.kind == "table":
        return "".join(
            f"<dt>{html.escape(name)}</dt><dd>{_text(words)}</dd>"
            for name, words in field.rows[1:]
        )
    value = show.values.get(field.key)
    if value is None or value in ("", []):
        return ""
    labels = {choice.value: choice.label for choice in field.choices}
    shown = [labels.get(str(v), str(v)) for v in _listed(value)]
    if field.kind == "scale":
        shown = [f"{value} of 10"]
    if field.kind == "tick":
        shown = ["yes" if value else "no"]
    return f"<dt>{html.escape(field.label)}</dt><dd>{_text(', '.join(shown))}</dd>"


def _text(words: str) -> str:
    return html.escape(words).replace("\n", "<br>")


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _page(value: Any) -> Any:
    return msgspec.to_builtins(value, str_keys=True)
