"""The back office of the dues: one module for each subject (A12)."""

from fees.admin import annual_report, assessments, data_refresh, dues, exceptions, letters, papers, schedules

__all__ = ["annual_report", "assessments", "data_refresh", "dues", "exceptions", "letters", "papers", "schedules"]
