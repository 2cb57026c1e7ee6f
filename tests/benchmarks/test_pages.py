"""What the public pages weigh: HTML, stylesheet and icon as they travel, compressed, on a first visit."""

import gzip
from pathlib import Path

import pytest
from django.urls import reverse

import wego
from members.services.links import make_link
from tests.members.applying.writing import EMAIL, write_draft

pytestmark = [pytest.mark.bench, pytest.mark.django_db]
STATIC = Path(wego.__file__).parent / "static" / "wego"
SHARED = ("site.css", "icon.svg")
LIMIT = 50_000  # bytes


def test_weight_of_the_pages(client, capsys):
    draft = write_draft()
    client.post(reverse("members:apply_link", args=[make_link(email=EMAIL, language="en", key=draft.key)]))
    hub = reverse("members:apply_hub", args=[draft.key])
    parts = [
        f"{hub}{part}/" for part in ("name", "population", "interest", "liaison", "billing", "letter", "check", "fee")
    ]
    shared = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in SHARED)
    pages = ["/", "/apply/", "/apply/begin/", "/apply/privacy/", hub, *parts]

    weights = {page: len(gzip.compress(client.get(page).content)) + shared for page in pages}

    with capsys.disabled():
        for page, weight in weights.items():
            print(
                f"\n{page.replace(str(draft.key), '...'):32} {weight / 1000:6.1f} kB, {1 + len(SHARED)} requests",
                end="",
            )
    assert max(weights.values()) <= LIMIT
