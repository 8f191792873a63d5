import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_kit.importers._text import DAMAGED, UNCLOSED, Table, decode

WORDS = "día,żółw\n„à” 😀\n"


def table(text: str) -> Table:
    found = Table.of(text)
    assert found is not None
    return found


def rows(text: str) -> list[tuple[int, list[str]]]:
    return [(row.line, list(row.cells.values())) for row in table(text).rows()]


def faults(text: str) -> list[tuple[int, str]]:
    return [(row.line, row.fault) for row in table(text).rows() if row.fault]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_unicode_is_read_with_and_without_a_mark(encoding):
    text = "full_date,date,weekday,time\n" + WORDS
    assert decode(text.encode(encoding)) == text


def test_big_endian_utf_16_with_a_mark_is_read():
    assert decode(b"\xfe\xff" + WORDS.encode("utf-16-be")) == WORDS


def test_windows_1252_is_read():
    text = "fée, “naïve” – 5 €"
    assert decode(text.encode("cp1252")) == text


def test_one_broken_byte_does_not_turn_a_utf_8_file_into_another():
    data = b"a,b\n" + "żółw,1\n".encode() + b"x\xff,2\n" + "żółw,3\n".encode()
    kept = list(table(decode(data)).rows())
    assert [row.cells.get("a") for row in kept] == ["żółw", None, "żółw"]
    assert kept[1].fault == DAMAGED


def test_zero_bytes_are_a_fault_of_their_row_only():
    assert faults("a,b\n1,2\n\0\0\n3,4\n") == [(3, DAMAGED)]
    assert rows("a,b\n1,2\n\0\0\n3,4\n")[2] == (4, ["3", "4"])


def test_half_a_utf_16_letter_at_the_end_does_no_harm():
    data = "a,b\n1,2\n".encode("utf-16") + b"3"
    assert rows(decode(data)) == [(2, ["1", "2"])]


def test_an_old_macs_line_ends_are_line_ends():
    assert rows(decode(b"a,b\r1,2\r3,4\r")) == [(2, ["1", "2"]), (3, ["3", "4"])]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_delimiter_and_line_end_is_told(mark, end):
    text = end.join([mark.join(["a", "b"]), mark.join(["1", '"x\ny"']), ""])
    assert rows(text) == [(2, ["1", "x\ny"])]


def test_line_breaks_inside_a_cell_are_alike_whatever_ends_a_line():
    text = 'a,b\n1,"x\n\ny"\n'
    assert rows(text.replace("\n", "\r\n")) == rows(text) == [(2, ["1", "x\n\ny"])]


def test_names_are_stripped_and_casefolded_and_nameless_ends_dropped():
    assert table(" Mood ,NOTE,,\n").names == ("mood", "note")


def test_a_lines_number_counts_lines_and_not_rows():
    text = '\n\na,b\n1,"x\ny\nz"\n\n \n2,w\n'
    assert [line for line, _ in rows(text)] == [4, 9]


def test_rows_with_nothing_in_them_are_passed_over():
    assert rows('a,b\n,\n"",""\n1,2\n,,,,\n\n') == [(4, ["1", "2"])]


def test_empty_cells_beyond_the_last_name_are_no_fault():
    assert rows('a,b\n1,2,,""\n') == [(2, ["1", "2"])]


def test_quotation_marks_inside_a_bare_cell_are_letters():
    assert rows('a,b\nsaid "hi",x"\n') == [(2, ['said "hi"', 'x"'])]


def test_too_few_and_too_many_cells_are_faults_with_their_numbers():
    few, many = faults("a,b,c\n1,2\n1,2,3,4\n")
    assert few[0] == 2
    assert "it has 2 of 3 cells" in few[1]
    assert many[0] == 3
    assert "more than its 3 cells" in many[1]
    assert "comma" in many[1]


def test_a_miscounted_row_of_several_lines_is_one_fault():
    assert [line for line, _ in faults('a,b,c\n1,"x\ny, z\nw"\n4,5,6\n')] == [2]


def test_an_unclosed_quotation_mark_costs_its_own_line_only():
    text = 'a,b,c\n1,2,3\n4,5,"6\n7,8,9\n10,"11, x",12\n'
    assert faults(text) == [(3, UNCLOSED)]
    assert rows(text)[2:] == [(4, ["7", "8", "9"]), (5, ["10", "11, x", "12"])]


@pytest.mark.parametrize("cell", ["x", "", ", x", "\nx", '""x', 'x, ""y""\n'])
@pytest.mark.parametrize("column", [1, 2])
def test_no_later_cell_makes_a_stray_quotation_mark_swallow_rows(cell, column):
    stray = ["4", "5", "6"]
    stray[column] = '"' + stray[column]
    text = f'a,b,c\n1,2,3\n{",".join(stray)}\n7,8,9\n10,11,"{cell}"\n12,13,14\n'
    read = list(table(text).rows())
    assert (read[1].line, read[1].cells) == (3, {})
    assert list(read[2].cells.values()) == ["7", "8", "9"]
    assert list(read[3].cells.values()) == ["10", "11", cell.replace('""', '"')]
    assert list(read[4].cells.values()) == ["12", "13", "14"]


def test_a_pasted_row_inside_a_closed_note_stays_in_the_note():
    note = "from my file:\n7,8,9\nand that was it"
    assert rows(f'a,b,c\n1,2,"{note}"\n4,5,6\n') == [
        (2, ["1", "2", note]),
        (5, ["4", "5", "6"]),
    ]


@given(
    st.lists(st.tuples(*[st.text(st.characters(codec="utf-8"))] * 3), max_size=8),
    st.sampled_from(",;\t"),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_a_csv_writer_wrote_is_read_back(cells, mark, end):
    # Text ends its lines in \n here; a lone \r or zero byte is another test's matter.
    clean = [
        ["1", *(c.replace("\r", "").replace("\0", "") for c in row)] for row in cells
    ]
    file = io.StringIO()
    writer = csv.writer(file, delimiter=mark, lineterminator=end)
    writer.writerows([["a", "b", "c", "d"], *clean])
    assert [row for _, row in rows(decode(file.getvalue().encode()))] == clean


@given(st.text(st.sampled_from('ab",;\t\r\n1 '), max_size=80))
def test_any_text_is_read_to_its_end(text):
    found = Table.of(text)
    for row in found.rows() if found else ():
        assert bool(row.fault) != bool(row.cells)
        assert row.fault or len(row.cells) == len(set(found.names))


@pytest.mark.parametrize("text", ["", "\n \n", ",,,\n", "x" * 200_000, 'a,"b\nc"\n'])
def test_what_has_no_row_of_names_is_no_table(text):
    assert Table.of(text) is None


@pytest.mark.parametrize(
    "rows",
    [
        '1,2,"' + "x" * 6_000_000 + '"\n',
        '1,2,"' + '""' * 3_000_000 + '"\n',
        "1" + "," * 6_000_000 + "\n",
        '1,"\n' * 100_000,
        '1,2,"\n' * 100_000,
        '1,2,"x\n' * 100_000,
        "\n" * 2_000_000,
        "\0" * 6_000_000,
    ],
    ids=["letters", "quotes", "commas", "odd", "paired", "open", "lines", "zeros"],
)
def test_hostile_rows_take_bounded_time(rows):
    before = time.process_time()
    for _ in table("a,b,c\n" + rows).rows():
        pass
    assert time.process_time() - before < 10
