"""Whatever way a standing or a decision comes about, the audit trail tells it."""

from datetime import date

import pytest

from members.models import Decision, Member, StatusChange
from members.services.decisions import annul_decision
from members.services.status import confirm_provisional
from tests.factories import make_associate, make_full, make_opened
from tests.members.admin.rows import make_rows
from wego import audit
from wego.models import AuditEntry

pytestmark = pytest.mark.django_db


def told(fact):
    """Keys of the rows that the trail names under `fact`."""
    found = (entry.facts.get(fact, []) for entry in AuditEntry.objects.all())
    return {pk for keys in found for pk in (keys if isinstance(keys, list) else [keys])}


def test_every_standing_and_every_decision_is_in_the_trail(officer):
    make_rows(1, by=officer)
    city = make_full(by=officer, accepted_on=date(2020, 3, 2), approved_on=date(2020, 11, 17))
    annul_decision(Decision.objects.get(member=city), reason="typed wrong", by=officer)
    opened = make_opened(501, 502)
    confirm_provisional(members=opened[:1], associates=opened[1:], reason="letter of the archive", by=officer)

    assert told("rows") >= set(StatusChange.objects.values_list("pk", flat=True))
    assert told("decision") == set(Decision.objects.values_list("pk", flat=True))
    assert audit.verify()[1] is None


def test_an_entry_names_the_member_and_the_person(officer):
    city = make_associate(by=officer, accepted_on=date(2020, 3, 2))

    entry = AuditEntry.objects.get(event="status.changed")
    assert (entry.subject, entry.actor_name) == (f"member {city.number}", officer.get_username())
    assert entry.facts == {
        "rows": [StatusChange.objects.get(member=city).pk],
        "status": "associate",
        "ground": "acceptance",
        "effective_on": "2020-03-02",
    }


def test_the_register_is_opened_in_one_entry(real_register):
    entry = AuditEntry.objects.get(event="register.opened")

    assert len(entry.facts["rows"]) == Member.objects.count() == 191
