"""Backup and restore: one sealed file with database and files (docs/adr/0005-backup.md)."""
