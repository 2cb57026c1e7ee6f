"""What the roles may do with fees and dues."""

from django.db import migrations

from wego.roles import GrantRights, Role

DUES = [
    "fees.view_adjustment",
    "fees.view_assessment",
    "fees.view_duesexception",
    "fees.view_duesrun",
    "fees.view_feeschedule",
    "fees.view_notassessed",
    "fees.view_settlement",
]
RIGHTS = {
    Role.MEMBERSHIP: DUES,
    Role.FINANCE: [
        *DUES,
        "fees.add_feeschedule",
        "fees.assess_dues",
        "fees.change_feeschedule",
        "fees.propose_settlement",
    ],
    Role.GOVERNANCE: DUES,
    Role.SECRETARY_GENERAL: [*DUES, "fees.review_settlement"],
    Role.AUDITOR: DUES,
    Role.READ_ONLY: DUES,
}


class Migration(migrations.Migration):

    dependencies = [
        ("fees", "0004_dues_append_only"),
        ("wego", "0006_roles"),
    ]

    operations = [GrantRights(RIGHTS)]
