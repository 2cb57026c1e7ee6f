"""The front page: what WeGO is, how many members it has today, and where to go."""

from django.shortcuts import render
from django.views import View

from directory import statistics
from directory.statistics import Statistics
from wego.conditional import answer
from wego.dates import today


class FrontPage(View):
    def get(self, request):
        return answer(request, statistics.READS, lambda: self.page(request))

    def page(self, request):
        day = today()
        return render(request, "directory/front.html", {"day": day, "numbers": Statistics.of(day)})
