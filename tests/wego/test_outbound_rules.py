"""Which URLs and which addresses may be called at all. No network, no database."""

import pytest

from wego.outbound_rules import LONGEST_URL, OutboundError, Target, check_url, is_public

pytestmark = pytest.mark.sqlite

BAD_URLS = [
    # other schemes, and what only looks like an address
    *("http://hooks.partner.org/", "ftp://hooks.partner.org/", "file:///etc/passwd", "gopher://hooks.partner.org/"),
    *(
        "//hooks.partner.org/",
        "hooks.partner.org/in",
        "https:hooks.partner.org",
        "https:/hooks.partner.org",
        "https://",
    ),
    *("https:///hooks.partner.org", "javascript:alert(1)", "", "https://?x", "https://[hooks.partner.org"),
    # numbers in every disguise
    *("https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/"),
    *("https://0177.0.0.1/", "https://017700000001/", "https://127.0.0.0x1/", "https://0/", "https://93.184.216.34/"),
    *("https://169.254.169.254/latest/meta-data/", "https://10.0.0.1./", "https://127.0.0.1.:443/"),
    *("https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[64:ff9b::7f00:1]/"),
    *("https://[fe80::1%25eth0]/", "https://[2606:2800:220:1:248:1893:25c8:1946]/", "https://::1/"),
    # user names
    *("https://user@hooks.partner.org/", "https://user:pass@hooks.partner.org/", "https://@hooks.partner.org/"),
    *("https://hooks.partner.org:443@10.0.0.1/", "https://hooks.partner.org\\@10.0.0.1/"),
    # ports
    *("https://hooks.partner.org:80/", "https://hooks.partner.org:8443/", "https://hooks.partner.org:22/"),
    *("https://hooks.partner.org:/", "https://hooks.partner.org:0443x/", "https://hooks.partner.org:99999/"),
    # names that are none, or nobody's
    *("https://localhost/", "https://localhost.localdomain/", "https://a.localhost/", "https://db.internal/"),
    *(
        "https://metadata.google.internal/",
        "https://printer.local/",
        "https://1.0.0.127.in-addr.arpa/",
        "https://x.onion/",
    ),
    *("https://hooks.partner.org./", "https://hooks..partner.org/", "https://.partner.org/", "https://-a.partner.org/"),
    *("https://a_b.partner.org/", "https://hooks.partner.123/", "https://%6cocalhost/", "https://hooks%2epartner.org/"),
    f"https://{'a' * 64}.org/",
    # letters that are not what they seem: fullwidth, circled, ideographic full stop, soft hyphen, zero width
    *("https://１２７.0.0.1/", "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1/", "https://local\u00adhost.org/"),
    *("https://hooks\u200b.partner.org/", "https://ｈooks.partner.org/", "https://서울.kr/", "https://ⓛocalhost.org/"),
    # white space and control characters
    *(
        " https://hooks.partner.org/",
        "https://hooks.partner.org/ ",
        "https://hooks.partner.org/a b",
        "https://a.org/\t",
    ),
    *("https://hooks.partner.org/\r\nX-Evil: 1", "ht\ntps://hooks.partner.org/", "https://hooks.partner.org/\x00"),
    # parts that are never sent
    *("https://hooks.partner.org/#a", "https://hooks.partner.org#@10.0.0.1/"),
    "https://hooks.partner.org/" + "a" * LONGEST_URL,
]
GOOD_URLS = {
    "https://hooks.partner.org": Target("hooks.partner.org", "/"),
    "https://hooks.partner.org:443/in?token=a%20b&c=@d": Target("hooks.partner.org", "/in?token=a%20b&c=@d"),
    "HTTPS://Hooks.Partner.ORG/In": Target("hooks.partner.org", "/In"),
    "https://xn--o39an51d.xn--3e0b707e/": Target("xn--o39an51d.xn--3e0b707e", "/"),
    "https://127.0.0.1.nip.io/": Target("127.0.0.1.nip.io", "/"),  # refused when its address is looked at
    "https://a1.2b.org//x/..": Target("a1.2b.org", "//x/.."),
}
PRIVATE = [
    *("0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.1", "127.8.8.8"),
    *("168.63.129.16", "169.254.169.254", "169.254.0.1", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1"),
    *("192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.250"),
    *("240.0.0.1", "255.255.255.255"),
    *("::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:8.8.8.8", "64:ff9b::8.8.8.8"),
    *("64:ff9b:1::a00:1", "100::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:20::1", "2001:db8::1"),
    *("2002:7f00:1::", "2002:a00:1::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0"),
    *("fec0::1", "ff02::1", "ff0e::1", "2606:4700::1111%1"),
    *("", "localhost", "127.1", "0x7f000001", "2130706433", "1.2.3.4/32"),
]
PUBLIC = ["8.8.8.8", "93.184.216.34", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2606:4700::1111", "2a00:1450::1"]


@pytest.mark.parametrize("url", BAD_URLS)
def test_bad_url_is_refused_in_words(url):
    with pytest.raises(OutboundError) as refusal:
        check_url(url)

    assert refusal.value.code == "url"
    assert str(refusal.value.words).endswith(".")


def test_there_are_enough_bad_urls():
    assert len(set(BAD_URLS)) == len(BAD_URLS) >= 70


@pytest.mark.parametrize("url", GOOD_URLS)
def test_good_url_names_host_and_path(url):
    assert check_url(url) == GOOD_URLS[url]


@pytest.mark.parametrize("address", PRIVATE)
def test_address_that_is_not_public_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_is_allowed(address):
    assert is_public(address)
