import json
from datetime import date

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import override

from fees.reports import DuesReport, as_json, as_text
from fees.services.dues import assess_members, open_run


class Command(BaseCommand):
    help = "Assess the dues of a year, or preview them. Run again, it adds only what is missing."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, metavar="YEAR")
        parser.add_argument("--preview", action="store_true", help="show what a run would come to; saves nothing")
        parser.add_argument("--include-provisional", action="store_true", help="also members that are provisional")
        parser.add_argument("--vintage", type=date.fromisoformat, metavar="DATE", help="edition of the GDP figures")
        parser.add_argument("--due-on", type=date.fromisoformat, metavar="DATE", help="without it 31 March")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, year, preview, include_provisional, vintage, due_on, format, **options):
        terms = {"include_provisional": include_provisional, "vintage": vintage}
        with override("en"):
            try:
                report = DuesReport.preview_of(year, **terms) if preview else self.run(year, due_on=due_on, **terms)
            except ValidationError as refusal:
                raise CommandError(" ".join(refusal.messages)) from refusal
            said = json.dumps(as_json(report), ensure_ascii=False, indent=1) if format == "json" else as_text(report)
        self.stdout.write(said)

    def run(self, year: int, **terms) -> DuesReport:
        with transaction.atomic():
            run = open_run(year, by=None, **terms)
            count = assess_members(run, by=None)
        run.refresh_from_db()
        self.stderr.write(f"Assessed now: {count['assessed']}")
        return DuesReport.of(run)
