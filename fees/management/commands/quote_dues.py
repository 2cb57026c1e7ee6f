import json
import sys

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from fees.rules import Quote
from fees.services.quotes import CURRENCY, quote_dues
from fees.words import band
from wego.dates import today


class Command(BaseCommand):
    help = "What a member of given figures would owe for a dues year. A refusal is one sentence, exit status 1."

    def add_arguments(self, parser):
        parser.error = self.refuse  # also what is wrong with the line itself: exit status 1, never an amount
        parser.add_argument("--kind", default="", metavar="city|company|institution")
        parser.add_argument("--population", metavar="N", help="persons (cities)")
        parser.add_argument("--gdp-per-capita", metavar="X", help="PPP, current international $ per head (cities)")
        parser.add_argument("--employees", metavar="N", help="persons (companies)")
        parser.add_argument("--year", metavar="Y", help="dues year; without it the current one in Seoul")
        parser.add_argument("--format", default="text", metavar="text|json")

    def handle(self, *args, kind, population, gdp_per_capita, employees, year, format, **options):
        if format not in ("text", "json"):
            raise CommandError(f"The format is text or json, not “{format}”.")
        try:
            quote = quote_dues(
                kind=kind,
                year=self.dues_year(year),
                population=population,
                gdp_per_capita=gdp_per_capita,
                employees=employees,
            )
        except ValidationError as refusal:
            raise CommandError(refusal.messages[0]) from refusal
        self.stdout.write(as_json(quote) if format == "json" else as_text(quote))

    def dues_year(self, given) -> int:
        if given is None:
            return today().year
        text = str(given)
        if not (len(text) == 4 and text.isascii() and text.isdigit()):
            raise CommandError(f"The dues year is a year like 2020, not “{text[:40]}”.")
        return int(text)

    def refuse(self, message: str):
        if self._called_from_command_line:
            self.stderr.write(f"{message[:1].upper()}{message[1:]}.")
            sys.exit(1)
        raise CommandError(message)


def as_json(quote: Quote) -> str:
    return json.dumps({"amount": f"{quote.amount:f}", "currency": CURRENCY, "basis": quote.basis}, ensure_ascii=False)


def as_text(quote: Quote) -> str:
    basis = quote.basis
    lines = [f"{quote.amount:,} {CURRENCY} for the dues year {basis['dues_year']}"]
    for label, figure, edges in (
        ("Population", "population", "population_band"),
        ("GDP per head (PPP)", "gdp_per_capita", "gdp_band"),
        ("Employees", "employees", "employee_band"),
    ):
        if figure in basis:
            lines.append(f"{label}: {basis[figure]} ({band(*basis[edges])})")
    lines.append("Schedule: {title}, first dues year {first_dues_year}".format(**basis["schedule"]))
    return "\n".join(lines)
