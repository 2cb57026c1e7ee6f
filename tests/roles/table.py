"""Who may do what: the table as it is, as it should be, and the difference."""

from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client, modify_settings

from tests.roles.addresses import Address
from tests.roles.people import COLUMNS, World, browser_of

SIGN_IN = tuple(resolve_url(name) for name in (settings.LOGIN_URL, "admin:login"))
FILE = Path(__file__).with_name("matrix.txt")
LEGEND = """\
# Who may do what: a line for each address of the site, a column for each kind of person (tests/roles/people.py); in it
# the answer to GET and, but for lists and the like, to POST without data:
#   y allowed   . refused (403)   - not found (404)   > has to sign in (or 401)   x not possible here (405)   5 broken
#
# Written by `python -m tests.roles > tests/roles/matrix.txt`. Read every changed line before you keep it.
"""


class UnrenderedMiddleware:
    """Leaves the pages empty: what counts here is who gets them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        response.content = b""
        return response


def cells(column: str, addresses: Iterable[Address], world: World) -> dict[str, str]:
    """By address what the person of the column is answered."""
    unrendered = f"{__name__}.{UnrenderedMiddleware.__name__}"
    with modify_settings(MIDDLEWARE={"append": unrendered}):
        client = browser_of(column)
        return {one.name: _answers(client, one, one.url(world.row_of(column))) for one in addresses}


def _answers(client: Client, address: Address, url: str) -> str:
    return "".join(_letter(_ask(client, method, url)) for method in address.methods)


def _ask(client: Client, method: str, url: str):
    """What the address answers; what it did is undone, signing out included."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(url)
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def _letter(response) -> str:
    if response.status_code == 302 and response["Location"].startswith(SIGN_IN):
        return ">"
    known = {401: ">", 403: ".", 404: "-", 405: "x"}
    return known.get(response.status_code, "5" if response.status_code >= 500 else "y")


def read_table() -> dict[str, dict[str, str]]:
    """By address by column the expected answer."""
    lines = [line.split() for line in FILE.read_text().splitlines() if line and not line.startswith("#")]
    header, *rows = lines
    return {name: dict(zip(header[1:], given, strict=True)) for name, *given in rows}


def written(found: dict[str, dict[str, str]]) -> str:
    """The table (by column by address) as the file holds it."""
    names = list(next(iter(found.values())))
    width = max(map(len, names))
    lines = [["address".ljust(width), *(column.ljust(5) for column in COLUMNS)]]
    lines += [[name.ljust(width), *(found[column][name].ljust(5) for column in COLUMNS)] for name in names]
    return LEGEND + "".join(" ".join(line).rstrip() + "\n" for line in lines)


def differences(column: str, expected: dict[str, dict[str, str]], found: dict[str, str]) -> list[str]:
    """In words what of a column is not as it should be."""
    missing = [
        f"{name}: not in the table; {column} is answered {found[name]}" for name in found.keys() - expected.keys()
    ]
    gone = [f"{name}: in the table, but there is no such address" for name in expected.keys() - found.keys()]
    wrong = [
        f"{name}: {column} should be answered {expected[name][column]}, is answered {answer}"
        for name, answer in found.items()
        if name in expected and expected[name][column] != answer
    ]
    return sorted([*missing, *gone, *wrong])
