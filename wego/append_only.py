"""History is appended, never edited: the model refuses, and on PostgreSQL the database does (A2)."""

from django.core.exceptions import ValidationError
from django.db import migrations, models
from django.utils.translation import gettext_lazy as _


def refuse_change(*args, **kwargs):
    raise ValidationError(
        _("A recorded row is never changed or deleted. Nothing was saved: record a correction that points at the row."),
        code="append_only",
    )


class AppendOnlyQuerySet(models.QuerySet):
    """A queryset whose rows can be added and read, nothing else."""

    update = refuse_change
    bulk_update = refuse_change
    delete = refuse_change
    # Django hides queryset.delete from templates and managers by these two marks.
    delete.alters_data = True
    delete.queryset_only = True

    def bulk_create(self, objs, batch_size=None):
        """Rows are added as they are: no row is skipped, none takes the place of another."""
        return super().bulk_create(objs, batch_size)


class AppendOnlyModel(models.Model):
    """Base of rows that are facts about the past: `save` adds a full-cleaned row once."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        if not self._state.adding:
            refuse_change()
        self.full_clean()
        super().save(*args, **{**kwargs, "force_insert": True})

    delete = refuse_change
    delete.alters_data = True


class ForbidChanges(migrations.RunSQL):
    """Migration operation: PostgreSQL refuses UPDATE and DELETE on `table`. No-op elsewhere."""

    def __init__(self, table: str):
        self.table = table
        super().__init__(
            sql=f"""
            CREATE OR REPLACE FUNCTION wego_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '%: a recorded row is never changed or deleted', TG_TABLE_NAME
                    USING ERRCODE = 'restrict_violation';
            END $$;
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION wego_refuse_change();
            """,
            reverse_sql=f"DROP TRIGGER {table}_append_only ON {table};",
        )

    def deconstruct(self):
        return self.__class__.__name__, [self.table], {}

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
