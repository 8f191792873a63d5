import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_kit.importers._html import plain_text


@pytest.mark.parametrize(
    ("note", "plain"),
    [
        ("never mind<b>d</b>.", "never mindd."),
        ("one<br>two<br/>three<BR />four", "one\ntwo\nthree\nfour"),
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<div>one</div>two", "one\ntwo"),
        (
            "eat:<ul><li>rice</li><li>beans</li></ul>sleep",
            "eat:\n- rice\n- beans\nsleep",
        ),
        ('<p dir="ltr">one <font color="#ff0000">red</font></p>', "one red"),
        ("<i><u>both</u></i>", "both"),
        ("Tom &amp; Ann &lt;3 &#39;x&#39;&nbsp;!", "Tom & Ann <3 'x' !"),
        ("&lt;b&gt;not bold&lt;/b&gt;", "<b>not bold</b>"),
    ],
)
def test_an_editors_html_becomes_plain_words(note, plain):
    assert plain_text(note) == plain


@pytest.mark.parametrize(
    "note",
    [
        "I <3 you",
        "a < b and b > a",
        "met <John> there",
        "<John> and </John>",
        "a<b>c",
        "so it ends</b>",
        "i <b and c> d</b and c>",
        "AT&T; R&D & co. &copy &foo;",
        "null",
        "<b",
        "<>",
        "",
    ],
)
def test_what_only_looks_like_html_stays(note):
    assert plain_text(note) == note


@given(st.text(st.characters(exclude_characters="<&")))
def test_a_note_without_html_is_not_touched(note):
    assert plain_text(note) == note
