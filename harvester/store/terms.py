"""The part of a library that knows what NLM lists: MeSH and serials."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from harvester.selection import Heading
from harvester.store import headings, mesh, serials, vocabulary
from harvester.store.session import Session
from harvester.store.trouble import explained
from harvester.vocabulary import MeshFile, MeshMatch, Serial, VocabularyRecord


class Terms(Session):
    """The vocabulary that was loaded, and what it means; a part of ``Library``."""

    def load_mesh(
        self,
        file: MeshFile,
        entries: Iterable[VocabularyRecord],
        *,
        sha256: str,
        now: datetime,
    ) -> vocabulary.Loaded:
        """Keep a file of MeSH, once; of one that is cut off, the records it has.

        Args:
            file: What it was taken for, with its year.
            entries: Its records; may come one by one.
            sha256: Of the file.
            now: The clock.
        """
        with self.transaction():
            return vocabulary.load_vocabulary(
                self._db, file, entries, sha256=sha256, now=now
            )

    def find_mesh(self, term: str) -> MeshMatch | None:
        """Return what a heading, entry term or UI means in MeSH, or None.

        Exact but for ``vocabulary.fold_term``: inversions, plurals and spellings
        count where NLM lists them. A heading may have qualifiers and stars
        (``Liver Neoplasms/secondary*``); all of it must be known. A term of several
        records is none of them; a replaced record is its successor.
        """
        with explained(self.path):
            return mesh.find_mesh(self._db, term)

    def suggest_mesh(self, term: str) -> tuple[MeshMatch, ...]:
        """Return records that may be meant by a term, the likelier first.

        For people to choose from: nothing is ever mapped by it.
        """
        with explained(self.path):
            return mesh.suggest(self._db, term)

    def explode_mesh(self, ui: str) -> tuple[str, ...]:
        """Return a descriptor (or its successor) and all narrower ones, sorted.

        A descriptor that stands in no tree, or is unknown, is alone.
        """
        with explained(self.path):
            return mesh.explode(self._db, ui)

    def resolve_heading(self, text: str, *, with_narrower: bool) -> Heading:
        """Return the heading that ``text`` names, as records bear it.

        Raises:
            SelectionError: There is none, or no trees that say what is narrower.
        """
        with explained(self.path):
            return headings.resolve_heading(self._db, text, with_narrower=with_narrower)

    def save_serials(
        self, entries: Iterable[Serial], *, file: str, now: datetime
    ) -> serials.LoadedSerials:
        """Keep a list of serials; of one that is cut off, the journals it has.

        A journal that was listed before is replaced.

        Args:
            entries: The journals; may come one by one.
            file: The name of the file.
            now: The clock.
        """
        with self.transaction():
            return serials.save_serials(self._db, entries, file=file, now=now)

    def load_first_years(self, keys: Collection[str] | None = None) -> dict[str, int]:
        """Return the years in which journals began, by NLM ID and by ISSN.

        Of two journals with one ISSN the earlier year counts.

        Args:
            keys: NLM IDs and ISSNs that are wanted; None: all.
        """
        with explained(self.path):
            return serials.load_first_years(self._db, keys)

    def find_early(self, code: str) -> list[int]:
        """Return articles dated before their journal, or found to be so by ``code``."""
        with explained(self.path):
            return serials.find_early(self._db, code)
