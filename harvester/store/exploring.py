"""The part of a library that is looked at rather than read."""

from __future__ import annotations

from harvester.store.networks import Networks
from harvester.store.session import Session
from harvester.store.statistics import Statistics
from harvester.store.surroundings import Surroundings


class Exploring(Session):
    """Numbers, neighbours, networks; a part of ``Library``."""

    @property
    def statistics(self) -> Statistics:
        """The library in numbers."""
        return Statistics(self._db, self.path)

    @property
    def surroundings(self) -> Surroundings:
        """Works and neighbours of authors, journals and headings."""
        return Surroundings(self._db, self.path)

    @property
    def networks(self) -> Networks:
        """Who wrote with whom, and who cites whom."""
        return Networks(self._db, self.path)
