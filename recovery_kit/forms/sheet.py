"""What stands behind a form: which entry its fields belong to, and how it is stored.

A sheet knows no widget. While one types, each field is a draft; when one pauses, the
drafts become the entry's next version, in one transaction. The page names the entry
with every message, so a sheet holds no state of its own, and two windows, two kernels
or a kernel that was killed and came back all write to the same place.
"""

import datetime as dt
import uuid
from typing import Any

import msgspec

from recovery_kit import records
from recovery_kit.errors import EntryNotFoundError, RecordError
from recovery_kit.forms.fields import (
    Choice,
    Field,
    Show,
    from_draft,
    from_record,
    to_draft,
    to_record,
)
from recovery_kit.journal import Draft, Entry, Journal

__all__ = ["RecordSheet", "Sheet", "Slot"]

Slot = dict[str, str]
"""Names an entry: its ``id`` and ``day``."""

# Entries made by forms have ids that follow from what they are, so that two kernels
# that begin the same day's check-in begin the same entry.
_NAMESPACE = uuid.UUID("c9f0b1f4-6c1e-5a0b-8f0f-7a4d6d2f5a11")


class Sheet:
    """What a form needs of what it shows; this one stores nothing.

    Parameters
    ----------
    journal : Journal
        What it is about.
    """

    def __init__(self, journal: Journal) -> None:
        self.journal = journal

    def show(self, slot: Slot | None) -> Show:
        """Return all that the page draws."""
        raise NotImplementedError

    def put(self, slot: Slot, key: str, value: Any, base: int) -> Draft:
        """Store a field's value as it is being written."""
        return Draft()

    def settle(self, slot: Slot) -> dict[str, str]:
        """Make what was written part of the entry; field to what is wrong with it."""
        return {}

    def choose(self, slot: Slot, key: str, value: str) -> Slot:
        """Return the slot that a choice of day or entry leads to."""
        return slot

    def press(self, slot: Slot, key: str) -> Slot:
        """Do what a button says and return the slot to show then."""
        return slot

    def take(self, name: str, data: bytes) -> None:
        """Take a file that was chosen or dropped."""

    def drop_other(self, slot: Slot, key: str, number: int) -> None:
        """Put away a text that another window wrote."""


