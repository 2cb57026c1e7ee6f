"""Who applies online: nobody with an account, but whoever opened a link that was mailed to an address (A15)."""

import uuid
from dataclasses import dataclass

from django.db import models


@dataclass(frozen=True)
class Applicant:
    """A confirmed address, and what its pass reaches: everything of the address, or one thing `only`."""

    email: str
    only: uuid.UUID | None = None

    def own(self, rows: models.QuerySet, email_field: str = "email") -> models.QuerySet:
        """Those of the rows that the applicant may see; a destroyed address is nobody's."""
        if not self.email:
            return rows.none()
        return rows.filter(**{email_field: self.email}, **({"key": self.only} if self.only else {}))


def masked(email: str) -> str:
    """An address that its owner knows again and others cannot use: m•••@goyang.go.kr."""
    name, _at, host = email.rpartition("@")
    return f"{name[:1]}•••@{host}" if name else ""
