"""The roles, and what they may do with people, roles, jobs, mail and logs."""

from django.db import migrations

from wego.roles import GrantRights, MakeRoles, Role

PEOPLE = ["auth.view_group", "wego.view_user"]
LOGS = ["wego.view_accessentry", "wego.view_accessreview", "wego.view_auditentry"]
MAIL = ["wego.view_sentmail"]
JOBS = ["django_tasks_database.view_dbtaskresult"]
RIGHTS = {
    Role.ADMINISTRATOR: [
        *PEOPLE,
        *LOGS,
        *MAIL,
        *JOBS,
        "auth.add_group",
        "auth.change_group",
        "auth.delete_group",
        "wego.add_user",
        "wego.change_user",
    ],
    Role.SECRETARY_GENERAL: [*PEOPLE, *LOGS, *MAIL, "wego.review_access"],
    Role.AUDITOR: [*PEOPLE, *LOGS, *MAIL, *JOBS],
}


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("wego", "0005_user_email_unique"),
    ]

    operations = [MakeRoles(), GrantRights(RIGHTS)]
