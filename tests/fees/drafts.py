"""Proposals for other fee tables."""

from dataclasses import replace
from decimal import Decimal

from fees.rules import Tables
from tests.fees.printed import CELLS, MATRIX, PRINTED_TABLES


def with_cell(row: int, column: int, amount: int) -> Tables:
    """The printed tables with another amount in one cell of the matrix."""
    cells = [list(amounts) for amounts in CELLS]
    cells[row][column] = Decimal(amount)
    return replace(PRINTED_TABLES, city=replace(MATRIX, cells=tuple(map(tuple, cells))))
