"""Explanations of amounts as JSON text: a dues run writes them by the ten thousand. Pure, standard library only.

What many have in common - the schedule, a band, the source of a figure - is turned into text once.
"""

import json
from functools import cached_property

_encode = json.JSONEncoder(ensure_ascii=False).encode


class Shared:
    """Plain data that many explanations have in common; never changed once its text was asked for."""

    @cached_property
    def text(self) -> str:
        return _encode(self)


class SharedDict(Shared, dict):
    pass


class SharedList(Shared, list):
    pass


def as_json(basis: dict) -> str:
    """The very text that `json.dumps` makes of an explanation."""
    return "{" + ", ".join([f'"{name}": {_text(said)}' for name, said in basis.items()]) + "}"


def _text(said: object) -> str:
    if isinstance(said, Shared):
        return said.text
    return str(said) if type(said) is int else _encode(said)  # which takes ten times as long
