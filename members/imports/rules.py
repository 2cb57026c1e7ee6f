"""What a line of the members sheet must keep, each rule said in the words of the model it belongs to."""

from datetime import date

from django.core.exceptions import ValidationError

from members.models import Application, City, Member, MemberFigure, StatusChange
from members.services.figures import INDICATOR_OF
from wego.dates import not_in_the_future
from wego.imports.plans import Line
from wego.imports.sheets import violation


def check_member(line: Line, values: dict) -> None:
    """`values` are those the member would have: of the register, overlaid by those of the line."""
    if values.get("economy_code") and not values.get("economy_reason"):
        line.refuse("economy_reason", violation(Member, "member_economy_with_reason"))
    if (values.get("latitude") is None) != (values.get("longitude") is None):
        line.refuse("latitude", violation(City, "city_position_whole"))
    if values.get("lies_within") is not None and values["lies_within"] == values.get("number"):
        line.refuse("lies_within", violation(City, "city_not_within_itself"))


def check_application(line: Line, today: date) -> None:
    """The application that a new line stands for: in the order of its days, with its figure and source."""
    get = line.values.get
    submitted, received, accepted = get("submitted_on"), get("received_on"), get("accepted_on")
    if submitted and received and received < submitted:
        line.refuse("received_on", violation(Application, "application_received_after_sent"))
    if received and accepted and accepted < received:
        line.refuse("accepted_on", violation(Application, "application_accepted_after_receipt"))
    for column, day in (("received_on", received), ("accepted_on", accepted)):
        if day and day > today:
            _check_past(line, column, day)
    _check_figure(line)


def _check_past(line: Line, column: str, day: date) -> None:
    try:
        not_in_the_future(day)
    except ValidationError as refusal:
        line.refuse(column, refusal.messages[0])


def _check_figure(line: Line) -> None:
    get = line.values.get
    for kind, column in INDICATOR_OF.items():
        if get(column) is not None and get("kind") not in ("", kind):
            line.refuse(column, violation(Application, "application_figure_of_kind"))
    if any(get(column) is not None for column in INDICATOR_OF.values()):
        if get("figure_year") is None:
            line.refuse("figure_year", violation(Application, "application_figure_with_source"))
        if not get("figure_source"):
            line.refuse("figure_source", violation(MemberFigure, "figure_has_source"))


def needs_decision():
    return violation(StatusChange, "status_needs_decision")


def needs_application():
    return violation(StatusChange, "status_needs_application")
