"""What stands behind a form: which entry its fields belong to, and what it shows.

A sheet knows no widget. The page names the entry with every message, so a sheet holds
no state of its own, and two windows, two kernels or a kernel that was killed and came
back all write to the same place.
"""

import datetime as dt
import uuid
from typing import Any

from recovery_kit import records
from recovery_kit.forms.fields import (
    Choice,
    Field,
    Show,
    from_draft,
    from_record,
    to_draft,
)
from recovery_kit.forms.settling import ONCE, Place, entry_at, settle, wrong_of
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
        All that may be asked, in order.
    per_day : bool
        Whether each day has an entry of its own, or there is one for all time.
    fold : str
        If given, the form stands folded under these words.
    saved : str
        The line that stands under it once the entry is in the journal.
    needed : str
        What to say while a field that must be there is not there yet.
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
        fold: str = "",
        saved: str = "",
        needed: str = "Kept.",
        another: str = "",
    ) -> None:
        super().__init__(journal)
        self.kind = kind
        self.fields = fields
        # Asked for at every keystroke, so it must not be worked out anew.
        self._kinds = {field.key: field.kind for field in fields}
        self.per_day = per_day
        self.fold = fold
        self.saved = saved
        self.needed = needed
        self.another = another

    # ---- which entry ---------------------------------------------------------------

    def slot(self, day: dt.date | None = None) -> Slot:
        """Return the slot of a day's newest entry, or of the one it would get."""
        day = day or records.today()
        found = self.journal.entries(self.kind, day if self.per_day else None)
        id = found[-1].id if found else self._new_id(day, 0)
        return {"id": id, "day": day.isoformat()}

    def _new_id(self, day: dt.date, number: int) -> str:
        about = day.isoformat() if self.per_day else ONCE
        name = f"{records.label(self.kind)}/{about}/{number}"
        return uuid.uuid5(_NAMESPACE, name).hex

    def _place(self, slot: Slot) -> Place:
        about = slot["day"] if self.per_day else ONCE
        return Place(self.kind, about, slot["id"])

    def _entry(self, slot: Slot) -> Entry | None:
        return entry_at(self.journal, self._place(slot))

    def unfinished(self, about: str = "") -> dict[str, str]:
        """Return the ids of entries that were begun and can't be stored yet.

        Parameters
        ----------
        about : str
            Only this day's.

        Returns
        -------
        dict
            Id to day.
        """
        prefix = f"{records.label(self.kind)}/{about and about + '/'}"
        begun = {}
        for key in self.journal.drafts.keys(prefix):
            _, day, id, _ = key.split("/")
            if entry_at(self.journal, Place(self.kind, day, id)) is None:
                begun[id] = day
        return begun

    # ---- showing -------------------------------------------------------------------

    def asked(self, slot: Slot) -> tuple[Field, ...]:
        """Return the fields to show; a kind of form may add to them by the slot."""
        return (*self.which(slot), *self.fields, *self.buttons(slot))

    def which(self, slot: Slot) -> tuple[Field, ...]:
        """Return the choice between a day's entries, where there are several."""
        if not self.another:
            return ()
        entries = self.journal.entries(self.kind, dt.date.fromisoformat(slot["day"]))
        names = {
            entry.id: self.named(entry.record, number)
            for number, entry in enumerate(entries, 1)
        }
        for id in self.unfinished(slot["day"]):
            names[id] = "Begun"
        if names:
            names.setdefault(slot["id"], "A new one")
        if len(names) < 2:
            return ()
        choices = tuple(Choice(id, name) for id, name in names.items())
        return (Field(key="_which", kind="pick", label="Which one?", choices=choices),)

    def buttons(self, slot: Slot) -> tuple[Field, ...]:
        """Return what can be done with an entry that is in the journal."""
        if not self.another or self._entry(slot) is None:
            return ()
        return (
            Field(key="_another", kind="button", label=self.another),
            Field(
                key="_remove",
                kind="button",
                label="Remove this one",
                confirm="Remove it? It leaves your charts and lists. The journal keeps "
                "what it was.",
            ),
        )

    def named(self, record: Any, number: int) -> str:
        """Return how one of a day's entries is called in the choice between them."""
        time = getattr(record, "time", None)
        return f"{time:%H:%M}" if time else f"No. {number}"

    def show(self, slot: Slot | None) -> Show:
        """Return the form with the entry's values and what is being written."""
        slot = slot or self.slot()
        place, entry = self._place(slot), self._entry(slot)
        values, bases, others = {}, {}, {}
        fields = self.asked(slot)
        for field in fields:
            if field.key in self.kind.__struct_fields__:
                draft = self.journal.drafts.get(place.key(field.key, field.kind))
                values[field.key] = _shown(field, draft, entry)
                bases[field.key] = draft.revision
                if draft.others:
                    others[field.key] = dict(draft.others)
        return Show(
            fold=self.fold,
            slot=slot,
            fields=fields,
            values=values,
            bases=bases,
            others=others,
            wrong=self._said(wrong_of(self.journal, place)),
            note=self.saved if entry else "",
        )

    # ---- storing -------------------------------------------------------------------

    def put(self, slot: Slot, key: str, value: Any, base: int) -> Draft:
        """Store a field's value as a draft, keeping what another window wrote."""
        kind = self._kinds[key]
        # Only words are worth keeping twice; of two taps the later one counts.
        words = kind in ("text", "line")
        entry = self._entry(slot) if words else None
        return self.journal.drafts.save(
            self._place(slot).key(key, kind),
            to_draft(kind, value),
            base=base if words else None,
            standing=getattr(entry.record, key) if entry else None,
        )

    def settle(self, slot: Slot) -> dict[str, str]:
        """Make the drafts part of the entry; those that can't be stay drafts."""
        return self._said(settle(self.journal, self._place(slot)))

    def _said(self, wrong: dict[str, str]) -> dict[str, str]:
        return {**wrong, "": self.needed} if "" in wrong else wrong

    def choose(self, slot: Slot, key: str, value: str) -> Slot:
        """Go to another entry of the same day."""
        return {**slot, "id": value} if key == "_which" else slot

    def press(self, slot: Slot, key: str) -> Slot:
        """Begin one more entry for the day, or remove this one."""
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
        draft = self._place(slot).key(key, self._kinds[key])
        self.journal.drafts.drop_other(draft, number)


def _shown(field: Field, draft: Draft, entry: Entry | None) -> Any:
    if draft.text is not None:
        return from_draft(field.kind, draft.text)
    if entry is None:
        return None
    return from_record(field.kind, getattr(entry.record, field.key))
