"""The back office of the dues: one module for each subject (A12)."""

from fees.admin import schedules

__all__ = ["schedules"]
