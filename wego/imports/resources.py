"""The export that belongs to an import: the columns of the sheet, filled from the rows of its model."""

from django.db import models
from django.utils.translation import get_language
from import_export.resources import modelresource_factory

from wego.exports import Cell, TableResource
from wego.imports.sheets import Sheet


class SheetResource(TableResource):
    sheet: Sheet

    def filter_export(self, queryset, **kwargs):
        return self.sheet.export_queryset(queryset)

    @classmethod
    def label(cls, field_name: str) -> str:
        column = next(one for one in cls.sheet.columns if one.name == field_name)
        return column.korean if get_language() == "ko" else field_name.replace("_", " ").capitalize()


def resource_for(sheet: Sheet, model: type[models.Model]) -> type[SheetResource]:
    """A resource whose file can be imported again through `sheet` and changes nothing."""
    cells = {one.name: Cell(attribute=one.path, column_name=one.name) for one in sheet.columns if one.path}
    base = type(f"{model.__name__}SheetResource", (SheetResource,), {"sheet": sheet})
    return modelresource_factory(model, base, meta_options={"fields": list(cells)}, custom_fields=cells)
