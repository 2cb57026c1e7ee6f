"""The public pages and files, and what they say in plain words."""

import re
from html import unescape

from members.keys import public_key

PAGES = ("/", "/members/", "/statistics/", "/about/", "/data/")
FILES = (
    *(f"/data/members.{extension}" for extension in ("csv", "xlsx", "json", "geojson")),
    *(f"/data/statistics.{extension}" for extension in ("csv", "xlsx", "json")),
)
DATED = ("/members/", "/statistics/", *FILES)
"""What takes a day."""


def page_of(member) -> str:
    return f"/members/{public_key(member)}/"


def plain(html: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", html).split()))


def names(html: str) -> list[str]:
    """The members of a page of the directory, in their order."""
    return [plain(name) for name in re.findall(r'<th scope="row" role="rowheader">(.*?)</th>', html, re.S)]


def get(client, address: str, **asked) -> str:
    response = client.get(address, asked)
    assert response.status_code == 200, address
    return response.content.decode()
