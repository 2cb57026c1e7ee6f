"""The facts in fixtures/ as the tests read them."""

import json
from collections import Counter
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"


def load(name):
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def rows(name):
    data = load(name)
    return data["members"] if isinstance(data, dict) else data


def members(**wanted):
    return [row for row in rows("register_2019-12-31") if all(row[k] == v for k, v in wanted.items())]


def region_of_country():
    return {row["key"]: row["region"] for row in rows("countries")}


def by_region(kind):
    region = region_of_country()
    return Counter(region[row["country"]] for row in members(kind=kind))
