"""Live clients: Statistics Norway's services, and one file from an address somebody chose.

They were written from the services' recorded answers and tested against a server on
loopback with the same shapes and with faults; they have not been run live.
"""

from kortreist.connectors.fetch.download import Download, download
from kortreist.connectors.fetch.income import HouseholdIncome, fetch_income
from kortreist.connectors.fetch.official_figures import (
    WHOLE_COUNTRY,
    FetchedRow,
    FetchedTable,
    FetchReport,
    fetch,
    fetched,
)
from kortreist.connectors.fetch.web import Answer, Client

__all__ = [
    "WHOLE_COUNTRY",
    "Answer",
    "Client",
    "Download",
    "FetchReport",
    "FetchedRow",
    "FetchedTable",
    "HouseholdIncome",
    "download",
    "fetch",
    "fetch_income",
    "fetched",
]
