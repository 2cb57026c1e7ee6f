"""Which e-mail addresses strangers may give: those that mean the same to every program between here and the mailbox."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

LONGEST = 254
"""Characters: as many as a path of SMTP has room for (RFC 5321), and a column of ours."""
NAME = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]+")


def check_public_address(address: str) -> None:
    """Refuse, of what passes as an address in its one spelling (`normal_email`), what a mail may read differently.

    A quoted name can break the line of a header. Characters that are not seen, or that the lookup of a domain drops,
    make a second address of the same mailbox. A host without a dot, and an address of the network, is our own network.
    """
    name, _at, host = address.rpartition("@")
    if not (NAME.fullmatch(name) and "." in host and "[" not in host and _is_plain(host)):
        raise ValidationError(_("An e-mail address looks like name@city.example."), code="invalid")


def _is_plain(host: str) -> bool:
    """Whether the host, where it is not ASCII, comes back from its form for lookups as it went in."""
    try:
        return host.isascii() or host.encode("idna").decode("idna") == host
    except UnicodeError:
        return False
