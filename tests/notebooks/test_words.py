import re

import pytest

from tests.notebooks.words_for_people import NOTEBOOKS, prose, texts

NEVER = [
    r"win (?:\w+ )?back",
    r"fight(?:ing)? for",
    r"earn(?:s|ed|ing)?",
    r"prove(?:s|d|n)?|proving",
    r"deserv\w+",
    r"soulmates?",
    r"closure",
    r"your ex",
    r"toxic",
    r"narcissis\w+",
    r"abusers?",
    r"own your mess",
    r"slips?",
    r"everyone does",
    r"at least",
    r"eggshells?",
    r"time heals",
    r"they['’]ll see",
    r"forgive yourself",
    r"surviv\w+",
    r"streak (?:was |is )?(?:lost|failed|broken)",
    r"congratulations?",
    r"healed",
    r"cured",
    r"low risk",
    r"safe",
    r"anonym\w+",
    r"100 ?%",
    r"simply",
    r"just",
    r"obviously",
]
PATTERN = re.compile(r"\b(?:" + "|".join(NEVER) + r")(?!\w)", re.IGNORECASE)


def test_no_text_for_people_holds_a_word_we_never_say():
    found = [
        f"{where}: {match[0]!r} in “…{text[max(0, match.start() - 40) : match.end()]}…”"
        for where, text in texts()
        for match in PATTERN.finditer(text)
    ]
    assert not found, "\n".join(found)


def test_all_that_is_read_is_gathered():
    gathered = "\n".join(text for _, text in texts())
    for words in (
        "Nobody is counting.",  # a notebook
        "One line, stored while you type.",  # the first line of a cell
        "Not tonight. Nothing I write goes to them before morning.",  # a form
        "The disk is full.",  # an error
        "in the future",  # a message with something put in
        "NOT SAVED. ",  # the page
        "press Start",  # the banner
    ):
        assert words in gathered


@pytest.mark.parametrize("said", ["You just have to", "win her back", "You are safe."])
def test_the_words_are_found_where_they_stand(said):
    assert PATTERN.search(said)


@pytest.mark.parametrize(
    "said", ["learn", "safety card", "adjust", "approve", "unjust"]
)
def test_near_misses_are_left_alone(said):
    assert not PATTERN.search(said)


def syllables(word: str) -> int:
    word = re.sub(r"(?:e|es|ed)$", "", word.lower()) if len(word) > 3 else word.lower()
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(text: str) -> float:
    """Flesch-Kincaid grade (Kincaid and others 1975, Navy research report 8-75)."""
    text = re.sub(
        r"^#+ .*$|^- |\*\*?|\\$|\[([^\]]*)\]\([^)]*\)", r"\1", text, flags=re.M
    )
    sentences = [s for s in re.split(r"[.!?:]+\s|\n\n", text) if re.search(r"\w", s)]
    words = re.findall(r"[A-Za-z’']+", text)
    count = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * count / len(words) - 15.59


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_reads_at_grade_eight_or_easier(path):
    text = prose(path).split("*Where this comes from.*")[0]
    assert grade(text) <= 8


def test_the_grade_tells_hard_from_easy():
    assert grade("The cat sat on the mat. It was warm. She was glad.") < 3
    hard = "Institutional accountability necessitates comprehensive organisational "
    assert grade(hard + "reconsideration of interpersonal responsibilities.") > 20
