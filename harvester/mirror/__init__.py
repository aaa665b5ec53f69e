"""The services' own interfaces, answered from a folder of records.

A person without a network, a class, or a test asks the mirror exactly what it
would ask PubMed or Crossref, and is answered in the same form: no code of ours
can tell the difference. The mirror reads records by itself, not with our
parsers, so that it does not share their mistakes.
"""

from harvester.mirror.answer import Answer, Served
from harvester.mirror.mirror import Mirror
from harvester.mirror.shipped import shipped_folder

__all__ = ["Answer", "Mirror", "Served", "shipped_folder"]
