"""Printed values → our values: one field family per module."""
