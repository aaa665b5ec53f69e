"""Which articles are similar to one: from their texts, headings and ties alone."""

from harvester.similar.index import SimilarIndex
from harvester.similar.models import Model
from harvester.similar.text import PROVIDER, ComparedArticle, SimilarArticle

__all__ = ["PROVIDER", "ComparedArticle", "Model", "SimilarArticle", "SimilarIndex"]
