"""The back office of the register: one module for each subject (A12)."""

from members.admin import (
    applications,
    contacts,
    figures,
    gdp,
    governance,
    member,
    names,
    network,
    places,
    reconciliation,
    report,
    status,
)

__all__ = [
    "applications",
    "contacts",
    "figures",
    "gdp",
    "governance",
    "member",
    "names",
    "network",
    "places",
    "reconciliation",
    "report",
    "status",
]
