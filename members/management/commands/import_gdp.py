import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder

from members.services.figures import GdpImport, import_gdp
from members.worldbank import LARGEST_FILE


class Command(BaseCommand):
    help = "Record the GDP per head of a World Bank file (NY.GDP.PCAP.PP.CD), ZIP or CSV as downloaded."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--vintage", type=date.fromisoformat, metavar="DATE", help="where the file does not state its own"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what the file brings, and record nothing")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, file: Path, vintage: date | None, dry_run: bool, format: str, **options):
        try:
            with file.open("rb") as opened:
                data = opened.read(LARGEST_FILE + 1)
            result = import_gdp(data, by=None, vintage=vintage, dry_run=dry_run)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}. Nothing was changed.") from error
        except ValidationError as refusal:
            raise CommandError(refusal.messages[0]) from refusal
        if format == "json":
            self.stdout.write(json.dumps({"dry_run": dry_run, **asdict(result)}, cls=DjangoJSONEncoder, indent=1))
        else:
            self.write_text(result, dry_run)

    def write_text(self, result: GdpImport, dry_run: bool) -> None:
        first, last = result.years or ("-", "-")
        self.stdout.write(f"{result.indicator}, edition of {result.vintage}")
        self.stdout.write(f"{result.economies:6d} economies, {first}-{last}")
        self.stdout.write(f"{result.added:6d} figures {'would be added' if dry_run else 'added'}")
        self.stdout.write(f"{result.same:6d} recorded before, the same")
        self.stdout.write(f"{result.aggregates:6d} groups of economies left out")
        for code, name in result.unknown.items():
            self.stdout.write(f"Unknown code, left out: {code} ({name})")
        if result.without:
            self.stdout.write(f"No figure in this file for economies of members: {', '.join(result.without)}")
