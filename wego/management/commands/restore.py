from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from wego.backups.archive import BackupError
from wego.backups.restoring import Line, drill, restore


class Command(BaseCommand):
    help = "Restore a backup into an empty database and DATA_DIR, and compare every table and file with it."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--check", action="store_true", help="restore drill: into a place made for it and removed afterwards"
        )

    def handle(self, *args, file: Path, check: bool, **options):
        try:
            if check:
                status = drill(file)
                if status:
                    raise SystemExit(status)
                return
            lines = restore(file)
        except BackupError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.tell(lines)

    def tell(self, lines: list[Line]) -> None:
        width = max(len(line.name) for line in lines)
        for line in lines:
            count = "file" if line.rows is None else line.rows
            self.stdout.write(f"{line.name:{width}} {count:>10}  {'equal' if line.equal else 'DIFFERS'}")
        differing = [line.name for line in lines if not line.equal]
        if differing:
            raise CommandError(
                f"{differing[0]} differs from the backup ({len(differing)} in all). Do not use this copy."
            )
        self.stdout.write(f"Everything is as in the backup: {len(lines)} tables and files compared.")
