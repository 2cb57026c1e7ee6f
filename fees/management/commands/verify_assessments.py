from django.core.management.base import BaseCommand

from fees.models import Assessment
from fees.services.verification import verify_assessments


class Command(BaseCommand):
    help = "Evaluate every stored explanation again. Exit status 1 if one does not give its amount."

    def add_arguments(self, parser):
        parser.add_argument("--year", type=int, metavar="YEAR", help="only assessments of this dues year")

    def handle(self, *args, year, **options):
        rows = Assessment.objects.all() if year is None else Assessment.objects.filter(run__year=year)
        count = 0
        for difference in verify_assessments(year=year):
            count += 1
            self.stdout.write(f"{difference.assessment}, no. {difference.assessment.pk}")
            self.stdout.write(f"  stored:    {difference.stored}\n  evaluated: {difference.evaluated}")
        self.stdout.write(f"{rows.count()} assessments evaluated, {count} differ.")
        if count:
            raise SystemExit(1)
