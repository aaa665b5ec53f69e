"""The only place that talks to the network."""

from harvester.fetch.client import Client, Contact, Timeouts
from harvester.fetch.transport import InProcessTransport

__all__ = ["Client", "Contact", "InProcessTransport", "Timeouts"]
