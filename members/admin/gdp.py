"""GDP of economies: the list of figures, and the page that takes a file of the World Bank (R11, R12)."""

from datetime import date

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import forms
from members.admin.filters import RegionFilter
from members.models import EconomyFigure
from members.services.figures import GdpImport, import_gdp
from members.words import day, persons
from wego.acts import ActView, Done
from wego.admin import ActAdmin, ReadOnly
from wego.imports import uploads
from wego.imports.following import say_what_follows

UPLOAD = "gdp"  # what kept files of this page are called


class EconomyRegionFilter(RegionFilter):
    region_path = "economy__region"


@admin.register(EconomyFigure)
class EconomyFigureAdmin(ReadOnly, ActAdmin):
    """GDP figures come by file and are never edited: editions of the source stand beside each other (A6)."""

    list_display = ["economy_code", "economy_name", "reference_year", "dollars", "vintage"]
    list_filter = [("vintage", admin.AllValuesFieldListFilter), "reference_year", EconomyRegionFilter]
    list_select_related = ["economy"]
    search_fields = ["=economy__iso3", "economy__name_en", "economy__name_ko", "source"]

    @admin.display(description=gettext_lazy("code"), ordering="economy_id")
    def economy_code(self, figure):
        return figure.economy_id

    @admin.display(description=gettext_lazy("economy"), ordering="economy__name_en")
    def economy_name(self, figure):
        return str(figure.economy)

    @admin.display(description=gettext_lazy("international $ per head"), ordering="value")
    def dollars(self, figure):
        return number_format(figure.value, decimal_pos=2, force_grouping=True)


@admin.site.register_page(
    "import-gdp/",
    name="import_gdp",
    title=gettext_lazy("GDP file"),
    permission="members.add_economyfigure",
    order=60,
)
class ImportGdpPage(ActView):
    """The file, what it brings, confirmation. Between the steps the file is kept, so it is uploaded once."""

    list_of = EconomyFigure
    title = gettext_lazy("Record a file of the World Bank")
    explanation = gettext_lazy(
        "Figures of an earlier file stay on record: a dues year goes on using the edition it was assessed by."
    )
    form_class = forms.GdpFileForm
    permission = "members.add_economyfigure"
    fieldsets = [("", ["file", "vintage"])]
    vintage: date | None = None  # of the file, once it is read

    @cached_property
    def kept(self) -> uploads.Upload | None:
        """The file of the step before, where it is this person's and still here."""
        try:
            return uploads.find(self.request.POST.get("upload", ""), user=self.request.user.pk, sheet=UPLOAD)
        except ValidationError:
            return None

    def get_form(self, data=None):
        kept = self.kept.name if self.kept else ""
        return self.form_class(data, self.request.FILES if data is not None else None, kept=kept)

    def post(self, request, *args, **kwargs):
        file = request.FILES.get("file")
        if file and self.get_form(request.POST).is_valid():
            request.POST = request.POST.copy()
            request.POST["upload"] = self.keep(file).token
            del self.kept  # the new file takes the place of the old one
        return super().post(request, *args, **kwargs)

    def keep(self, file) -> uploads.Upload:
        file.seek(0)
        return uploads.keep_file(
            file.read(), user=self.request.user.pk, sheet=UPLOAD, name=file.name, reason="", digest=""
        )

    def perform(self, form, *, by) -> Done:
        if self.kept is None:
            raise ValidationError(_("Choose the file again. Nothing was changed."), code="gone")
        result = import_gdp(uploads.read_file(self.kept), vintage=form.cleaned_data["vintage"], by=by)
        self.vintage = result.vintage
        return Done(_("GDP file of %s.") % day(result.vintage), lines(result), self.back_url())

    def confirm(self, form, page, digest):
        response = super().confirm(form, page, digest)
        if response.status_code == 302:
            uploads.forget(self.kept)
            say_what_follows(self.request, sheet=UPLOAD, vintage=self.vintage)
        return response

    def back_url(self) -> str:
        return reverse("admin:members_economyfigure_changelist")


def lines(result: GdpImport) -> list[str]:
    """What the file brings, in words."""
    said = [
        _("New figures: %s") % persons(result.added),
        _("Recorded before with the same values: %s") % persons(result.same),
        _("Economies: %s") % persons(result.economies),
        _("Groups of economies, left out: %s") % persons(result.aggregates),
    ]
    if result.years:
        said.append(_("Years: %(first)d to %(last)d") % {"first": result.years[0], "last": result.years[1]})
    said += [
        _("Unknown code, left out: %(code)s (%(name)s)") % {"code": c, "name": n} for c, n in result.unknown.items()
    ]
    if result.without:
        said.append(_("No figure in this file for economies of members: %s") % ", ".join(result.without))
    return said
