"""The one door through which the site speaks HTTP to others. Nothing else does: a test looks.

    answer = outbound.post("https://hooks.partner.org/wego", body=b"{}", headers={"Content-Type": "application/json"})

What a partner's address may not do: lead into our own network (each address of its name must be public, and the very
address that was looked at is connected to, so that a second answer of the name server changes nothing), lead elsewhere
(no redirect is followed), hold a worker (one deadline for all of it) or fill its memory (ANSWER_LIMIT). The certificate
must be that of the name. Whatever goes wrong comes out as OutboundError.
"""

import base64
import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings

from wego.outbound_rules import PORT, OutboundError, check_url, is_public

DEADLINE = 10.0
"""Seconds for the whole exchange, from the question to the name server to the last byte of the answer."""
ANSWER_LIMIT = 64 * 1024
"""Bytes of an answer that are read; the rest stays with the partner."""
HEAD_LIMIT = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and of the body what ANSWER_LIMIT lets through."""

    status: int
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


def resolve(host: str) -> list[str]:
    """All addresses of the name, in the order in which to try them."""
    found = socket.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(entry[4][0] for entry in found))


@dataclass(frozen=True)
class Network:
    """How names become addresses, and which of these are connected to. The site knows INTERNET only; a test hands
    another one to `post`, there is no setting for it."""

    resolve: Callable[[str], list[str]] = resolve
    is_allowed: Callable[[str], bool] = is_public
    port: int = PORT
    authorities: str | None = None
    """File of the certificate authorities to trust; None: those of the machine."""


INTERNET = Network()


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    network: Network = INTERNET,
    deadline: float = DEADLINE,
) -> Answer:
    """POST `body` to the URL and return the answer, whatever its status. OutboundError when there is none."""
    end = Deadline(deadline)
    target = check_url(url)
    addresses = _checked_addresses(target.host, network, end)
    connection = _Connection(target.host, addresses, network, end)
    try:
        connection.request("POST", target.path, body=body, headers=dict(headers))
        response = connection.getresponse()
        return Answer(response.status, response.read(ANSWER_LIMIT))
    except OutboundError:
        raise
    except TimeoutError as error:
        raise OutboundError("timeout", str(error)) from error
    except ssl.SSLCertVerificationError as error:
        raise OutboundError("certificate", error.verify_message) from error
    except OSError as error:
        raise OutboundError("connection", f"{type(error).__name__}: {error}") from error
    except (http.client.HTTPException, ValueError) as error:
        raise OutboundError("answer", f"{type(error).__name__}: {error}"[:200]) from error
    finally:
        connection.close()


class Deadline:
    """The moment by which everything is over."""

    def __init__(self, seconds: float):
        self.end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left; OutboundError("timeout") when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise OutboundError("timeout")
        return left


def _checked_addresses(host: str, network: Network, end: Deadline) -> list[str]:
    """The addresses of the name, asked once. One that is not public spoils all: who owns the name meant no good."""
    addresses = _resolve_in_time(host, network, end)
    if not addresses:
        raise OutboundError("dns", host)
    if refused := [address for address in addresses if not network.is_allowed(address)]:
        raise OutboundError("address", f"{host}: {refused[0]}")
    return addresses


def _resolve_in_time(host: str, network: Network, end: Deadline) -> list[str]:
    """The C library waits for name servers as long as it likes; here a thread does, and is left behind."""
    found: list = []

    def ask():
        try:
            found.append(network.resolve(host))
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(end.left())
    if not found:
        raise OutboundError("timeout", "name server")
    if isinstance(found[0], Exception):
        raise OutboundError("dns", f"{host}: {found[0]}") from found[0]
    return found[0]


class _Socket(ssl.SSLSocket):
    """Each reading and writing has only what is left of the deadline, and no more is read than the limits."""

    end: Deadline
    allowance = HEAD_LIMIT + ANSWER_LIMIT

    def recv_into(self, *args, **kwargs):
        self.settimeout(self.end.left())
        count = super().recv_into(*args, **kwargs)
        self.allowance -= count
        if self.allowance < 0:
            raise OutboundError("answer", "head too long")
        return count

    def send(self, *args, **kwargs):
        self.settimeout(self.end.left())
        return super().send(*args, **kwargs)


class _Connection(http.client.HTTPSConnection):
    """To one of the checked addresses, directly or through the proxy, as the host of the name."""

    def __init__(self, host: str, addresses: list[str], network: Network, end: Deadline):
        context = ssl.create_default_context(cafile=network.authorities)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.sslsocket_class = _Socket
        super().__init__(host, PORT, context=context)
        self.context, self.addresses, self.to_port, self.end = context, addresses, network.port, end

    def connect(self):
        plain = self._reach_any()
        try:
            plain.settimeout(self.end.left())
            self.sock = self.context.wrap_socket(plain, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock.end = self.end
            self.sock.settimeout(self.end.left())
            self.sock.do_handshake()
        except BaseException:
            plain.close()
            raise

    def _reach_any(self) -> socket.socket:
        """A connection to the first of the addresses that can be reached; each has its share of the time."""
        trouble: OSError | OutboundError | None = None
        for place, address in enumerate(self.addresses):
            share = Deadline(self.end.left() / (len(self.addresses) - place))
            try:
                return self._reach(address, share)
            except (OSError, OutboundError) as error:
                trouble = error
        raise trouble

    def _reach(self, address: str, share: Deadline) -> socket.socket:
        if settings.OUTBOUND_PROXY:
            return _through_proxy(settings.OUTBOUND_PROXY, address, self.to_port, share)
        return socket.create_connection((address, self.to_port), timeout=share.left())


def _through_proxy(proxy: str, address: str, port: int, end: Deadline) -> socket.socket:
    """A tunnel to the address itself: the proxy is not asked to look the name up again."""
    parts = urlsplit(proxy)
    host = f"[{address}]" if ":" in address else address
    lines = [f"CONNECT {host}:{port} HTTP/1.1", f"Host: {host}:{port}"]
    if parts.username:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        lines.append(f"Proxy-Authorization: Basic {base64.b64encode(pair.encode()).decode()}")
    try:
        plain = socket.create_connection((parts.hostname, parts.port or 3128), timeout=end.left())
    except OSError as error:
        raise OutboundError("proxy", str(error)) from error
    try:
        plain.settimeout(end.left())
        plain.sendall("\r\n".join([*lines, "", ""]).encode())
        said = _head(plain, end)
    except BaseException:
        plain.close()
        raise
    if not re.match(rb"HTTP/1\.[01] 2\d\d", said):
        plain.close()
        raise OutboundError("proxy", said.partition(b"\r\n")[0][:100].decode("latin-1"))
    return plain


def _head(plain: socket.socket, end: Deadline) -> bytes:
    """What the proxy says before the tunnel begins, byte by byte: what follows is the partner's."""
    said = b""
    while not said.endswith(b"\r\n\r\n") and len(said) < 8192:
        plain.settimeout(end.left())
        byte = plain.recv(1)
        if not byte:
            break
        said += byte
    return said
