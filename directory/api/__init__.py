"""Totals for programs: /api/v1/statistics/."""
