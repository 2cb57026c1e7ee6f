"""Issuing papers: a number, the files, the record, all or none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from members.models import Attachment, Paper, PaperFile, PublishedList
from wego import audit, files
from wego.models import next_number


@dataclass(frozen=True)
class PaperDraft:
    """A file that a paper will have; `render` takes the document number that is printed on it."""

    language: str
    format: PaperFile.Format
    render: Callable[[str], bytes]


@transaction.atomic
def issue_paper(
    *,
    kind: Paper.Kind,
    title: str,
    issued_on: date,
    drafts: Sequence[PaperDraft],
    by,
    member=None,
    application=None,
    meeting=None,
    recipient: str = "",
) -> Paper:
    """Issue a paper under the next document number of its year, without gaps, and keep its files for ever.

    What is kept is what is printed again: a later change of names, figures or texts does not touch it.
    """
    year = issued_on.year
    paper = Paper(
        kind=kind,
        number=f"WeGO-{year}-{next_number(f'paper {year}'):04d}",
        title=title[:300],
        issued_on=issued_on,
        recipient=recipient[:300],
        member=member,
        application=application,
        meeting=meeting,
        recorded_by=by,
    )
    paper.save()
    digests = [_keep(paper, draft, by=by).digest for draft in drafts]
    audit.record("paper.issued", by=by, subject=paper.number, kind=str(kind), files=digests)
    return paper


def _keep(paper: Paper, draft: PaperDraft, *, by) -> PaperFile:
    content = draft.render(paper.number)
    file = PaperFile(
        paper=paper,
        language=draft.language,
        format=draft.format,
        digest=files.keep(content),
        size=len(content),
        recorded_by=by,
    )
    file.save()
    return file


def read_file(file: PaperFile) -> bytes:
    """The file as it was issued; refused where it is lost or damaged."""
    return files.read(file.digest)


def forget_unnamed_files(older_than: timedelta = timedelta(days=1)) -> int:
    """Remove kept files that no paper, attachment or published list names, unless they may belong to a transaction
    that is under way."""
    holders = (PaperFile, Attachment, PublishedList)
    named = {digest for model in holders for digest in model.objects.values_list("digest", flat=True)}
    return files.forget(keep_digests=named, older_than=older_than)
