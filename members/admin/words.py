"""Dates, numbers and standings as the pages of the register say them: like its papers (members/words.py)."""

from members.words import day, persons, since, standing

__all__ = ["day", "persons", "since", "standing"]
