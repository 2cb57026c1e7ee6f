"""Open data: what files there are, what stands in them, under which licence."""

from django.conf import settings
from django.shortcuts import render
from django.views import View

from directory.open_data import files, members, numbers
from directory.statistics import READS
from members.register import begins_on
from wego.conditional import answer


class DataPage(View):
    def get(self, request):
        return answer(request, READS, lambda: self.page(request))

    def page(self, request):
        context = {
            "licence": files.licence(),
            "site": settings.SITE_URL,
            "columns": members.COLUMNS,
            "parts": numbers.PARTS,
            "members_files": files.MEMBERS,
            "statistics_files": files.STATISTICS,
            "begins_on": begins_on(),
        }
        return render(request, "directory/data.html", context)
