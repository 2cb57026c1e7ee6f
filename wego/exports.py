"""Export of every list of the back office as CSV or XLSX, through the one writer (wego/spreadsheets.py)."""

from collections.abc import Iterable

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from import_export.admin import ExportActionMixin
from import_export.fields import Field
from import_export.formats.base_formats import Format
from import_export.forms import SelectableFieldsExportForm
from import_export.resources import ModelResource, modelresource_factory

from wego import audit
from wego.spreadsheets import XLSX_TYPE, Sheet, write_csv, write_xlsx

SECRET_FIELDS = ("password", "secret_digest")


class Cell(Field):
    """A column that hands the value itself to the writer; rows of a relation are joined by commas."""

    def export(self, instance, **kwargs):
        value = self.get_value(instance)
        if isinstance(value, models.Manager):
            return ", ".join(str(one) for one in value.all())
        return value


class TableResource(ModelResource):
    """The columns of a model as people know them: a reference is shown by the number or code of its row.

    One query whatever the number of rows (one more for each many-to-many column).
    """

    DEFAULT_RESOURCE_FIELD = Cell

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        path = _path(django_field) if isinstance(django_field, models.ForeignKey) else field_name
        return Cell(attribute=path, column_name=field_name, readonly=True)

    def filter_export(self, queryset, **kwargs):
        paths = [field.attribute for field in self.get_export_fields()]
        joins = {path.rpartition("__")[0] for path in paths if "__" in path}
        many = {field.name for field in self._meta.model._meta.many_to_many if field.name in paths}
        return queryset.select_related(*joins).prefetch_related(*many) if joins else queryset.prefetch_related(*many)

    def get_user_visible_fields(self):
        return self.get_export_fields()

    @classmethod
    def label(cls, field_name: str) -> str:
        """The column in the reader's language."""
        opts = cls._meta.model._meta
        named = {field.name: field.verbose_name for field in (*opts.fields, *opts.many_to_many)}
        return capfirst(named.get(field_name, field_name.replace("_", " ")))

    @classmethod
    def get_display_name(cls):
        return cls._meta.model._meta.verbose_name_plural

    def table(self, queryset, columns=None) -> Sheet:
        """The rows of `queryset` in the chosen `columns` (default: all), for the writer."""
        fields = self.get_export_fields(columns)
        rows = self.iter_queryset(self.filter_export(queryset))
        return Sheet(
            title=str(self.get_display_name()),
            header=[field.column_name for field in fields],
            rows=([self.export_field(field, row) for field in fields] for row in rows),
        )


def _path(reference: models.ForeignKey) -> str:
    """Where the number or code stands by which people know the row behind `reference`."""
    target = reference.related_model._meta
    if isinstance(target.pk, models.AutoField):
        spoken = (models.CharField, models.IntegerField)
        for field in target.concrete_fields:
            if field.unique and isinstance(field, spoken) and not isinstance(field, models.AutoField):
                return f"{reference.name}__{field.name}"
    return reference.attname


class Csv(Format):
    def get_title(self):
        return _("CSV (text, UTF-8)")

    def get_extension(self):
        return "csv"

    def get_content_type(self):
        return "text/csv; charset=utf-8"

    def can_export(self):
        return True

    def write(self, sheet: Sheet) -> bytes:
        return write_csv(sheet.rows, sheet.header)


class Xlsx(Csv):
    def get_title(self):
        return _("Excel workbook (.xlsx)")

    def get_extension(self):
        return "xlsx"

    def get_content_type(self):
        return XLSX_TYPE

    def write(self, sheet: Sheet) -> bytes:
        return write_xlsx([sheet])


FORMATS = {"xlsx": Xlsx, "csv": Csv}


class ExportForm(SelectableFieldsExportForm):
    """Which columns, each as people call it and as it is written in the file; an Excel workbook by default."""

    def _init_formats(self, formats):
        super()._init_formats(formats)
        self.fields["format"].choices = [choice for choice in self.fields["format"].choices if choice[0]]
        self.fields["format"].initial = "0"

    def _get_field_label(self, resource, field_name):
        return f"{resource.label(field_name)} ({resource.fields[field_name].column_name})"


class ExportAdmin(ExportActionMixin, admin.ModelAdmin):
    """A list that whoever may see it can take away: all that the filters show, or the rows ticked."""

    change_form_template = None
    show_change_form_export = False
    export_form_class = ExportForm

    def get_export_formats(self):
        return list(FORMATS.values())

    def get_resource_classes(self, request):
        if self.resource_classes:
            return self.resource_classes
        hidden = [field.name for field in self.opts.concrete_fields if field.name in SECRET_FIELDS]
        return [modelresource_factory(self.model, TableResource, meta_options={"exclude": hidden})]

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_valid_export_item_pks(self, request):
        return self.get_queryset(request).values_list("pk", flat=True)

    def get_export_data(self, file_format, request, queryset, *, export_form=None, **kwargs):
        if not self.has_export_permission(request):
            raise PermissionDenied
        resource = self.choose_export_resource_class(export_form, request)()
        sheet = resource.table(queryset, self.get_export_resource_fields_from_form(export_form))
        counted = Counted(sheet.rows)
        with transaction.atomic():
            content = file_format.write(sheet._replace(rows=counted))
            audit.record(
                "export.made",
                by=request.user,
                subject=self.opts.label_lower,
                rows=counted.count,
                columns=list(sheet.header),
                format=file_format.get_extension(),
            )
        return content


class Counted:
    """Rows that are counted while they are written."""

    def __init__(self, rows: Iterable):
        self.rows, self.count = rows, 0

    def __iter__(self):
        for row in self.rows:
            self.count += 1
            yield row
