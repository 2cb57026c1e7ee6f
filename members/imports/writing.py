"""From the values of a members sheet to the rows that the services write."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from members.imports.columns import ADMISSION, PROFILE
from members.imports.known import Known
from members.models import PROFILES, Application, Kind, Member, MemberName
from members.services.applications import PROFILE_FIELDS
from members.services.imports import Admission, write_names, write_rows

Work = tuple[Known, Mapping[str, Any], tuple[str, ...]]
"""A member, the values of its line, the columns that change."""

OF_APPLICATION = (
    *("kind", "name_en", "name_ko", "name_local", "website", "capital", "level", "legal_form", "registration_number"),
    *(name for name in ADMISSION if name != "accepted_on"),
)
ONLY_OF_MEMBER = ("economy_code", "economy_reason", "remarks")


def admission(values: Mapping[str, Any]) -> Admission:
    """The application that a new line stands for, and what the member has beyond it."""
    application = Application(
        channel=Application.Channel.IMPORT,
        country=values["country"],
        payer_name=values.get("legal_payer_name", ""),
        **{name: values[name] for name in OF_APPLICATION if name in values},
    )
    kind = Kind(values["kind"])
    beyond = [name for name in PROFILE[kind] if name in values and name not in PROFILE_FIELDS[kind]]
    return Admission(
        application=application,
        accepted_on=values["accepted_on"],
        shared={name: values[name] for name in ONLY_OF_MEMBER if name in values},
        profile={name: values[name] for name in beyond},
    )


def write_corrections(works: Iterable[Work], *, by, reason: str) -> None:
    """Write the changed columns of members on record: on the member, its profile, its names."""
    changed: dict[type, dict] = defaultdict(dict)
    fields: dict[type, set[str]] = defaultdict(set)
    added, corrected = [], []
    for known, values, columns in works:
        for column in columns:
            if column.startswith("name_"):
                is_new = _set_name(known, column.removeprefix("name_"), values[column])
                (added if is_new else corrected).append(known.names[column.removeprefix("name_")])
            else:
                row = _holder(known, column)
                setattr(row, column, values[column])
                fields[type(row)].add(column)
                changed[type(row)][row.pk] = row
    for model in (Member, *PROFILES.values()):
        write_rows(model, added=(), changed=list(changed[model].values()), fields=fields[model], by=by, reason=reason)
    write_names(added=added, changed=corrected, by=by, reason=reason)


def _holder(known: Known, column: str):
    return known.profile if column in PROFILE[Kind(known.member.kind)] else known.member


def _set_name(known: Known, language: str, text: str) -> bool:
    """Correct the official name of today, or add the first one; says whether it is new."""
    name = known.names.get(language)
    if name is None:
        known.names[language] = MemberName(member=known.member, language=language, text=text)
        return True
    name.text = text
    return False
