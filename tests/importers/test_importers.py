import datetime as dt
import zipfile
from pathlib import Path

import pytest

from recovery_kit import importers
from recovery_kit.errors import UnreadableFileError
from recovery_kit.importers import READERS, Source, read

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.csv"))
EXPORTS = Path(__file__).parents[3] / "shared" / "exports"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_one_reader_and_no_other_claims_a_file(path):
    source = Source.open(path)
    claims = [reader for reader in READERS if reader.can_read(source)]
    assert [reader.__name__.rpartition(".")[2] for reader in claims] == [
        path.stem.partition("_")[0]
    ]


def test_a_path_a_text_and_a_source_read_alike():
    path = GOLDEN[0]
    today = dt.date(2026, 11, 25)
    reading = read(path, today=today)
    assert reading.records
    assert read(str(path), today=today) == reading
    assert read(Source("dropped.csv", path.read_bytes()), today=today) == reading


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"),
        (b"\0\0\0\x18ftypheic", "a picture or a film"),
        (b"SQLite format 3\0", "a database"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "no text"),
        (b'{"entries": []}', "JSON"),
        (b"<!DOCTYPE html><p>x", "a web page or XML"),
        (b"dear diary, today\nI", "another kind of text"),
        (b"Date,Mood,Notes\n2026-01-01,5,x\n", "another kind of text"),
        ("Date;Mood\n".encode("utf-16"), "another kind of text"),
    ],
)
def test_what_no_reader_knows_is_named_with_what_can_be_read(data, what):
    with pytest.raises(UnreadableFileError) as caught:
        read(Source("my file.xyz", data))
    assert str(caught.value) == (
        f"my file.xyz is {what}, and only these can be read: "
        "Daylio's CSV export, recovery_kit's own plain CSV."
    )


def test_archives_and_office_files_are_told_apart(tmp_path):
    for member, what in (("a.csv", "a zip archive"), ("[Content_Types].xml", "Office")):
        path = tmp_path / "x.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, "full_date,mood,time\n")
        with pytest.raises(UnreadableFileError, match=what):
            read(path)


def test_reading_leaves_the_file_and_its_folder_alone(tmp_path):
    path = tmp_path / "daylio.csv"
    path.write_bytes(GOLDEN[0].read_bytes())
    before = path.stat().st_mtime_ns
    read(path)
    assert path.stat().st_mtime_ns == before
    assert path.read_bytes() == GOLDEN[0].read_bytes()
    assert list(tmp_path.iterdir()) == [path]


def test_the_face_has_what_design_promises():
    assert {"read", "Reading", "Source", "Problem", "Question"} <= set(
        importers.__all__
    )


@pytest.mark.skipif(not EXPORTS.is_dir(), reason="the real exports are not here")
def test_real_exports_are_read_or_refused_as_a_whole():
    for path in sorted(EXPORTS.iterdir()):
        if path.name.startswith("d0") and path.suffix == ".csv":
            reading = read(path)
            assert reading.rows > 0
            assert not reading.problems
        else:
            with pytest.raises(UnreadableFileError, match="only these can be read"):
                read(path)
