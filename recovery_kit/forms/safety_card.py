"""The card for a hard hour, as sections of plain words.

It shows numbers and the person's own three lines. It asks nothing, stores nothing,
judges nothing, and calls nobody.
"""

from recovery_kit.forms.fields import Choice
from recovery_kit.forms.settings import preferences_of
from recovery_kit.journal import Journal
from recovery_kit.records import SafetyLines, today
from recovery_kit.safety import DIRECTORY, helplines

__all__ = ["danger_answers", "safety_card"]

NOBODY = "Nobody reads this page, and nothing here calls anyone. You have to do that."


def safety_card(journal: Journal) -> tuple[Choice, ...]:
    """Return the card's sections: one's own lines first, the directory last."""
    return (
        *_own_lines(journal),
        Choice("self", "If you might hurt yourself", _self(journal)),
        Choice("other", "If you might hurt someone", _other(journal)),
        Choice("hurt", "If someone is hurting you", _hurt(journal)),
        Choice("everywhere", "Anywhere", _everywhere(journal)),
    )


def danger_answers(journal: Journal) -> tuple[Choice, ...]:
    """Return the answers to "is anyone in danger tonight?", each with its words."""
    everywhere = _everywhere(journal)
    return (
        Choice("no", "No", ("Good. The card stays one click away, at the top.",)),
        Choice("self", "I might hurt myself", (*_self(journal), *everywhere)),
        Choice("other", "I might hurt someone", (*_other(journal), *everywhere)),
        Choice("hurt", "Someone might hurt me", (*_hurt(journal), *everywhere)),
        Choice(
            "unsure",
            "I am not sure",
            (
                "Then act as if the answer were yes. Get some distance between "
                "yourself and whoever is with you, and do not stay alone with it.",
                *_numbers(journal, "crisis", "Someone to talk to"),
                *everywhere,
            ),
        ),
    )


def _own_lines(journal: Journal) -> tuple[Choice, ...]:
    found = journal.entries(SafetyLines)
    if not found:
        return ()
    lines = found[-1].record
    named = (
        ("Call", lines.call),
        ("Out of reach", lines.out_of_reach),
        ("Has helped", lines.helped),
    )
    words = tuple(f"{name}: {text}" for name, text in named if text)
    return (Choice("own", "What you wrote for an hour like this", words),)


def _self(journal: Journal) -> tuple[str, ...]:
    return (
        "Put distance between you and what you could use. Go where somebody is. Say "
        "it out loud to one person: “I am in danger from myself tonight.”",
        *_numbers(journal, "crisis", "Someone to talk to"),
    )


def _other(journal: Journal) -> tuple[str, ...]:
    return (
        "Leave the room now. Their safety comes first. Leave the car keys, do not "
        "drink, do not write to them.",
        *_numbers(journal, "own_behaviour", "For people worried about what they do"),
    )


def _hurt(journal: Journal) -> tuple[str, ...]:
    return (
        "You do not have to own anything tonight. This device may be read by others; "
        "a call from another phone leaves no trace here.",
        *_numbers(journal, "hurt", "For people hurt by a partner, men too"),
    )


def _numbers(journal: Journal, kind: str, label: str) -> tuple[str, ...]:
    country = helplines().country(preferences_of(journal).country)
    number = getattr(country, kind) if country else None
    return (f"{label}: {number}",) if number else ()


def _everywhere(journal: Journal) -> tuple[str, ...]:
    lines = helplines()
    country = lines.country(preferences_of(journal).country)
    checked = (
        f"Numbers last checked on {lines.checked_on}, "
        + (
            "more than a year ago: check the number."
            if lines.is_stale(today())
            else f"{lines.checked_how}."
        )
        if country
        else ""
    )
    emergency = (
        f"Emergency in {country.name}: {country.emergency}"
        if country
        else "Emergency: 112 in most of Europe and many other countries, 911 in North "
        "America, 999 in Britain, 000 in Australia"
    )
    return (
        *((checked,) if country else ()),
        emergency,
        f"Lines all over the world: {DIRECTORY}",
        NOBODY,
    )
