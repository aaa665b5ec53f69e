"""The only place that talks to the network."""

from harvester.fetch.allowance import Allowance
from harvester.fetch.client import Client
from harvester.fetch.contact import Contact
from harvester.fetch.ledger import default_state_folder
from harvester.fetch.page import has_page
from harvester.fetch.probe import Probe
from harvester.fetch.retry import Timeouts
from harvester.fetch.transport import InProcessTransport
from harvester.fetch.webhook import post_json

__all__ = [
    "Allowance",
    "Client",
    "Contact",
    "InProcessTransport",
    "Probe",
    "Timeouts",
    "default_state_folder",
    "has_page",
    "post_json",
]
