"""What the page of a member shows of its dues."""

from django.db.models import Q
from django.utils.translation import gettext as _

from fees.models import Assessment
from fees.papers.figures import cents
from members.models import Member


def assessments(request, member) -> dict | None:
    """The member's assessments, the newest year first, with those under a record that was merged into it; nothing
    where there are none."""
    if not request.user.has_perm("fees.view_assessment"):
        return None
    merged = member.merged_records.standing().values("duplicate")
    rows = Assessment.objects.filter(Q(member=member) | Q(member__in=merged)).with_adjusted()
    lines = [
        {
            "pk": row.pk,
            "year": row.run.year,
            "fee": cents(row.amount),
            "adjusted": cents(row.adjusted) if row.adjusted else "-",
            "total": cents(row.total),
            "state": _state(row, member),
        }
        for row in rows.select_related("run", "member", "superseded_by").order_by("-run__year", "-pk")
    ]
    return {"template": "admin/fees/member_panel.html", "title": _("Dues"), "lines": lines} if lines else None


def _state(assessment: Assessment, member: Member) -> str:
    state = _("replaced") if hasattr(assessment, "superseded_by") else _("holds")
    return state if assessment.member == member else f"{state} ({_('record no. %d') % assessment.member.number})"
