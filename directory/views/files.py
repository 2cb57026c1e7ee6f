"""The files of open data, at addresses that stay, for programs and people."""

from django import forms
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import override
from django.views import View

from directory import statistics
from directory.forms import DayForm, MembersForm
from directory.open_data import files, members, numbers
from directory.register import Listing
from directory.statistics import Statistics
from wego.conditional import answer


class OpenFile(View):
    """In English with both columns of names, whoever asks. A wrong question is refused with 400 and a sentence."""

    extensions: tuple[str, ...]
    reads: tuple
    form_class: type[DayForm]
    name: str

    def get(self, request, extension: str):
        if extension not in self.extensions:
            raise Http404
        with override("en"):
            form = self.form_class(request.GET)
            if form.is_valid():
                response = answer(request, self.reads, lambda: self.file(form, extension))
            else:
                response = refusal(form, extension)
        response.headers["Content-Language"] = "en"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    def file(self, form: DayForm, extension: str) -> HttpResponse:
        response = HttpResponse(self.content(form, extension), content_type=files.TYPES[extension])
        place = "attachment" if extension in ("csv", "xlsx") else "inline"
        name = f"wego-{self.name}-{form.day.isoformat()}.{extension}"
        response.headers["Content-Disposition"] = f'{place}; filename="{name}"'
        return response

    def content(self, form: DayForm, extension: str) -> bytes:
        raise NotImplementedError


class MembersFile(OpenFile):
    """Takes what the directory takes, so that what is listed there can be had as a file."""

    extensions, reads, form_class, name = files.MEMBERS, members.READS, MembersForm, "members"

    def content(self, form, extension):
        return files.members_file(Listing(form.wanted), extension)


class StatisticsForm(DayForm):
    """In CSV one of the tables."""

    part = forms.ChoiceField(choices=[(name, name) for name in numbers.PARTS], required=False)


class StatisticsFile(OpenFile):
    extensions, reads, form_class, name = files.STATISTICS, statistics.READS, StatisticsForm, "statistics"

    def content(self, form, extension):
        part = form.cleaned_data["part"] or next(iter(numbers.PARTS))
        return files.statistics_file(Statistics.of(form.day), extension, part)


def refusal(form: forms.Form, extension: str) -> HttpResponse:
    """The first thing that is wrong, and with which parameter."""
    param, [message, *_more] = next(iter(form.errors.items()))
    if extension in ("csv", "xlsx"):
        return HttpResponse(f"{param}: {message}\n", content_type="text/plain; charset=utf-8", status=400)
    code = form.errors.as_data()[param][0].code
    return JsonResponse({"error": {"code": code, "message": message, "param": param}}, status=400)
