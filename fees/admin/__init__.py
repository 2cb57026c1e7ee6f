"""The back office of the dues: one module for each subject (A12)."""

from fees.admin import assessments, data_refresh, dues, exceptions, schedules

__all__ = ["assessments", "data_refresh", "dues", "exceptions", "schedules"]
