"""Calls through the proxy of a house that lets nothing else out."""

import socket
import threading
from dataclasses import replace

import pytest

from tests.wego.tls import HERE, HOST, URL, partner
from wego import outbound
from wego.outbound import INTERNET, OutboundError

pytestmark = pytest.mark.sqlite


@pytest.fixture
def server():
    with partner() as running:
        yield running


def post(network):
    return outbound.post(URL, body=b"{}", headers={}, network=network)


def refusal(network) -> OutboundError:
    with pytest.raises(OutboundError) as raised:
        post(network)
    return raised.value


class Proxy:
    """Tunnels where CONNECT asks it to, and remembers what it was asked."""

    def __init__(self, answer=b"HTTP/1.1 200 Connection established\r\n\r\n", *, unreachable: str = ""):
        self.answer, self.asked, self.unreachable = answer, b"", unreachable
        self.listener = socket.create_server((HERE, 0))
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *args):
        self.listener.close()
        self.thread.join(5)

    @property
    def address(self) -> str:
        return f"{HERE}:{self.listener.getsockname()[1]}"

    def serve(self):
        while self.serve_one():
            self.asked = b""

    def serve_one(self) -> bool:
        """False once somebody was answered who did not ask for what cannot be reached."""
        caller, _address = self.listener.accept()
        with caller:
            while not self.asked.endswith(b"\r\n\r\n"):
                self.asked += caller.recv(4096)
            if self.unreachable and self.unreachable.encode() in self.asked:
                caller.sendall(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
                return True
            caller.sendall(self.answer)
            if b" 200 " in self.answer:
                host, port = self.asked.split()[1].decode().rsplit(":", 1)
                with socket.create_connection((host, int(port))) as target:
                    back = threading.Thread(target=pump, args=(target, caller), daemon=True)
                    back.start()
                    pump(caller, target)
                    back.join(5)
        return False


def pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while said := source.recv(4096):
            target.sendall(said)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def test_proxy_tunnels_to_the_checked_address(server, settings):
    with Proxy() as proxy:
        settings.OUTBOUND_PROXY = f"http://wego:s%40fe@{proxy.address}"

        assert post(server.network).status == 200

    assert proxy.asked.startswith(f"CONNECT {HERE}:{server.port} HTTP/1.1\r\n".encode())
    assert b"Proxy-Authorization: Basic d2VnbzpzQGZl\r\n" in proxy.asked  # wego:s@fe
    assert HOST.encode() not in proxy.asked


def test_second_address_is_tried_where_the_proxy_does_not_reach_the_first(server, settings):
    network = replace(server.network, resolve=lambda host: ["2606:4700::1111", HERE], is_allowed=lambda address: True)
    with Proxy(unreachable="[2606:4700::1111]:") as proxy:
        settings.OUTBOUND_PROXY = f"http://{proxy.address}"

        assert post(network).status == 200


def test_proxy_does_not_open_the_way_inside(settings):
    with Proxy() as proxy:
        settings.OUTBOUND_PROXY = f"http://{proxy.address}"
        assert refusal(replace(INTERNET, resolve=lambda host: ["10.0.0.1"])).code == "address"
        assert proxy.asked == b""
        socket.create_connection((HERE, int(proxy.address.split(":")[1]))).close()  # let it end


def test_proxy_that_refuses_is_told(server, settings):
    with Proxy(b"HTTP/1.1 403 Forbidden\r\n\r\n") as proxy:
        settings.OUTBOUND_PROXY = f"http://{proxy.address}"

        error = refusal(server.network)

    assert (error.code, error.detail) == ("proxy", "HTTP/1.1 403 Forbidden")
    assert server.received == []
