"""The fee tables of January 2020, typed from the document and not computed: what tests compare with."""

from decimal import Decimal

from fees.rules import Bands, CityMatrix, EmployeeScale, Tables

POPULATION = (0, 300_000, 600_000, 1_000_000, 2_000_000, 4_000_000, 7_000_000, 10_000_000)
GDP = (0, 1_000, 2_000, 4_000, 6_000, 8_000, 10_000, 15_000, 20_000)
PRINTED = """
400 400 500 500 600 600 700 700
500 500 600 600 700 700 800 800
500 750 1000 1250 1500 1750 2000 2250
700 1000 1300 1600 1900 2200 2500 3000
1500 2000 2500 3000 3500 4000 4500 5000
2000 2500 3000 3500 4000 4500 5000 5500
3500 4000 4500 5000 5500 6000 6500 7000
4500 5000 5500 6000 6500 7000 7500 8000
6000 6500 7000 7500 8000 8500 8500 10000
"""
CELLS = tuple(tuple(map(Decimal, line.split())) for line in PRINTED.split("\n") if line)
MATRIX = CityMatrix(Bands(POPULATION), Bands(GDP), CELLS)
COMPANIES = EmployeeScale(Bands((0, 500, 2000)), (Decimal(2000), Decimal(4000), Decimal(8000)))
PRINTED_TABLES = Tables(MATRIX, COMPANIES)
