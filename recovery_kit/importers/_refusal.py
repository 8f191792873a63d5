"""What a file is that no reader knows, in a few plain words."""

from recovery_kit.importers._reading import Source

__all__ = ["what_it_is"]

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"SQLite format 3\0", "a database"),
    (b"\xd0\xcf\x11\xe0", "an Office file"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x1f\x8b", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"{\\rtf", "a word processor's text"),
)


def what_it_is(source: Source) -> str:
    """Return what a file is, as in "a PDF", told by how it begins."""
    data = source.data
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        return "empty"
    for mark, words in _BEGINNINGS:
        if data.startswith(mark):
            if words == "a zip archive" and b"[Content_Types].xml" in data[:4096]:
                return "an Office file"
            return words
    if data[4:8] == b"ftyp":
        return "a picture or a film"
    if b"\0" in data[:4096] and "\0" in source.text[:4096]:
        return "no text"
    beginning = source.text[:200].lstrip().casefold()
    if beginning.startswith(("{", "[")):
        return "JSON"
    if beginning.startswith(("<!doctype", "<html", "<?xml")):
        return "a web page or XML"
    return "another kind of text"
