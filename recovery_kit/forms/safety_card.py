"""The card for a hard hour, as sections of plain words.

It shows numbers and the person's own three lines. It asks nothing, stores nothing,
judges nothing, and calls nobody.
"""

from recovery_kit.forms.fields import Choice
from recovery_kit.forms.settings import preferences_of
from recovery_kit.journal import Journal
from recovery_kit.records import SafetyLines, spoken, today
from recovery_kit.safety import DIRECTORY, Country, helplines

__all__ = ["danger_answers", "safety_card"]

NOBODY = (
    "Nobody else sees this, and it calls nobody. The call is yours to make. "
    "Make it now."
)


def safety_card(journal: Journal) -> tuple[Choice, ...]:
    """Return the card's sections: one's own lines first, the directory last."""
    country = _country(journal)
    return (
        *_own_lines(journal),
        Choice("self", "If you might hurt yourself", _self(country)),
        Choice("other", "If you might hurt someone", _other(country)),
        Choice("hurt", "If someone is hurting you", _hurt(country)),
        Choice("everywhere", "Anywhere", _everywhere(country)),
    )


def danger_answers(journal: Journal) -> tuple[Choice, ...]:
    """Return the answers to "is anyone in danger tonight?", each with its words."""
    country = _country(journal)
    everywhere = _everywhere(country)
    return (
        Choice(
            "no",
            "No",
            ("Thank you for answering. The card stays at the top if that changes.",),
        ),
        Choice("self", "I might hurt myself", (*_self(country), *everywhere)),
        Choice("other", "I might hurt someone", (*_other(country), *everywhere)),
        Choice("hurt", "Someone might hurt me", (*_hurt(country), *everywhere)),
        Choice(
            "unsure",
            "I am not sure",
            (
                "Then treat it as a yes for tonight. Move away from whoever is with "
                "you, and call someone.",
                _emergency(country),
                *_numbers(country, "crisis", "Someone to talk to"),
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


def _country(journal: Journal) -> Country | None:
    return helplines().country(preferences_of(journal).country)


def _self(country: Country | None) -> tuple[str, ...]:
    return (
        _emergency(country),
        *_numbers(country, "crisis", "Someone to talk to"),
        "Put distance between you and what you could use. Go where somebody is. Say "
        "it out loud to one person: “I am in danger from myself tonight.”",
    )


def _other(country: Country | None) -> tuple[str, ...]:
    return (
        "Leave the room now. Their safety comes first. Go on foot. Do not drink, and "
        "do not write to them.",
        _emergency(country),
        *_numbers(country, "own_behaviour", "For people worried about what they do"),
    )


def _hurt(country: Country | None) -> tuple[str, ...]:
    return (
        _emergency(country),
        *_numbers(country, "hurt", "For people hurt by a partner, men too"),
        "What is being done to you is not yours to answer for. Others may be able to "
        "read this device; a call from another phone leaves no trace here.",
    )


def _numbers(country: Country | None, kind: str, label: str) -> tuple[str, ...]:
    number = getattr(country, kind) if country else None
    return (f"{label}: {number}",) if number else ()


def _emergency(country: Country | None) -> str:
    if country:
        return f"Emergency: {country.emergency}"
    return (
        "Emergency: 112 in most of Europe and many other countries, 911 in North "
        "America, 999 in Britain, 000 in Australia"
    )


def _everywhere(country: Country | None) -> tuple[str, ...]:
    lines = helplines()
    if lines.is_stale(today()):
        checked = "These numbers were last checked over a year ago: check the number."
    else:
        checked = f"Numbers checked on {spoken(lines.checked_on)} {lines.checked_how}."
    return (
        NOBODY,
        f"{checked} If one fails, call the emergency number.",
        f"Lines all over the world: {DIRECTORY}",
        _emergency(country),
    )
