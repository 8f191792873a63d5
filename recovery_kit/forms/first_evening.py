"""The short forms of a first evening."""

from recovery_kit.forms.fields import Field
from recovery_kit.forms.form import Form, record_form
from recovery_kit.forms.safety_card import danger_answers
from recovery_kit.forms.settings import COUNTRY, country_inside
from recovery_kit.forms.sheet import RecordSheet, Slot
from recovery_kit.journal import Journal
from recovery_kit.records import Hope, Line, NotTonight, Preferences, SafetyLines

__all__ = ["danger", "hope", "line", "not_tonight", "safety_lines"]

LINE = Field(
    key="text",
    kind="text",
    label="What is true tonight?",
)

HOPE = Field(
    key="text",
    kind="text",
    label="What I hope to become",
    help="What you would do on an ordinary day, in the first minute of a quarrel.",
)

SAFETY_LINES = (
    Field(
        key="call",
        kind="line",
        label="Who I can call tonight",
    ),
    Field(
        key="out_of_reach",
        kind="line",
        label="What I put out of reach",
        help="Weapons, pills, drink, car keys. Another person's hands are best.",
    ),
    Field(
        key="helped",
        kind="line",
        label="What has helped before",
        help="A walk, cold water, a certain song, sleep. Small is fine.",
    ),
)

KEPT = Field(
    key="kept",
    kind="tick",
    label="Not tonight. Nothing I write goes to them before morning.",
)


class DangerSheet(RecordSheet):
    """The first question; the answer shows words and is not kept anywhere.

    Parameters
    ----------
    journal : Journal
        For the country, which is kept.
    """

    def __init__(self, journal: Journal) -> None:
        super().__init__(journal, Preferences, (COUNTRY,), per_day=False)

    def asked(self, slot: Slot) -> tuple[Field, ...]:
        """Return the question, and the country where the numbers are for."""
        return (
            Field(
                key="_danger",
                kind="reveal",
                label="Your answer",
                choices=danger_answers(self.journal),
            ),
            country_inside("_danger"),
        )


def danger(journal: Journal | None = None) -> Form:
    """Return the question whether anyone is in danger; its answer is not stored.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    return Form("danger", DangerSheet, journal)


def line(journal: Journal | None = None) -> Form:
    """Return the form for today's one line.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    return record_form("line", Line, (LINE,), journal)


def hope(journal: Journal | None = None) -> Form:
    """Return the form for what one hopes to become; its versions stay.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    return record_form("hope", Hope, (HOPE,), journal, per_day=False)


def safety_lines(journal: Journal | None = None) -> Form:
    """Return the form for the three safety lines; they stand on the safety card.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    return record_form(
        "safety_lines", SafetyLines, SAFETY_LINES, journal, per_day=False
    )


def not_tonight(journal: Journal | None = None) -> Form:
    """Return the word one gives oneself: nothing is sent before morning.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    return record_form("not_tonight", NotTonight, (KEPT,), journal)
