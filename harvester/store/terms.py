"""The part of a library that knows MeSH."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from harvester.selection import Heading
from harvester.store import headings, mesh, vocabulary
from harvester.store.session import Session
from harvester.store.trouble import explained
from harvester.vocabulary import MeshFile, MeshMatch, VocabularyRecord


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
