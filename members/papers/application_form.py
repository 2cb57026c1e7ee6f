"""The application as a paper to sign: the applicant prints it, signs it, and sends it back.

Kept nowhere, without a number. It names persons: it is the applicant's own paper.
"""

import unicodedata
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext, pgettext_lazy

from members.models import Application, in_language
from members.papers.names import shown
from members.words import persons
from wego.glyphs import known_characters
from wego.pdf import Letterhead, render_pdf

LINES = [
    (
        gettext_lazy("Applicant"),
        [
            (gettext_lazy("Category"), ["kind"]),
            (gettext_lazy("Name (English)"), ["name_en"]),
            (gettext_lazy("Name (Korean)"), ["name_ko"]),
            (gettext_lazy("Name (local language)"), ["name_local"]),
            (gettext_lazy("Country"), ["country"]),
            (gettext_lazy("Level of government"), ["level"]),
            (gettext_lazy("Capital"), ["capital"]),
            (gettext_lazy("Legal form"), ["legal_form"]),
            (gettext_lazy("Parent body"), ["parent_body"]),
            (gettext_lazy("Mandate"), ["mandate"]),
            (gettext_lazy("Registration number"), ["registration_number"]),
            (gettext_lazy("Business areas"), ["business_areas"]),
            (gettext_lazy("Website"), ["website"]),
        ],
    ),
    (
        gettext_lazy("Figures"),
        [
            (gettext_lazy("Population"), ["population"]),
            (gettext_lazy("Number of employees"), ["employees", "employees_scope"]),
            (gettext_lazy("Year and source of the figure"), ["figure_year", "figure_source"]),
        ],
    ),
    (
        gettext_lazy("People"),
        [
            (gettext_lazy("Head of the body"), ["head_name", "head_title", "head_email", "head_address"]),
            (gettext_lazy("Political contact"), ["political_name", "political_title", "political_email"]),
            (
                gettext_lazy("Liaison officer"),
                ["liaison_name", "liaison_title", "liaison_department", "liaison_email", "liaison_phone"],
            ),
            (gettext_lazy("Billing contact"), ["billing_name", "billing_email", "billing_address"]),
        ],
    ),
    (
        pgettext_lazy("of an application", "Membership"),
        [
            (gettext_lazy("Reason for joining"), ["reason"]),
            (gettext_lazy("Areas of interest"), ["area_words"]),
            (gettext_lazy("Legal name for invoices"), ["payer_name"]),
            (gettext_lazy("Tax or registration number of the payer"), ["tax_number"]),
            (gettext_lazy("What an invoice has to bear"), ["invoice_note"]),
            (gettext_lazy("Language of letters"), ["language"]),
            (gettext_lazy("Remarks"), ["remarks"]),
        ],
    ),
]
"""What the form states: groups of lines, each with its label and the answers that stand in it, one below the other."""

PERSONS = ("population", "employees")


def application_form_pdf(application: Application, *, language: str, on: date) -> bytes:
    """The answers of an application, saved or not, with a declaration and space to sign. What nobody answered is
    left out; the same answers give the same bytes."""
    with override(language):
        letterhead = Letterhead(_("Application for membership"), on, numbered=False)
        data = application_form(application)
    return render_pdf("application_form", data, letterhead=letterhead, language=language)


def application_form(application: Application) -> dict:
    """The data of the paper in the language that is active."""
    groups = [(str(title), [_line(application, str(label), names) for label, names in lines]) for title, lines in LINES]
    return {
        "groups": [
            {"title": title, "lines": answered}
            for title, lines in groups
            if (answered := [line for line in lines if line["answers"]])
        ],
        "declaration": {
            "title": _("Declaration"),
            "name": shown(in_language(application.name_en, application.name_ko) or application.name_local),
            "words": _(
                "We apply for membership of the World Smart Sustainable Cities Organization (WeGO). What is stated "
                "here is true and complete to the best of our knowledge, and the person who signs is entitled to act "
                "for the body named above."
            ),
        },
        "signing": [
            {"label": capfirst(pgettext("of a person", "name")), **_answer(_said(application, "declared_name"))},
            {"label": pgettext("of a person", "Post"), **_answer(_said(application, "declared_title"))},
            {"label": _("Signing date"), **_answer("")},
            {"label": _("Signature"), **_answer("")},
        ],
        "seal": _("Seal"),
        "by_hand": _("Please write it in by hand: this paper cannot print the letters of your answer."),
        "instruction": _("Please print this form, have it signed, and upload a scan of it with your application."),
    }


def _line(application: Application, label: str, names: list[str]) -> dict:
    given = [_said(application, name) for name in names]
    return {"label": label, "answers": [_answer(text) for text in given if text]}


def _said(application: Application, name: str) -> str:
    """An answer in words; "" where there is none."""
    if display := getattr(application, f"get_{name}_display", None):
        return capfirst(str(display() or ""))
    value = getattr(application, name, "")
    if name in PERSONS and value is not None:
        return _("%s persons") % persons(value)
    if isinstance(value, bool):
        return _("yes") if value else ""
    return "" if value is None else str(value).strip()


def _answer(text: str) -> dict:
    """An answer line by line; `by_hand` where a letter of it is of a script that the font does not have."""
    can_be_printed = all(
        character in known_characters() or unicodedata.category(character)[0] not in "LM"
        for character in unicodedata.normalize("NFC", text)
    )
    return {"lines": text.splitlines() if can_be_printed else [], "by_hand": not can_be_printed}
