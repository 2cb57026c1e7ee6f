"""What leaves the site: to real servers behind TLS on this machine."""

import socket
import threading
import time
from dataclasses import replace

import pytest

from tests.wego.tls import HERE, HOST, URL, drip, partner
from wego import outbound
from wego.outbound import ANSWER_LIMIT, INTERNET, Answer, OutboundError

pytestmark = pytest.mark.sqlite

SHORT = 0.7  # seconds
METADATA = "169.254.169.254"


@pytest.fixture
def server():
    with partner() as running:
        yield running


def post(network, url=URL, **more):
    return outbound.post(url, body=b'{"a": 1}', headers={"X-Test": "yes"}, network=network, **more)


def refusal(network, url=URL, **more) -> OutboundError:
    with pytest.raises(OutboundError) as raised:
        post(network, url, **more)
    return raised.value


def test_what_is_sent_and_what_comes_back(server):
    assert post(server.network) == Answer(200, b"thank you")

    [received] = server.received
    assert (received.path, received.body) == ("/wego?token=1", b'{"a": 1}')
    assert received.headers["Host"] == HOST
    assert received.headers["X-Test"] == "yes"


@pytest.mark.parametrize("status", [204, 301, 404, 410, 500])
def test_every_status_is_an_answer_and_2xx_a_success(server, status):
    server.status, server.said = status, b""

    answer = post(server.network)

    assert (answer.status, answer.is_success) == (status, status == 204)


# --- where it leads ------------------------------------------------------------------------------
def test_bad_url_asks_nobody():
    def resolve(host):
        raise AssertionError(f"{host} was looked up")

    assert refusal(replace(INTERNET, resolve=resolve), "https://127.0.0.1/").code == "url"


@pytest.mark.parametrize("address", [HERE, "10.0.0.1", METADATA, "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"])
def test_name_that_leads_inside_is_refused(address):
    error = refusal(replace(INTERNET, resolve=lambda host: [address]))

    assert (error.code, error.detail) == ("address", f"{HOST}: {address}")


def test_one_private_address_among_public_ones_spoils_all(server):
    network = replace(server.network, resolve=lambda host: [HERE, "10.0.0.1"])

    assert refusal(network).code == "address"
    assert server.received == []


def test_name_server_is_asked_once_whatever_it_would_say_next(server):
    """DNS rebinding: the second answer would lead inside."""
    answers = [[HERE], [METADATA]]
    network = replace(server.network, resolve=lambda host: answers.pop(0))

    assert post(network).status == 200
    assert answers == [[METADATA]]


def test_connection_asks_no_name_server_of_its_own(server, monkeypatch):
    asked = []

    def getaddrinfo(host, *args, **kwargs):
        asked.append(host)
        return real(host, *args, **kwargs)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    assert post(server.network).status == 200
    assert set(asked) == {HERE}


def test_redirect_is_not_followed(server):
    server.status = 302
    server.answer = lambda handler: server.say(handler, Location=f"http://{METADATA}/latest/meta-data/")
    network = replace(server.network, is_allowed=lambda address: address in (HERE, METADATA))

    assert post(network).status == 302
    assert len(server.received) == 1


def test_second_address_is_tried_where_the_first_does_not_answer(server):
    network = replace(server.network, resolve=lambda host: ["127.0.0.9", HERE], is_allowed=lambda address: True)

    assert post(network).status == 200


def test_unknown_name_is_told():
    def resolve(host):
        raise socket.gaierror(-2, "Name or service not known")

    assert refusal(replace(INTERNET, resolve=resolve)).code == "dns"
    assert refusal(replace(INTERNET, resolve=lambda host: [])).code == "dns"


def test_the_site_itself_knows_no_other_network():
    assert (INTERNET.resolve, INTERNET.is_allowed) == (outbound.resolve, outbound.is_public)
    assert (INTERNET.port, INTERNET.authorities) == (443, None)


