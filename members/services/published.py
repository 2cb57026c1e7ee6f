"""Lists of members that somebody published: recorded as they came, compared, explained, signed off.

Every act locks the list and looks at findings that are current: nobody explains or signs what has changed meanwhile.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from members.jobs import compare_list
from members.models import (
    ListChoice,
    ListComparison,
    ListExplanation,
    ListFinding,
    ListSignOff,
    Member,
    PublishedList,
    PublishedRow,
)
from members.published.codes import Group, Verdict
from members.published.headers import is_sound
from members.register import check_covered
from members.services.list_comparison import compare, is_current, is_quick, lock_list
from wego import audit, files
from wego.dates import not_in_the_future

AT_ONCE = 1000
UNDER_WAY = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@dataclass(frozen=True)
class Source:
    """A table as it was uploaded: the file, and what was read of it (wego/spreadsheets.py)."""

    content: bytes
    file_name: str
    header: Sequence[str]
    rows: Sequence[tuple[int, Mapping[str, str]]]


@transaction.atomic
def record_list(
    source: Source, *, title: str, publisher: str, as_of: date, columns: Mapping[str, str], by
) -> PublishedList:
    """Keep the list with its file and every row of it, and compare it with the register of the day `as_of`.

    A long list is compared by a worker (`progress_of`). `columns` says by role which column is read.
    """
    check_covered(as_of)
    not_in_the_future(as_of)
    _check_source(source, columns)
    published = PublishedList(
        title=title.strip(),
        publisher=publisher.strip(),
        as_of=as_of,
        file_name=source.file_name[-200:],
        digest=files.keep(source.content),
        size=len(source.content),
        header=list(source.header),
        columns=dict(columns),
        recorded_by=by,
    )
    published.save()
    PublishedRow.objects.bulk_create(
        (PublishedRow(list=published, number=number, cells=cells) for number, cells in source.rows), batch_size=AT_ONCE
    )
    audit.record("list.recorded", by=by, subject=_subject(published), rows=len(source.rows), file=published.digest)
    compare_or_ask(published)
    return published


def _check_source(source: Source, columns: Mapping[str, str]) -> None:
    if not source.rows:
        raise ValidationError(_("The file has a header, but no rows. Nothing was saved."), code="no_rows")
    if not is_sound(columns, source.header):
        raise ValidationError(
            _("Say for each thing one column of the file, and which holds the names. Nothing was saved."),
            code="columns",
        )


# --- compared at once, or by a worker --------------------------------------------------------------
def compare_or_ask(published: PublishedList) -> None:
    """Compare at once, or have a worker do it where it takes longer than a page may."""
    if is_quick(published):
        compare(published)
        return
    comparison, _made = ListComparison.objects.get_or_create(list=published)
    if not is_under_way(comparison):
        comparison.asked_at = timezone.now()
        comparison.done, comparison.total = 0, published.rows.count()
        comparison.job = compare_list.enqueue(published.pk).id
        comparison.save()


def is_under_way(comparison: ListComparison) -> bool:
    """Whether a worker has the comparison, or will take it."""
    return comparison.is_waiting and DBTaskResult.objects.filter(pk=comparison.job, status__in=UNDER_WAY).exists()


@transaction.atomic
def compare_anew(published: PublishedList) -> None:
    """Compare the list with the register as it is now; refused while a worker is at it."""
    published = lock_list(published)
    comparison = ListComparison.objects.filter(list=published).first()
    if comparison and is_under_way(comparison):
        raise ValidationError(_("A worker compares this list already. Nothing was saved."), code="under_way")
    compare_or_ask(published)


def _locked_and_current(published: PublishedList) -> PublishedList:
    """The list, locked, with findings of what the register and the officers say now."""
    published = lock_list(published)
    if is_current(published):
        return published
    if not is_quick(published):
        raise ValidationError(
            _("The register or a choice has changed since the list was compared. Nothing was saved: compare it again."),
            code="stale",
        )
    compare(published)
    return published


# --- what officers say -----------------------------------------------------------------------------
@dataclass(frozen=True)
class Said:
    """What an officer says about a row, by its number; `member` where it is one."""

    row: int
    verdict: Verdict
    member: Member | None = None


@transaction.atomic
def choose_members(published: PublishedList, *, said: Sequence[Said], by) -> list[ListChoice]:
    """Say which members rows of the list mean, or that they mean none. The last word of a row holds."""
    published = lock_list(published)
    rows = {row.number: row for row in published.rows.filter(number__in=[one.row for one in said])}
    if not said or len(rows) < len(said):
        raise ValidationError(_("Choose for at least one row of this list. Nothing was saved."), code="no_choice")
    choices = [ListChoice(row=rows[one.row], verdict=one.verdict, member=one.member, chosen_by=by) for one in said]
    for choice in choices:
        choice.save()
    told = {str(one.row): one.member.number if one.member else one.verdict.value for one in said}
    audit.record("list.chosen", by=by, subject=_subject(published), rows=told)
    compare_or_ask(published)
    return choices


@transaction.atomic
def explain_findings(published: PublishedList, *, keys: Collection[str], text: str, by) -> list[ListExplanation]:
    """Explain one difference or several with one text. It holds for what they are now.

    Refused where nothing differs, and where somebody has to choose a member first.
    """
    published = _locked_and_current(published)
    found = list(published.findings.filter(key__in=keys).select_related("row"))
    if not keys or len(found) < len(set(keys)):
        raise ValidationError(
            _("Some of these lines are no longer there. Nothing was saved: look at the list again."), code="gone"
        )
    _check_explainable(found)
    explanations = [
        ListExplanation(
            list=published,
            row=finding.row,
            member_id=finding.member_id,
            digest=finding.digest,
            about={"key": finding.key, "group": finding.group, "code": finding.code, "facts": finding.facts},
            text=text.strip(),
            signed_by=by,
        )
        for finding in found
    ]
    explanations[0].full_clean()  # one text for all
    ListExplanation.objects.bulk_create(explanations, batch_size=AT_ONCE)
    audit.record("list.explained", by=by, subject=_subject(published), lines=sorted(keys))
    return explanations


def _check_explainable(findings: Sequence[ListFinding]) -> None:
    if equal := [finding.key for finding in findings if finding.group == Group.MATCHED]:
        raise ValidationError(
            _("Nothing differs in %(count)d of these lines: there is nothing to explain. Nothing was saved."),
            code="equal",
            params={"count": len(equal)},
        )
    if waiting := [str(finding.place) for finding in findings if finding.to_choose]:
        raise ValidationError(
            _("Choose first which member these rows mean, or that they mean none: %(rows)s. Nothing was saved."),
            code="choose_first",
            params={"rows": ", ".join(waiting[:20])},
        )


@transaction.atomic
def sign_off_list(published: PublishedList, *, by) -> ListSignOff:
    """Sign that all of the list is matched or explained. It holds for this very result."""
    published = _locked_and_current(published)
    result = published.comparison.digest
    if earlier := published.sign_offs.filter(digest=result).select_related("signed_by").first():
        at = date_format(timezone.localtime(earlier.signed_at), "DATETIME_FORMAT")
        raise ValidationError(
            _("%(person)s signed off this very result already, %(at)s. Nothing was saved."),
            code="signed_off",
            params={"person": earlier.signed_by, "at": at},
        )
    if left := published.findings.open().count():
        raise ValidationError(
            _("Lines that are neither matched nor explained: %(count)d. Nothing was saved: explain them first."),
            code="open",
            params={"count": left},
        )
    sign_off = ListSignOff(list=published, digest=result, counts=count_groups(published), signed_by=by)
    sign_off.save()
    audit.record("list.signed_off", by=by, subject=_subject(published), result=result, **sign_off.counts)
    return sign_off


def count_groups(published: PublishedList) -> dict[str, int]:
    """How many lines each group has."""
    counted = published.findings.order_by().values_list("group").annotate(count=Count("pk"))
    return dict.fromkeys(Group.values, 0) | dict(counted)


def _subject(published: PublishedList) -> str:
    return f"published list {published.pk}"
