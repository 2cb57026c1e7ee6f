"""What the roles may do with the register."""

from django.db import migrations

from wego.roles import GrantRights, Role


def rights(actions: str, *tables: str) -> list[str]:
    """rights("add change", "contact") -> ["members.add_contact", "members.change_contact"]"""
    return [f"members.{action}_{table}" for action in actions.split() for table in tables]


ALL = "add change delete"
MEMBER = rights(
    "view", "city", "company", "institution", "member", "memberfigure", "membername", "statuschange"
)
REGISTER = [
    *MEMBER,
    *rights("view", "activity", "benefit", "body", "country", "decision", "economyfigure", "explanation"),
    *rights("view", "meeting", "meetingresult", "memberlink", "officercity", "partner", "region", "statedtotal"),
    "members.see_all_countries",
]
OFFICES = rights("view", "regionaloffice")
APPLICATIONS = rights("view", "application", "applicationstep")
CONTACTS = rights("view", "contact")
PAPERS = rights("view", "certificate", "delivery", "lettertext", "paper", "paperfile")
CLEANING = rights("view", "destructionrecord", "notduplicate", "recordmerge")
EVERYTHING = [*REGISTER, *OFFICES, *APPLICATIONS, *CONTACTS, *PAPERS, *CLEANING]

RIGHTS = {
    Role.ADMINISTRATOR: [
        *REGISTER,
        *OFFICES,
        *rights("add change", "body", "country", "region"),
        *rights(ALL, "regionaloffice"),
    ],
    Role.MEMBERSHIP: [
        *EVERYTHING,
        *rights("add change", "application", "city", "company", "institution", "member"),
        *rights(ALL, "activity", "benefit", "contact", "membername", "partner"),
        *rights("add", "explanation", "memberfigure", "statuschange"),
        *rights("change", "lettertext"),
        "members.destroy_personal_data",
        "members.import_history",
        "members.issue_papers",
        "members.merge_records",
        "members.record_leaving",
    ],
    Role.FINANCE: [*REGISTER, *CONTACTS, *rights("add", "economyfigure", "memberfigure")],
    Role.GOVERNANCE: [
        *REGISTER,
        *OFFICES,
        *APPLICATIONS,
        *PAPERS,
        *rights(ALL, "meeting", "meetingresult", "officercity"),
        *rights("add", "decision"),
        "members.issue_papers",
    ],
    Role.SECRETARY_GENERAL: [*EVERYTHING, "members.issue_papers"],
    Role.AUDITOR: EVERYTHING,
    Role.READ_ONLY: REGISTER,
    Role.REGIONAL_OFFICE: [*MEMBER, *CONTACTS],
}


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0009_certificates"),
        ("wego", "0006_roles"),
    ]

    operations = [GrantRights(RIGHTS)]
