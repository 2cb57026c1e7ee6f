"""What the dues have to do with the merge of two records of one body (members.services.duplicates).

Assessments stay with the record under which they were made and count as those of the record that is kept.
"""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from fees.models import Assessment, DuesRun
from fees.services.dues import lock_run
from fees.words import dollars
from members.models import Member


def check_merge(kept: Member, duplicate: Member) -> dict:
    """For the slot "merge_check": refuse while both are assessed for one year, else say what stays.

    Every run is locked first, so that nobody assesses either of the two meanwhile.
    """
    for run in DuesRun.objects.order_by("year"):
        lock_run(run)
    ours = Assessment.objects.owed().select_related("run", "member").order_by("run__year")
    kept_too = ours.filter(Q(member=kept) | Q(member__in=kept.merged_records.standing().values("duplicate")))
    theirs = list(ours.filter(member=duplicate))
    if twice := sorted({row.run.year for row in theirs} & {row.run.year for row in kept_too}):
        raise ValidationError(
            _(
                "No. %(kept)d and no. %(duplicate)d are both assessed for %(years)s. Take one assessment back first: "
                "correct the standing of no. %(duplicate)d to “entered in error”, then correct its assessment. "
                "Nothing was saved."
            ),
            code="assessed_twice",
            params={"kept": kept.number, "duplicate": duplicate.number, "years": ", ".join(map(str, twice))},
        )
    words = _("Stays with the record no. %(number)d and counts for no. %(kept)d: dues %(year)d, %(amount)s USD")
    numbers = {"number": duplicate.number, "kept": kept.number}
    return {
        "lines": [words % (numbers | {"year": row.run.year, "amount": dollars(row.amount)}) for row in theirs],
    }


def count_assessments(members: Collection[int]) -> dict:
    """For the slot "record_counts": how many years of dues each of the members was assessed for."""
    rows = Assessment.objects.owed().filter(member__in=members).values_list("member_id")
    return {"words": _("Assessments"), "counts": dict(rows.annotate(count=Count("pk")).order_by())}
