import json
from collections.abc import Iterable
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from fees.assessing import Outcome
from fees.comparing import Line, Side, Sums
from fees.comparison_report import ComparisonReport, amount_words, figure_words, refresh_report, signed, why
from fees.services.comparing import Refresh, compare_editions
from fees.services.quotes import CURRENCY
from fees.words import dollars


class Command(BaseCommand):
    help = "Which members change band for a dues year because figures are newer, and by how many USD. Saves nothing."

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, metavar="YEAR")
        parser.add_argument(
            "--from", type=date.fromisoformat, metavar="DATE", dest="before", help="earlier GDP edition"
        )
        parser.add_argument("--to", type=date.fromisoformat, metavar="DATE", dest="after", help="without it the newest")
        parser.add_argument(
            "--known-at",
            type=instant,
            metavar="INSTANT",
            help="populations and employees recorded later count on the new side only",
        )
        parser.add_argument("--include-provisional", action="store_true", help="also members that are provisional")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, year, before, after, known_at, include_provisional, format, **options):
        with override("en"):
            try:
                result = compare_editions(
                    year, before=before, after=after, known_at=known_at, include_provisional=include_provisional
                )
            except ValidationError as refusal:
                raise CommandError(" ".join(refusal.messages)) from refusal
            report = refresh_report(result)
            said = json.dumps(as_json(result, report), ensure_ascii=False, indent=1) if format == "json" else None
            self.stdout.write(said or "\n".join(as_text(report)))


def instant(text: str) -> datetime:
    """An instant in ISO format, or a day, which means its end; without a time zone it is Seoul's."""
    value = datetime.fromisoformat(text)
    if len(text) == len("2020-12-31"):
        value = datetime.combine(value, time.max)
    return value if value.tzinfo else timezone.make_aware(value)


def as_text(report: ComparisonReport) -> Iterable[str]:
    yield report.title
    yield from report.terms
    yield f"\n{dollars(report.sums.before.total)} -> {dollars(report.sums.after.total)} USD"
    yield f"Difference: {signed(report.sums.difference)} USD"
    yield from (f"  {words}: {count} ({signed(difference)} USD)" for words, count, difference in report.effects)
    yield f"\n{report.heading}: {len(report.lines)}"
    for line in report.lines:
        amounts = f"{amount_words(line.before)} -> {amount_words(line.after)} USD ({signed(line.difference)})"
        yield f"  {line.member}: {amounts}; {'; '.join(figure_words(line))}"
    yield f"\nNeeds a decision: {len(report.comparison.exceptions)}"
    for line in report.comparison.exceptions:
        before, after = (why(side) for side in (line.before, line.after))
        yield f"  {line.member}: {after}" if before == after else f"  {line.member}: {before} -> {after}"


def as_json(result: Refresh, report: ComparisonReport) -> dict:
    """Plain data: money as text in USD, bands as [lower, upper or null]."""
    return {
        "year": result.year,
        "currency": CURRENCY,
        "schedule": result.schedule.version(),
        "include_provisional": result.include_provisional,
        "from": result.before.isoformat(),
        "to": result.after.isoformat(),
        "known_at": result.known_at.isoformat() if result.known_at else None,
        **_sums(report.sums),
        "by_kind": {kind: _sums(sums) for kind, sums in result.comparison.by(lambda member: member.kind).items()},
        "by_region": {region: _sums(sums) for region, sums in report.by_region},
        "members": {change.value: count for change, (count, _difference) in result.comparison.effects.items()},
        "changes": [_line(line) for line in result.comparison.moved],
        "exceptions": [
            {**_who(line), "before": line.before.reason or None, "after": line.after.reason or None}
            for line in result.comparison.exceptions
        ],
    }


def _sums(sums: Sums) -> dict:
    return {"before": _side(sums.before), "after": _side(sums.after), "difference": f"{sums.difference:.2f}"}


def _side(side: Side) -> dict:
    return {"assessed": side.assessed, "total": f"{side.total:.2f}"}


def _line(line: Line) -> dict:
    sides = {"before": _outcome(line.before), "after": _outcome(line.after)}
    return {**_who(line), "country": line.member.country_id, **sides, "difference": f"{line.difference:.2f}"}


def _who(line: Line) -> dict:
    return {"number": line.member.number, "name": line.member.name_en, "kind": line.member.kind}


def _outcome(outcome: Outcome) -> dict:
    amount = None if outcome.amount is None else f"{outcome.amount:.2f}"
    return {"amount": amount, "reason": outcome.reason or None, "basis": outcome.basis}
