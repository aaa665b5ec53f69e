"""Made-up records and articles."""

from tests.store.conftest import article, record

__all__ = ["article", "record"]
