"""Lines to call, by country, from a data file that says when each was checked.

A country without an emergency number, a crisis line and a line for people hurt by a
partner is not shipped. No opening hours are kept: in lists like this they are what is
wrong most often.
"""

import datetime as dt
import functools
from importlib import resources

import msgspec

__all__ = ["DIRECTORY", "Country", "Helplines", "helplines"]

DIRECTORY = "findahelpline.com"
"""An international directory; always the last line shown."""

STALE_AFTER = dt.timedelta(days=365)
"""A number checked longer ago is shown as one to check."""


class Country(msgspec.Struct, frozen=True):
    """A country's lines.

    Attributes
    ----------
    code, name : str
        Two letters (ISO 3166-1) and the English name.
    emergency, crisis, hurt : str
        The emergency number, a crisis line, and a line for people who are hurt by a
        partner.
    own_behaviour : str or None
        A line for people worried about their own behaviour, where one is known.
    """

    code: str
    name: str
    emergency: str
    crisis: str
    hurt: str
    own_behaviour: str | None


class Helplines(msgspec.Struct, frozen=True):
    """All countries' lines.

    Attributes
    ----------
    checked_on : datetime.date
        When the numbers were last held against published lists.
    checked_how, source : str
        How, and where the lists are named.
    countries : tuple of Country
        By name.
    """

    checked_on: dt.date
    checked_how: str
    source: str
    countries: tuple[Country, ...]

    def country(self, code: str | None) -> Country | None:
        """Return a country's lines by its two letters, or None."""
        return next((c for c in self.countries if c.code == code), None)

    def is_stale(self, today: dt.date) -> bool:
        """Return whether the numbers were checked more than a year ago."""
        return today - self.checked_on > STALE_AFTER


@functools.cache
def helplines() -> Helplines:
    """Return the lines that this version ships."""
    data = resources.files("recovery_kit.safety").joinpath("helplines.json")
    return msgspec.json.decode(data.read_bytes(), type=Helplines)
