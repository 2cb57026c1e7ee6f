"""The audit trail: whole, in order, part of what it records, and altered by nobody unseen."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from wego import audit
from wego.models import AuditEntry, AuditHead


def raw(sql, *params):
    """What somebody does who has the database in hand; the guards of PostgreSQL are taken down first."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE wego_auditentry DISABLE TRIGGER USER")
        cursor.execute(sql, params)


def entries(count, officer):
    return [audit.record("export.made", by=officer, subject=f"table {n}", rows=n, columns=["a"]) for n in range(count)]


@pytest.mark.django_db
class TestTrail:
    def test_an_entry_says_who_and_what(self, officer):
        [entry] = entries(1, officer)

        assert AuditEntry.objects.get() == entry
        assert (entry.number, entry.actor, entry.actor_name, entry.facts["columns"]) == (1, officer, "officer", ["a"])

    def test_entries_are_counted_without_gaps_also_after_a_rollback(self, officer):
        entries(2, officer)
        with pytest.raises(RuntimeError), transaction.atomic():
            audit.record("export.made", by=officer)
            raise RuntimeError
        entries(1, officer)

        assert [one.number for one in AuditEntry.objects.order_by("number")] == [1, 2, 3]
        assert audit.verify() == (3, None)

    def test_what_is_unknown_is_not_recorded(self, officer):
        with pytest.raises(ValueError, match="no name"):
            audit.record("something.odd", by=officer)

    def test_an_entry_costs_the_same_in_a_long_trail(self, officer):
        entries(1, officer)
        costs = []
        for length in (1, 3):
            entries(length, officer)
            with CaptureQueriesContext(connection) as captured:
                entries(1, officer)
            costs.append(len(captured))

        assert costs == [3, 3]

    def test_an_entry_is_not_changed_by_the_program(self, officer):
        [entry] = entries(1, officer)
        entry.subject = "another"

        with pytest.raises(ValidationError):
            entry.save()
        with pytest.raises(ValidationError):
            AuditEntry.objects.all().delete()


@pytest.mark.django_db
class TestProof:
    def finding(self):
        count, finding = audit.verify()
        return count, finding.number, finding.problem

    @pytest.mark.parametrize(
        "change",
        ["subject = 'member 9'", "facts = '{\"rows\": 7}'", "actor_name = 'nobody'", "event = 'backup.made'"],
    )
    def test_an_altered_row_is_named(self, officer, change):
        entries(5, officer)
        raw(f"UPDATE wego_auditentry SET {change} WHERE number = 3")

        assert self.finding() == (2, 3, "altered")

    def test_a_removed_row_is_named(self, officer):
        entries(5, officer)
        raw("DELETE FROM wego_auditentry WHERE number = 3")

        assert self.finding() == (2, 3, "missing")

    def test_an_end_cut_off_is_noticed(self, officer):
        entries(5, officer)
        raw("DELETE FROM wego_auditentry WHERE number >= 4")

        assert self.finding() == (3, 4, "missing")

    def test_a_row_that_was_altered_and_signed_anew_is_named_by_the_next(self, officer):
        entries(5, officer)
        forged = AuditEntry.objects.get(number=3)
        forged.subject = "another"
        raw(
            "UPDATE wego_auditentry SET subject = %s, digest = %s WHERE number = 3",
            forged.subject,
            forged.computed_digest(),
        )

        assert self.finding() == (3, 4, "replaced")

    def test_a_last_row_that_was_rewritten_is_named(self, officer):
        entries(2, officer)
        forged = AuditEntry.objects.get(number=2)
        forged.subject = "another"
        raw(
            "UPDATE wego_auditentry SET subject = %s, digest = %s WHERE number = 2",
            forged.subject,
            forged.computed_digest(),
        )

        assert self.finding() == (1, 2, "replaced")

    def test_an_end_that_was_removed_is_noticed(self, officer):
        entries(2, officer)
        AuditHead.objects.all().delete()

        assert self.finding() == (1, 2, "replaced")

    def test_the_command_names_the_first_altered_row(self, officer, capsys):
        entries(5, officer)
        call_command("verify_audit")
        raw("UPDATE wego_auditentry SET subject = 'x' WHERE number IN (2, 4)")

        assert "5 entries, each as it was written." in capsys.readouterr().out
        with pytest.raises(CommandError, match=r"Entry 2 was altered .* 1 entries before it stand"):
            call_command("verify_audit")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_the_transaction_of_what_it_tells(officer):
    with pytest.raises(transaction.TransactionManagementError):
        audit.record("export.made", by=officer)
