import json
from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from members.services.reconciliation import OPEN, Line, reconcile


class Command(BaseCommand):
    help = "Compare the totals that a document states with the register. Exit status 1 while a difference is open."

    def add_arguments(self, parser):
        parser.add_argument("--on", type=date.fromisoformat, required=True, metavar="DATE")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, on: date, format: str, **options):
        try:
            lines = reconcile(on)
        except ValidationError as refusal:
            raise CommandError(refusal.messages[0]) from refusal
        write = self._json if format == "json" else self._text
        write(lines)
        if any(line.state == OPEN for line in lines):
            raise SystemExit(1)

    def _json(self, lines: list[Line]) -> None:
        rows = [
            {
                "where": line.total.where,
                "stated": line.stated,
                "counted": line.counted,
                "state": line.state,
                "explanation": line.explanation.text if line.explanation else None,
            }
            for line in lines
        ]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))

    def _text(self, lines: list[Line]) -> None:
        for line in lines:
            self.stdout.write(f"{line.state_words:10} {line.stated:4d} {line.counted:4d}  {line.total.where}")
            if line.explanation:
                self.stdout.write(f"{'':22}{line.explanation.text} ({line.explanation.signed_by})")
        count = {state: sum(line.state == state for line in lines) for state in ("equal", "open", "explained")}
        self.stdout.write("{equal} equal, {open} open, {explained} explained".format(**count))
