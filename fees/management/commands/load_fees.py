from django.core.management.base import BaseCommand

from fees.services.loading import load_fees


class Command(BaseCommand):
    help = "Load the printed fee schedule of 2020. Repeatable: changes nothing twice."

    def handle(self, *args, **options):
        made = load_fees()
        if not made.total():
            self.stdout.write("Every fee schedule is loaded already. Nothing was changed.")
            return
        for label, count in made.items():
            self.stdout.write(f"{count:5d} {label}")
