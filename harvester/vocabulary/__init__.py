"""What NLM lists: MeSH and serials. Files → values, words → keys.

Readers take binary streams and yield frozen values, one record at a time. The files:
https://www.nlm.nih.gov/databases/download/mesh.html and its list of serials.
"""

from harvester.vocabulary.files import MeshFile, MeshKind, recognise
from harvester.vocabulary.keys import fold_term
from harvester.vocabulary.serials import check_serials, read_serials
from harvester.vocabulary.values import (
    Descriptor,
    Mapping,
    MeshMatch,
    Qualifier,
    Serial,
    SupplementaryRecord,
    Term,
    TreeRow,
    VocabularyRecord,
)

__all__ = [
    "Descriptor",
    "Mapping",
    "MeshFile",
    "MeshKind",
    "MeshMatch",
    "Qualifier",
    "Serial",
    "SupplementaryRecord",
    "Term",
    "TreeRow",
    "VocabularyRecord",
    "check_serials",
    "fold_term",
    "read_serials",
    "recognise",
]
