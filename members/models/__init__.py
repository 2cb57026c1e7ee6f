from members.models.applicants import Applicant, masked
from members.models.applications import Application, ApplicationStep, Area
from members.models.attachments import Attachment
from members.models.certificates import Certificate
from members.models.checks import ITEMS, ApplicationCheck, CheckItem
from members.models.contacts import Contact, ContactQuerySet, RegionalOffice
from members.models.decisions import FINAL, Decision, Outcome
from members.models.destruction import DestructionRecord
from members.models.drafts import DRAFT_KEPT_FOR, FRESH, ApplicantLink, ApplicationDraft, digest_of
from members.models.duplicates import NotDuplicate, RecordMerge
from members.models.economies import EconomyFigure
from members.models.feed import FeedEntry
from members.models.figures import MemberFigure
from members.models.findings import ListComparison, ListFinding
from members.models.governance import Body, Meeting, MeetingResult, OfficerCity
from members.models.letters import Delivery, LetterText
from members.models.member import Kind, Member, MemberLink
from members.models.names import Language, MemberName
from members.models.network import Activity, Benefit, Partner
from members.models.papers import CONTENT_TYPES, Paper, PaperFile
from members.models.places import Country, Region, in_language
from members.models.profiles import PROFILES, City, Company, Institution
from members.models.published import ListChoice, ListExplanation, ListSignOff, PublishedList, PublishedRow
from members.models.reconciliation import Explanation, StatedTotal
from members.models.status import StatusChange
from members.models.visibility import SEES_ALL, OfMemberQuerySet, RegisterQuerySet

__all__ = [
    "CONTENT_TYPES",
    "DRAFT_KEPT_FOR",
    "FINAL",
    "FRESH",
    "ITEMS",
    "PROFILES",
    "SEES_ALL",
    "Activity",
    "Applicant",
    "ApplicantLink",
    "Application",
    "ApplicationCheck",
    "ApplicationDraft",
    "ApplicationStep",
    "Area",
    "Attachment",
    "Benefit",
    "Body",
    "Certificate",
    "CheckItem",
    "City",
    "Company",
    "Contact",
    "ContactQuerySet",
    "Country",
    "Decision",
    "Delivery",
    "DestructionRecord",
    "EconomyFigure",
    "Explanation",
    "FeedEntry",
    "Institution",
    "Kind",
    "Language",
    "LetterText",
    "ListChoice",
    "ListComparison",
    "ListExplanation",
    "ListFinding",
    "ListSignOff",
    "Meeting",
    "MeetingResult",
    "Member",
    "MemberFigure",
    "MemberLink",
    "MemberName",
    "NotDuplicate",
    "OfMemberQuerySet",
    "OfficerCity",
    "Outcome",
    "Paper",
    "PaperFile",
    "Partner",
    "PublishedList",
    "PublishedRow",
    "RecordMerge",
    "Region",
    "RegionalOffice",
    "RegisterQuerySet",
    "StatedTotal",
    "StatusChange",
    "digest_of",
    "in_language",
    "masked",
]
