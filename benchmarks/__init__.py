"""Figures, each with its bar and the machine; see README.md."""
