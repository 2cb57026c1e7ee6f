"""PostgreSQL refuses to change what a dues run has used: a locked schedule and the rows of its tables (R23).

A change of a row takes a share lock on its schedule, so it either comes before the lock or sees it.
"""

from django.db import migrations

TABLES = ["populationband", "gdpband", "matrixcell", "employeeband", "flatamount"]

FORWARDS = """
CREATE FUNCTION fees_refuse_locked_schedule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'fee schedule %: locked, a dues run has used it', OLD.id
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER fees_feeschedule_locked BEFORE UPDATE OR DELETE ON fees_feeschedule
FOR EACH ROW WHEN (OLD.used_since IS NOT NULL) EXECUTE FUNCTION fees_refuse_locked_schedule();

CREATE FUNCTION fees_refuse_locked_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent bigint;
    used timestamptz;
BEGIN
    FOREACH parent IN ARRAY CASE TG_OP
        WHEN 'INSERT' THEN ARRAY[NEW.schedule_id]
        WHEN 'DELETE' THEN ARRAY[OLD.schedule_id]
        ELSE ARRAY[OLD.schedule_id, NEW.schedule_id]
    END LOOP
        SELECT used_since INTO used FROM fees_feeschedule WHERE id = parent FOR SHARE;
        IF used IS NOT NULL THEN
            RAISE EXCEPTION 'fee schedule %: locked, a dues run has used it', parent
                USING ERRCODE = 'restrict_violation';
        END IF;
    END LOOP;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
""" + "".join(
    f"""
CREATE TRIGGER fees_{table}_locked BEFORE INSERT OR UPDATE OR DELETE ON fees_{table}
FOR EACH ROW EXECUTE FUNCTION fees_refuse_locked_row();
"""
    for table in TABLES
)

BACKWARDS = (
    "".join(f"DROP TRIGGER fees_{table}_locked ON fees_{table};\n" for table in TABLES)
    + """
DROP FUNCTION fees_refuse_locked_row();
DROP TRIGGER fees_feeschedule_locked ON fees_feeschedule;
DROP FUNCTION fees_refuse_locked_schedule();
"""
)


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FORWARDS, params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(BACKWARDS, params=None)


class Migration(migrations.Migration):
    dependencies = [("fees", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
