"""The register in numbers, for any day."""

from django.shortcuts import render
from django.views import View

from directory import charts, register, statistics, words
from directory.forms import DayForm
from directory.maps import CityMap
from directory.register import Listing, Wanted
from directory.statistics import Statistics
from members.register import begins_on
from wego.conditional import answer

READS = tuple({*statistics.READS, *register.READS})


class StatisticsPage(View):
    def get(self, request):
        return answer(request, READS, lambda: self.page(request))

    def page(self, request):
        form = DayForm(request.GET)
        context = {"form": form, "day": form.day, "begins_on": begins_on()}
        return render(request, "directory/statistics.html", context | (shown(form.day) if form.day else {}))


def shown(on) -> dict:
    """The numbers of the day and their charts."""
    listing = Listing(Wanted(on=on))
    numbers = Statistics(on, listing.totals)
    moved = [year for year in numbers.years if not year.opening]
    standings = [(words.standing_of(status), count) for status, count in numbers.totals.by_status.items()]
    return {
        "numbers": numbers,
        "map": CityMap.of(listing.places(), listing.cities),
        "regions": charts.bars([(str(row.region), row.counts.members) for row in numbers.regions]),
        "standings": charts.bars(standings),
        "growth": charts.line([(str(year.on.year), year.members) for year in numbers.years]),
        "moved": moved,
        "movements": charts.columns([(str(year.on.year), (year.joined, year.left)) for year in moved]),
    }
