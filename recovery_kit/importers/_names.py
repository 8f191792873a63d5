"""How phones write months, weekdays and halves of the day, in their languages.

The words come from the Unicode CLDR, through Babel, which is loaded when first needed.
"""

import datetime as dt
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

__all__ = ["beside_day", "half_days", "month_names", "plain", "weekday_names", "words"]

# The languages that Android offers. The CLDR has four times as many, and the others'
# short names would give these languages' ones a second meaning.
LANGUAGES = (
    "af am ar ar_DZ ar_LB az be bg bn bs ca cs cy da de de_AT el en en_GB es et eu fa "
    "fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn "
    "mr ms my nb ne nl pa pl pt ro ru si sk sl sq sr sr_Latn sv sw ta te th tr uk ur "
    "uz vi zh zh_Hant zu"
)

_BETWEEN = re.compile(r"[\s.,·/()'’־-]+")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u061c\u2066-\u2069]")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|o|a)\b")


def plain(text: str) -> str:
    """Return a text casefolded, each letter and space in its plainest form."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).casefold()


def words(text: str) -> str:
    """Return a text's words in that form, one space between them and no points."""
    return _BETWEEN.sub(" ", plain(text)).strip()


def beside_day(text: str, start: int, end: int) -> str:
    """Return the words around a day's number, without an ordinal's ending ("1er")."""
    ordinal = _ORDINAL.match(text, end)
    return words(f"{text[:start]} {text[ordinal.end() if ordinal else end :]}")


@lru_cache(maxsize=1)
def month_names() -> dict[str, dict[str, int]]:
    """Return what stands beside a day's number: words, then language to month (1-12).

    Both the bare name ("octubre") and the language's own way ("de octubre").
    """
    from babel import Locale

    names: dict[str, dict[str, int]] = defaultdict(dict)
    for language in LANGUAGES.split():
        locale = Locale.parse(language)
        for context in ("stand-alone", "format"):
            for width in ("abbreviated", "wide"):
                for month, name in locale.months[context][width].items():
                    names[words(name)][language] = month
        for skeleton in ("MMMd", "MMMMd"):
            pattern = locale.datetime_skeletons.get(skeleton)
            if pattern is None:
                continue
            for month in range(1, 13):
                # 22 is in no month's name, whatever the language.
                text = words(pattern.apply(dt.date(2018, month, 22), locale))
                at = text.find("22")
                if at >= 0:
                    names[beside_day(text, at, at + 2)][language] = month
    return {name: months for name, months in names.items() if not name.isdigit()}


@lru_cache(maxsize=1)
def weekday_names() -> dict[str, dict[str, int]]:
    """Return weekdays' names: words, then language to weekday (0 Monday-6 Sunday)."""
    from babel import Locale

    names: dict[str, dict[str, int]] = defaultdict(dict)
    for language in LANGUAGES.split():
        days = Locale.parse(language).days
        for context in ("stand-alone", "format"):
            for width in ("abbreviated", "wide"):
                for weekday, name in days[context][width].items():
                    names[words(name)][language] = weekday
    return dict(names)


@lru_cache(maxsize=1)
def half_days() -> dict[str, int]:
    """Return the marks of a 12-hour clock, without spaces: hours to add (0 or 12).

    A mark that is morning in one language and evening in another is left out.
    """
    from babel import Locale

    found: dict[str, set[int]] = defaultdict(set)
    for language in LANGUAGES.split():
        locale = Locale.parse(language)
        halves = {"am": 0, "pm": 12, **dict(_parts_of_day(locale.day_period_rules))}
        for width in ("abbreviated", "wide"):
            for part, name in locale.day_periods["format"].get(width, {}).items():
                if part in halves:
                    found[words(name).replace(" ", "")].add(halves[part])
    return {mark: min(hours) for mark, hours in found.items() if len(hours) == 1}


def _parts_of_day(rules: Any) -> Iterator[tuple[str, int]]:
    # Chinese says more than morning and evening ("凌晨1:23", "晚上8:00"). Parts that
    # reach over noon or midnight say nothing about the half.
    for part, spans in rules.get(None, {}).items():
        for span in spans:
            first = span.get("from", span.get("at"))
            last = span.get("before", first)
            if first <= last <= 12 * 3600 and first < 12 * 3600:
                yield part, 0
            elif (first >= 12 * 3600 and last > first) or part == "noon":
                yield part, 12
