from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from wego.backups.archive import BackupError
from wego.backups.database import strangers
from wego.backups.making import forget_old, make_backup


class Command(BaseCommand):
    help = "Write the database and the files of DATA_DIR into one file that `restore` reads."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "target", nargs="?", type=Path, metavar="FOLDER or FILE", help="without it DATA_DIR/backups"
        )
        parser.add_argument("--keep", type=int, metavar="N", help="then remove all but the newest N backups of FOLDER")

    def handle(self, *args, target: Path | None, keep: int | None, **options):
        if keep is not None and (keep < 1 or (target and not target.is_dir())):
            raise CommandError("--keep needs a folder and a number from 1 on. No backup was made.")
        try:
            if target is None:
                target = settings.DATA_DIR / "backups"
                target.mkdir(mode=0o700, parents=True, exist_ok=True)
            backup, manifest = make_backup(target)
        except BackupError as refusal:
            raise CommandError(str(refusal)) from refusal
        except (OSError, DatabaseError) as error:
            raise CommandError(f"No backup was made: {error}") from error
        rows = sum(table.rows for table in manifest.tables.values())
        held = f"{len(manifest.tables)} tables, {rows} rows, {len(manifest.files)} files"
        self.stdout.write(f"{backup.file_name}: {backup.size} bytes; {held}.")
        for name in strangers():
            self.stderr.write(f"The table {name} is not of this release: it is not in the manifest.")
        for path in forget_old(target, keep=keep) if keep else ():
            self.stdout.write(f"Removed: {path.name}")
