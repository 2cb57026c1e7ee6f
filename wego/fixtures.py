"""The project's facts (fixtures/) as loaders read them: each row is brought in once, by its key."""

import json

from django.conf import settings

from wego.models import LoadedFact


def read_fixture(file: str):
    """The content of a file of fixtures/."""
    return json.loads((settings.BASE_DIR / "fixtures" / file).read_text(encoding="utf-8"))


def take_fresh(rows: list[dict]) -> list[tuple[int, dict]]:
    """Rows that were never loaded, with their place in the file; each is marked as loaded."""
    loaded = set(LoadedFact.objects.filter(key__in=[row["key"] for row in rows]).values_list("key", flat=True))
    fresh = [(place, row) for place, row in enumerate(rows, start=1) if row["key"] not in loaded]
    LoadedFact.objects.bulk_create(LoadedFact(key=row["key"]) for _place, row in fresh)
    return fresh
