"""The services we ask, one folder each, all with the same small interface."""
