"""Where the request in hand comes from."""

from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address, ip_network

import structlog
from django.conf import settings

_address: ContextVar[str] = ContextVar("address", default="")


def client_address(request) -> str:
    """The caller's network address; behind PROXIES proxies the one that the outermost of ours saw.

    What stands further left in X-Forwarded-For the caller may have written: it is not believed.
    """
    seen = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    behind = 0 < settings.PROXIES <= len(seen)
    told = seen[-settings.PROXIES] if behind else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ip_address(told))
    except ValueError:
        return ""


def client_network(request) -> str:
    """What is counted where somebody does something too often: one machine has a whole network of IPv6 addresses."""
    address = client_address(request)
    if ":" not in address:
        return address
    found = IPv6Address(address.partition("%")[0])
    return str(found.ipv4_mapped or ip_network((int(found) >> 64 << 64, 64)))


def current_address() -> str:
    """The address of the request in hand; '' in commands and jobs."""
    return _address.get()


def current_request_id() -> str:
    """The id under which the log tells about the request in hand; '' in commands and jobs."""
    return structlog.contextvars.get_contextvars().get("request_id", "")


class AddressMiddleware:
    """Remembers the caller's address while the request lasts, for the audit trail and the access log."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = _address.set(client_address(request))
        try:
            return self.get_response(request)
        finally:
            _address.reset(token)
