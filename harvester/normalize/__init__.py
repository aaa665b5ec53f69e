"""Printed values → our values: one field family per module.

Every family has one public function ``normalize_<family>`` that takes what a source
prints and returns our value, or None where the text says nothing of that family.
Our value names the rule that made it: types of the model carry ``rule``
(``RecordDate``, ``Locator``, ``Numbering``, ``Contributor``); where our value is one
string it comes as ``Derived(value, rule)``. Identifiers are asked for so often that
``normalize_doi`` and its kin return the bare string and ``derive_identifier`` the
string with its rule. ``families.normalize_value`` reaches every family by its name.

All of them are total (no text makes them raise), idempotent (our value, given again,
stays) and never guess: what cannot be read is None, and what was printed stays beside
what we made of it. A rule is a name in kebab case; several in a row are joined by
``+``; ``as-printed`` says that there was nothing to do.
"""
