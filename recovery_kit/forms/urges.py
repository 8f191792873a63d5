"""An urge: noticed, weighed, let pass or acted on, and written down as it was."""

from recovery_kit.forms.fields import Choice, Field
from recovery_kit.forms.form import Form, record_form
from recovery_kit.journal import Journal
from recovery_kit.records import Urge

__all__ = ["urge"]

ENDS = ((0, "none"), (10, "overwhelming"))

ASKED = (
    Field(
        key="intensity",
        kind="scale",
        required=True,
        label="How strong is it?",
        ends=ENDS,
    ),
    Field(
        key="toward",
        kind="choice",
        label="What does it want?",
        choices=(
            Choice("write", "To write or call"),
            Choice("look", "To look them up, or look at old pictures"),
            Choice("ask", "To ask others about them"),
            Choice("go", "To go where they are"),
            Choice("numb", "To drink, use or gamble"),
            Choice("other", "Something else"),
        ),
    ),
    Field(
        key="outcome",
        kind="choice",
        label="And then?",
        help="Come back to this when it is over. It peaks and goes, like a wave.",
        choices=(Choice("passed", "It passed"), Choice("acted", "I acted on it")),
    ),
    Field(key="after", kind="scale", label="How strong is it now?", ends=ENDS),
    Field(key="helped", kind="line", label="What helped, if anything did"),
)


def urge(journal: Journal | None = None) -> Form:
    """Return the form for an urge; it stands folded until it is needed.

    Parameters
    ----------
    journal : Journal, optional
        By default the person's own.
    """
    return record_form(
        "urge",
        Urge,
        ASKED,
        journal,
        fold="An urge, right now?",
        saved="It is written down as it was.",
        needed="Kept. Say how strong it is, and it is in your journal.",
        another="Another urge",
    )
