"""The only place that talks to the network."""

from harvester.fetch.client import Client, Contact, Timeouts
from harvester.fetch.probe import Probe
from harvester.fetch.transport import InProcessTransport
from harvester.fetch.webhook import post_json

__all__ = [
    "Client",
    "Contact",
    "InProcessTransport",
    "Probe",
    "Timeouts",
    "post_json",
]