def test_name_of_this_machine_leads_to_this_machine_and_is_refused(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: [(socket.AF_INET, 1, 6, "", (HERE, 443))] * 2)

    assert outbound.resolve("x.org") == [HERE]
    assert refusal(INTERNET).code == "address"


# --- certificates --------------------------------------------------------------------------------
def test_certificate_of_an_unknown_authority_is_refused():
    with partner(signed_by="nobody") as stranger:
        assert refusal(stranger.network).code == "certificate"
        assert stranger.received == []


def test_certificate_of_another_name_is_refused():
    with partner(host="other.partner.example") as other:
        error = refusal(other.network)

    assert error.code == "certificate"
    assert "Hostname mismatch" in error.detail
    assert other.received == []


def test_trusted_are_the_authorities_of_the_machine(server):
    assert refusal(replace(server.network, authorities=None)).code == "certificate"


# --- time and size -------------------------------------------------------------------------------
def took(call) -> tuple[OutboundError, float]:
    begun = time.monotonic()
    return call(), time.monotonic() - begun


@pytest.mark.parametrize(
    "begin",
    [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"],
    ids=["status", "head", "body"],
)
def test_answer_that_drips_ends_with_the_deadline(server, begin):
    server.answer = lambda handler: drip(handler, begin=begin)

    error, seconds = took(lambda: refusal(server.network, deadline=SHORT))

    assert error.code == "timeout"
    assert SHORT <= seconds < SHORT + 1


def test_silent_server_ends_with_the_deadline():
    """It takes the connection and says nothing, not even TLS."""
    with socket.create_server((HERE, 0)) as silent:
        network = replace(INTERNET, resolve=lambda host: [HERE], is_allowed=lambda address: True)
        network = replace(network, port=silent.getsockname()[1])

        error, seconds = took(lambda: refusal(network, deadline=SHORT))

    assert error.code == "timeout"
    assert seconds < SHORT + 1


def test_slow_name_server_ends_with_the_deadline():
    over = threading.Event()
    network = replace(INTERNET, resolve=lambda host: over.wait(20) and [])

    error, seconds = took(lambda: refusal(network, deadline=SHORT))
    over.set()

    assert error.code == "timeout"
    assert seconds < SHORT + 1


def test_of_a_gigabyte_only_the_beginning_is_read(server):
    written = []

    def pour(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", str(1024**3))
        handler.end_headers()
        for _block in range(1024):
            handler.wfile.write(b"x" * 1024**2)
            written.append(1)

    server.answer = pour

    answer = post(server.network)

    assert answer == Answer(200, b"x" * ANSWER_LIMIT)
    assert len(written) < 50


def test_endless_chunks_are_cut(server):
    def pour(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while True:
            handler.wfile.write(b"400\r\n" + b"x" * 1024 + b"\r\n")

    server.answer = pour

    assert len(post(server.network).body) == ANSWER_LIMIT


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X-Fill: 1234567890\r\n" * 20_000,
        b"HTTP/1.1 100 Continue\r\n\r\n" * 20_000,
        b"x" * 500_000,
    ],
    ids=["heads", "continues", "line"],
)
def test_endless_head_is_no_answer(server, said):
    server.answer = lambda handler: handler.wfile.write(said)

    assert refusal(server.network).code == "answer"


@pytest.mark.parametrize("said", [b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_not_http_is_no_answer(server, said):
    server.answer = lambda handler: handler.wfile.write(said)

    assert refusal(server.network).code == "answer"


def test_hanging_up_is_told(server):
    server.answer = lambda handler: handler.connection.close()

    assert refusal(server.network).code in ("connection", "answer")


def test_closed_port_is_told():
    with socket.create_server((HERE, 0)) as closed:
        port = closed.getsockname()[1]
    network = replace(INTERNET, resolve=lambda host: [HERE], is_allowed=lambda address: True, port=port)

    assert refusal(network).code == "connection"
