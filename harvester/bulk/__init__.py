"""Whole files of records into a library, as their publishers offer them."""