class RecordSheet(Sheet):
    """One entry of one kind, a field for each of the record's fields that are asked.

    Parameters
    ----------
    journal : Journal
        Where it is stored.
    kind : type
        The kind of record.
    fields : tuple of Field
        What is asked, in order.
    per_day : bool
        Whether each day has an entry of its own, or there is one for all time.
    title, fold, saved : str
        The form's heading, its folded heading, and the line that stands under it once
        the entry is in the journal.
    another : str
        If given, a day may have several entries, and this is the button for one more.
    """

    def __init__(
        self,
        journal: Journal,
        kind: type[records.Record],
        fields: tuple[Field, ...],
        *,
        per_day: bool = True,
        title: str = "",
        fold: str = "",
        saved: str = "",
        another: str = "",
    ) -> None:
        super().__init__(journal)
        self.kind = kind
        self.fields = fields
        self.per_day = per_day
        self.title = title
        self.fold = fold
        self.saved = saved
        self.another = another
        # A text that must be there may still be emptied: then it is there, and empty.
        required = {f.name for f in msgspec.structs.fields(kind) if f.required}
        self._emptied = {f.key for f in fields if f.kind == "text"} & required

    # ---- which entry ---------------------------------------------------------------

    def slot(self, day: dt.date | None = None) -> Slot:
        """Return the slot of a day's newest entry, or of the one it would get."""
        day = day or records.today()
        found = self.journal.entries(self.kind, day if self.per_day else None)
        id = found[-1].id if found else self._new_id(day, 0)
        return {"id": id, "day": day.isoformat()}

    def _new_id(self, day: dt.date, number: int) -> str:
        about = day.isoformat() if self.per_day else "once"
        name = f"{records.label(self.kind)}/{about}/{number}"
        return uuid.uuid5(_NAMESPACE, name).hex

    def _key(self, slot: Slot, field: str) -> str:
        about = slot["day"] if self.per_day else "once"
        return f"{records.label(self.kind)}/{about}/{slot['id']}/{field}"

    def _entry(self, slot: Slot) -> Entry | None:
        try:
            return self.journal.entry(slot["id"])
        except EntryNotFoundError:
            return None

    # ---- showing -------------------------------------------------------------------

    def asked(self, slot: Slot) -> tuple[Field, ...]:
        """Return the fields to show; a kind of form may add to them by the slot."""
        return (*self.which(slot), *self.fields, *self.buttons(slot))

    def which(self, slot: Slot) -> tuple[Field, ...]:
        """Return the choice between a day's entries, where there are several."""
        entries = self._of_day(slot)
        choices = [
            Choice(entry.id, self.named(entry.record, number))
            for number, entry in enumerate(entries, 1)
        ]
        if entries and slot["id"] not in {entry.id for entry in entries}:
            choices.append(Choice(slot["id"], "A new one"))
        if not self.another or len(choices) < 2:
            return ()
        choice = Field(
            key="_which", kind="pick", label="Which one?", choices=tuple(choices)
        )
        return (choice,)

    def buttons(self, slot: Slot) -> tuple[Field, ...]:
        """Return what can be done with an entry that is in the journal."""
        if not self.another or self._entry(slot) is None:
            return ()
        return (
            Field(key="_another", kind="button", label=self.another),
            Field(
                key="_remove",
                kind="button",
                label="Take this one out",
                confirm="Take this one out of your charts and lists?",
            ),
        )

    def named(self, record: Any, number: int) -> str:
        """Return how one of a day's entries is called in the choice between them."""
        time = getattr(record, "time", None)
        return f"{time:%H:%M}" if time else f"No. {number}"

    def _of_day(self, slot: Slot) -> list[Entry]:
        day = dt.date.fromisoformat(slot["day"])
        return self.journal.entries(self.kind, day if self.per_day else None)

    def show(self, slot: Slot | None) -> Show:
        """Return the form with the entry's values and what is being written."""
        slot = slot or self.slot()
        entry = self._entry(slot)
        values, bases, others = {}, {}, {}
        fields = self.asked(slot)
        for field in fields:
            if field.key in self.kind.__struct_fields__:
                draft = self.journal.drafts.get(self._key(slot, field.key))
                values[field.key] = self._value(field, draft, entry)
                bases[field.key] = draft.revision
                if draft.others:
                    others[field.key] = dict(draft.others)
        return Show(
            title=self.title,
            fold=self.fold,
            slot=slot,
            fields=fields,
            values=values,
            bases=bases,
            others=others,
            note=self.saved if entry else "",
        )

    def _value(self, field: Field, draft: Draft, entry: Entry | None) -> Any:
        if draft.text is not None:
            return from_draft(field.kind, draft.text)
        if entry is None:
            return None
        return from_record(field.kind, getattr(entry.record, field.key))

    # ---- storing -------------------------------------------------------------------

    def _field(self, slot: Slot, key: str) -> Field:
        return next(field for field in self.asked(slot) if field.key == key)

    def put(self, slot: Slot, key: str, value: Any, base: int) -> Draft:
        """Store a field's value as a draft, keeping what another window wrote."""
        field = self._field(slot, key)
        standing = None
        if field.kind in ("text", "line"):
            # Only words are worth keeping twice; of two taps the later one counts.
            entry = self._entry(slot)
            standing = getattr(entry.record, key) if entry else None
        return self.journal.drafts.save(
            self._key(slot, key),
            to_draft(field.kind, value),
            base=base if field.kind in ("text", "line") else None,
            standing=standing,
        )

    def settle(self, slot: Slot) -> dict[str, str]:
        """Make the drafts part of the entry; those that can't be stay drafts.

        Returns
        -------
        dict
            Field to one sentence on what is wrong with it; the sentence of a field
            that is still needed stands under "".
        """
        wrong: dict[str, str] = {}
        with self.journal.writing():
            drafts = self._drafts(slot)
            entry = self._entry(slot)
            values = self._begin(slot) if entry is None else _plain(entry.record)
            for field, draft in tuple(drafts.items()):
                try:
                    shown = from_draft(field.kind, draft.text or "")
                    value = to_record(field.kind, shown)
                except ValueError as error:
                    wrong[field.key] = str(error)
                    del drafts[field]
                    continue
                values.pop(field.key, None)
                if value is None and field.key in self._emptied:
                    value = ""
                if value is not None:
                    values[field.key] = value
            if drafts:
                self._store(slot, values, drafts, wrong)
        return wrong

    def _store(
        self,
        slot: Slot,
        values: dict[str, Any],
        drafts: dict[Field, Draft],
        wrong: dict[str, str],
    ) -> None:
        while True:
            try:
                record = records.from_values(self.kind, values)
                break
            except RecordError as error:
                refused = next((f for f in drafts if f.key == error.field), None)
                if refused is None or refused.key not in values:
                    wrong[""] = self.needed(error)
                    return
                wrong[refused.key] = str(error)
                del values[refused.key], drafts[refused]
        self.journal.record(record, id=slot["id"])
        for field, draft in drafts.items():
            key = self._key(slot, field.key)
            self.journal.drafts.clear(key, revision=draft.revision)

    def _drafts(self, slot: Slot) -> dict[Field, Draft]:
        found = {}
        for field in self.asked(slot):
            if field.key in self.kind.__struct_fields__:
                draft = self.journal.drafts.get(self._key(slot, field.key))
                if draft.text is not None:
                    found[field] = draft
        return found

    def _begin(self, slot: Slot) -> dict[str, Any]:
        values = {"day": slot["day"]}
        timed = "time" in self.kind.__struct_fields__
        if timed and slot["day"] == records.today().isoformat():
            values["time"] = dt.datetime.now().astimezone().strftime("%H:%M")
        return values

    def needed(self, error: RecordError) -> str:
        """Return what to say when a field that must be there is not there yet."""
        return str(error)

    def choose(self, slot: Slot, key: str, value: str) -> Slot:
        """Go to another entry of the same day."""
        return {**slot, "id": value} if key == "_which" else slot

    def press(self, slot: Slot, key: str) -> Slot:
        """Begin one more entry for the day, or take this one out."""
        day = dt.date.fromisoformat(slot["day"])
        if key == "_remove":
            self.journal.remove(slot["id"])
            return self.slot(day)
        if key != "_another":
            return slot
        number = 0
        while self.journal.versions(self._new_id(day, number)):
            number += 1
        return {**slot, "id": self._new_id(day, number)}

    def drop_other(self, slot: Slot, key: str, number: int) -> None:
        """Put away a text that another window wrote."""
        self.journal.drafts.drop_other(self._key(slot, key), number)


def _plain(record: records.Record) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(record)
    return values
