"""What the roles may do with published lists."""

from django.db import migrations

from wego.roles import GrantRights, Role

SEES = ["members.view_listexplanation", "members.view_publishedlist"]
RIGHTS = {
    Role.ADMINISTRATOR: SEES,
    Role.MEMBERSHIP: [
        *SEES,
        "members.add_listexplanation",
        "members.add_publishedlist",
        "members.sign_off_published_lists",
    ],
    Role.FINANCE: SEES,
    Role.GOVERNANCE: SEES,
    Role.SECRETARY_GENERAL: SEES,
    Role.AUDITOR: SEES,
    Role.READ_ONLY: SEES,
}


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0018_published_lists"),
        ("wego", "0006_roles"),
    ]

    operations = [GrantRights(RIGHTS)]
