from members.models.applications import Application, ApplicationStep
from members.models.contacts import Contact, RegionalOffice
from members.models.decisions import FINAL, Decision, Outcome
from members.models.economies import EconomyFigure
from members.models.figures import MemberFigure
from members.models.governance import Body, Meeting, MeetingResult, OfficerCity
from members.models.member import Kind, Member, MemberLink
from members.models.names import Language, MemberName
from members.models.network import Activity, Benefit, Partner
from members.models.places import Country, Region, in_language
from members.models.profiles import PROFILES, City, Company, Institution
from members.models.reconciliation import Explanation, StatedTotal
from members.models.status import StatusChange

__all__ = [
    "FINAL",
    "PROFILES",
    "Activity",
    "Application",
    "ApplicationStep",
    "Benefit",
    "Body",
    "City",
    "Company",
    "Contact",
    "Country",
    "Decision",
    "EconomyFigure",
    "Explanation",
    "Institution",
    "Kind",
    "Language",
    "Meeting",
    "MeetingResult",
    "Member",
    "MemberFigure",
    "MemberLink",
    "MemberName",
    "OfficerCity",
    "Outcome",
    "Partner",
    "Region",
    "RegionalOffice",
    "StatedTotal",
    "StatusChange",
    "in_language",
]
