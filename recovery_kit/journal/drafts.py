"""What is being typed: kept letter by letter until it becomes part of an entry.

A draft has a key and a revision number that only goes up. Whoever saves says which
revision the page had seen; where somebody else wrote meanwhile, both texts are kept.
"""

import dataclasses
from collections.abc import Mapping

from recovery_kit.journal.store import Store

__all__ = ["Draft", "Drafts"]


@dataclasses.dataclass(frozen=True)
class Draft:
    """A draft as it stands.

    Attributes
    ----------
    text : str or None
        What was typed; None where nothing is waiting.
    revision : int
        How often it was saved; 0 for a draft that never was.
    others : dict of int to str
        Texts that another window wrote at the same time, by their number.
    """

    text: str | None = None
    revision: int = 0
    others: Mapping[int, str] = dataclasses.field(default_factory=dict)


class Drafts:
    """The drafts of one journal.

    Parameters
    ----------
    store : Store
        The open file.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def get(self, key: str) -> Draft:
        """Return the draft under a key; an empty one where there is none."""
        rows = self._store.read(
            "SELECT side, revision, text FROM draft WHERE key = ? ORDER BY side", (key,)
        )
        text, revision, others = None, 0, {}
        for side, number, words in rows:
            if side == 0:
                text, revision = words, number
            else:
                others[side] = words
        return Draft(text, revision, others)

    def keys(self, prefix: str) -> list[str]:
        """Return the keys that begin so and have a text waiting."""
        rows = self._store.read(
            "SELECT key FROM draft WHERE side = 0 AND text IS NOT NULL"
            " AND substr(key, 1, ?) = ? ORDER BY key",
            (len(prefix), prefix),
        )
        return [key for (key,) in rows]

    def save(
        self,
        key: str,
        text: str,
        *,
        base: int | None = None,
        standing: str | None = None,
    ) -> Draft:
        """Store a text and return the draft as it stands then.

        Parameters
        ----------
        key, text : str
            What to store where.
        base : int, optional
            The revision the page had seen. If somebody wrote meanwhile, their text is
            kept among the draft's `others`.
        standing : str, optional
            What counts as the text when nothing is waiting, such as the entry's own.
        """
        # Half a character (a lone surrogate) can come from a page cut in the middle of
        # an emoji; no file can hold it.
        text = text.encode("utf-8", "replace").decode("utf-8")
        now = self._store.now()
        with self._store.transaction() as connection:
            before = self.get(key)
            other = before.text if before.text is not None else standing
            missed = base is not None and base != before.revision
            if missed and other and other not in text:
                self._keep_aside(key, other, before, now)
            connection.execute(
                "INSERT INTO draft VALUES (?, 0, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                " revision = excluded.revision, text = excluded.text,"
                " written_at = excluded.written_at",
                (key, before.revision + 1, text, now),
            )
            return self.get(key)

    def _keep_aside(self, key: str, text: str, draft: Draft, now: str) -> None:
        if text in draft.others.values():
            return
        with self._store.transaction() as connection:
            connection.execute(
                "INSERT INTO draft SELECT ?, max(side) + 1, 0, ?, ? FROM"
                " (SELECT side FROM draft WHERE key = ? UNION SELECT 0)",
                (key, text, now, key),
            )

    def clear(self, key: str, *, revision: int | None = None) -> None:
        """Take a draft's text away; with `revision`, only if it has not moved on."""
        with self._store.transaction() as connection:
            connection.execute(
                "UPDATE draft SET text = NULL, revision = revision + 1, written_at = ?"
                " WHERE key = ? AND side = 0 AND text IS NOT NULL"
                " AND revision = coalesce(?, revision)",
                (self._store.now(), key, revision),
            )

    def drop_other(self, key: str, side: int) -> None:
        """Take away one of the texts that were kept beside a draft."""
        with self._store.transaction() as connection:
            connection.execute(
                "DELETE FROM draft WHERE key = ? AND side = ? AND side > 0", (key, side)
            )
