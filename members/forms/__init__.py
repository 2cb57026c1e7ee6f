"""Forms of the acts. What is right or wrong is said by the services; these only ask."""

from members.forms.duplicates import DifferentForm, MergeRecordsForm
from members.forms.figures import FigureForm, GdpFileForm
from members.forms.joining import (
    AcceptForm,
    ApplicationForm,
    ChecklistForm,
    CompletedForm,
    CompletionForm,
    NothingForm,
    ReturnForm,
)
from members.forms.letters import LetterForm, MailForm, ManyLettersForm, TellForm
from members.forms.meetings import DecideForm
from members.forms.members import (
    DissolveForm,
    EconomyForm,
    ExpelForm,
    MergeForm,
    RenameForm,
    SplitForm,
    WithdrawForm,
)
from members.forms.published import (
    ChooseMembersForm,
    ExplainLinesForm,
    LinesForm,
    ListColumnsForm,
    ListFactsForm,
    ListFileForm,
)
from members.forms.register import CorrectStatusForm, ExplainForm, ProvisionalForm, ReasonOnlyForm, ReportForm

__all__ = [
    "AcceptForm",
    "ApplicationForm",
    "ChecklistForm",
    "ChooseMembersForm",
    "CompletedForm",
    "CompletionForm",
    "CorrectStatusForm",
    "DecideForm",
    "DifferentForm",
    "DissolveForm",
    "EconomyForm",
    "ExpelForm",
    "ExplainForm",
    "ExplainLinesForm",
    "FigureForm",
    "GdpFileForm",
    "LetterForm",
    "LinesForm",
    "ListColumnsForm",
    "ListFactsForm",
    "ListFileForm",
    "MailForm",
    "ManyLettersForm",
    "MergeForm",
    "MergeRecordsForm",
    "NothingForm",
    "ProvisionalForm",
    "ReasonOnlyForm",
    "RenameForm",
    "ReportForm",
    "ReturnForm",
    "SplitForm",
    "TellForm",
    "WithdrawForm",
]
