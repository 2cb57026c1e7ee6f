"""What may be called outside, without any network: pure rules on URLs and addresses, and the one error."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

PORT = 443
LONGEST_URL = 500

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?=.{{4,253}}\Z)(?:{LABEL}\.)+(?=[a-z]){LABEL}")
"""A name of two labels or more whose last begins with a letter: what reads as a number in any base is no name."""
VISIBLE = re.compile(r"[!-~]+")
OF_NOBODY = (".localhost", ".local", ".localdomain", ".internal", ".intranet", ".lan", ".arpa", ".onion", ".invalid")

WORDS = {
    "url": _("The address is not one that may be called."),
    "dns": _("The name of the address is not known to the name servers."),
    "address": _("The name leads to a network address that is not public."),
    "connection": _("The connection could not be made, or was broken off."),
    "certificate": _("The certificate of the address is not valid for its name."),
    "timeout": _("There was no whole answer within the time."),
    "answer": _("What came back is no answer of HTTP."),
    "proxy": _("The proxy of this site did not let the call out."),
}


class OutboundError(Exception):
    """A call that came to nothing. `code` is a key of WORDS; `detail` is for technicians, in English."""

    def __init__(self, code: str, detail: str = "", *, words=None):
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail, self.words = code, detail, words or WORDS[code]


@dataclass(frozen=True)
class Target:
    """A checked URL: the name to connect to, and what to ask there."""

    host: str
    path: str


def check_url(url: str) -> Target:
    """What the URL names, if it is https on port 443 of a plain name; OutboundError("url") says what is wrong."""
    if len(url) > LONGEST_URL:
        raise OutboundError("url", words=_("The address is longer than %d characters.") % LONGEST_URL)
    if not VISIBLE.fullmatch(url) or "\\" in url:
        raise OutboundError(
            "url", words=_("The address holds blanks or letters beyond ASCII. Write an international name as xn--....")
        )
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise OutboundError("url", words=_("This is no address of the web.")) from error
    host = parts.hostname or ""
    for is_wrong, words in (
        (parts.scheme != "https", _("The address must begin with https://.")),
        ("@" in parts.netloc, _("The address must not hold a user name or password.")),
        (port not in (None, PORT) or parts.netloc.endswith(":"), _("Only port 443 is called: leave the port out.")),
        (parts.fragment or url.endswith("#"), _("The part of an address after # is never sent: leave it out.")),
        (
            not HOST.fullmatch(host) or f".{host}".endswith(OF_NOBODY),
            _("The address must name a host of the public internet, like hooks.partner.org; a number is no name."),
        ),
    ):
        if is_wrong:
            raise OutboundError("url", words=words)
    return Target(host, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


# --- network addresses -----------------------------------------------------------------------------
PUBLIC_V6 = IPv6Network("2000::/3")
"""All that is assigned to the public. Outside lie loopback, link-local, private and multicast addresses, and those
that hide an IPv4 address: mapped (::ffff:0:0/96), compatible (::/96), NAT64 (64:ff9b::/96, 64:ff9b:1::/48)."""

NOT_PUBLIC = tuple(
    IPv6Network(net) if ":" in net else IPv4Network(net)
    for net in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by the customers of a provider (CGNAT)
        "127.0.0.0/8",  # this machine
        "168.63.129.16/32",  # the platform behind a machine in Azure: public by its look only
        "169.254.0.0/16",  # link-local, the metadata of cloud machines among them
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # measurements
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "2001::/23",  # protocol assignments: Teredo, ORCHID, measurements
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: hides an IPv4 address
        "3fff::/20",  # documentation
    )
)


def is_public(address: str) -> bool:
    """Whether the address (as text) may be connected to. What is no address is not public."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return parsed.is_global and not any(parsed in net for net in NOT_PUBLIC if net.version == 4)
    if parsed.scope_id or parsed not in PUBLIC_V6:
        return False
    return not any(parsed in net for net in NOT_PUBLIC if net.version == 6)
