"""A partner on this machine: a certificate authority of the tests, and a real server behind TLS."""

import ipaddress
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from wego.outbound import Network

HOST = "hooks.partner.example"
URL = f"https://{HOST}/wego?token=1"
HERE = "127.0.0.1"


# --- certificates --------------------------------------------------------------------------------
class Authority:
    """Signs certificates for names; `file` is what those read who trust it."""

    def __init__(self, name: str):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.certificate = self._sign(name, self.key.public_key(), is_authority=True)
        self.folder = Path(settings.DATA_DIR) / "tls"
        self.folder.mkdir(exist_ok=True)
        self.file = self.folder / f"{name}.pem"
        self.file.write_bytes(_pem(self.certificate))

    def certify(self, host: str) -> Path:
        """A file with a key and a certificate for the host."""
        key = ec.generate_private_key(ec.SECP256R1())
        path = self.folder / f"{self.file.stem}-{host}.pem"
        form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        path.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, form, plain) + _pem(self._sign(host, key.public_key()))
        )
        return path

    def _sign(self, name: str, public_key, *, is_authority: bool = False) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        own = self.key.public_key()
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject if is_authority else self.certificate.subject)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))  # whatever the clock of a test says
            .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(own), critical=False)
        )
        if is_authority:
            builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        else:
            names = x509.SubjectAlternativeName([x509.DNSName(name)])
            builder = builder.add_extension(names, critical=False)
        return builder.sign(self.key, hashes.SHA256())


def _usage(**yes: bool) -> x509.KeyUsage:
    kinds = ["digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"]
    no = dict.fromkeys([*kinds, "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"], False)
    return x509.KeyUsage(**no | yes)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


@cache
def authority(name: str) -> Authority:
    return Authority(name)


# --- servers -------------------------------------------------------------------------------------
@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.partner.received.append(Received(self.path, dict(self.headers), body))
        self.server.partner.answer(self)

    def log_message(self, *args):
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Callers that hang up are what is tested."""


@dataclass
class Partner:
    """What it received, and how it answers: with `status`, until a test gives it another `answer`."""

    port: int
    status: int = 200
    said: bytes = b"thank you"
    received: list[Received] = field(default_factory=list)
    answer: Callable = None

    def __post_init__(self):
        self.answer = self.answer or self.say

    def say(self, handler: BaseHTTPRequestHandler, **headers: str) -> None:
        handler.send_response(self.status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(self.said)))
        handler.end_headers()
        handler.wfile.write(self.said)

    @property
    def network(self) -> Network:
        """On which every name leads to this server."""
        return Network(
            resolve=lambda host: [HERE],
            is_allowed=lambda address: ipaddress.ip_address(address) == ipaddress.ip_address(HERE),
            port=self.port,
            authorities=str(authority("trusted").file),
        )

    @property
    def ids(self) -> list[str]:
        return [one.headers["webhook-id"] for one in self.received]


@contextmanager
def partner(*, host: str = HOST, signed_by: str = "trusted"):
    """A server with a certificate for `host`."""
    server = _Server((HERE, 0), _Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority(signed_by).certify(host))
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.partner = Partner(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.partner
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def drip(
    handler: BaseHTTPRequestHandler, *, seconds: float = 30, begin: bytes = b"HTTP/1.1 200 OK\r\nX-Slow: "
) -> None:
    """Begin an answer, then one byte at a time, each well before any single reading would have waited too long."""
    handler.wfile.write(begin)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.02)
