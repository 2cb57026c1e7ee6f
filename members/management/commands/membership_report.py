import sys
from datetime import date, datetime, time
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from members import reports
from members.changes import list_changes
from members.register import Report


def instant(text: str) -> datetime:
    """An ISO 8601 instant; without a time zone Seoul time, a day alone its end."""
    try:
        moment = datetime.combine(date.fromisoformat(text), time.max)
    except ValueError:
        moment = datetime.fromisoformat(text)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


class Command(BaseCommand):
    help = "The register as it stood on a day (paper 19), and as it was known at an instant."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE")
        parser.add_argument("--known-at", type=instant, metavar="INSTANT")
        parser.add_argument("--since", type=date.fromisoformat, metavar="DATE", help="adds the changes since then")
        parser.add_argument("--lang", choices=["en", "ko"], default="en")
        parser.add_argument("--format", choices=reports.FORMATS, default="text")
        parser.add_argument("--output", type=Path, metavar="FILE", help="write there instead of to the screen")

    def handle(self, *args, on, known_at, since, lang, format, output, **options):
        if format == "xlsx" and output is None and sys.stdout.isatty():
            raise CommandError("An XLSX file does not fit the screen: name it with --output FILE.")
        if since and format == "csv":
            raise CommandError("A CSV file is one table, of the members: take text, json or xlsx for the changes.")
        with override(lang):
            try:
                report = Report.of(on, known_at)
                changes = list_changes(since, on, known_at) if since else None
            except ValidationError as refusal:
                raise CommandError(refusal.messages[0]) from refusal
            content = reports.render(report, changes, format)
        if output:
            output.write_bytes(content)
            self.stderr.write(f"Written: {output}")
        elif format == "xlsx":
            sys.stdout.buffer.write(content)
        else:
            self.stdout.write(content.decode())
