"""MeSH, the vocabulary of NLM: its files → values, its words → keys.

Readers take binary streams and yield frozen values, one record at a time. The files:
https://www.nlm.nih.gov/databases/download/mesh.html
"""

from harvester.vocabulary.files import MeshFile, MeshKind, recognise
from harvester.vocabulary.keys import fold_term
from harvester.vocabulary.values import (
    Descriptor,
    Mapping,
    MeshMatch,
    Qualifier,
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
    "SupplementaryRecord",
    "Term",
    "TreeRow",
    "VocabularyRecord",
    "fold_term",
    "recognise",
]
