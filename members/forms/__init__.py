"""Forms of the acts. What is right or wrong is said by the services; these only ask."""

from members.forms.figures import FigureForm, GdpFileForm
from members.forms.joining import AcceptForm, ApplicationForm, CompletedForm, CompletionForm, ReturnForm
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
from members.forms.register import CorrectStatusForm, ExplainForm, ProvisionalForm, ReasonOnlyForm, ReportForm

__all__ = [
    "AcceptForm",
    "ApplicationForm",
    "CompletedForm",
    "CompletionForm",
    "CorrectStatusForm",
    "DecideForm",
    "DissolveForm",
    "EconomyForm",
    "ExpelForm",
    "ExplainForm",
    "FigureForm",
    "GdpFileForm",
    "MergeForm",
    "ProvisionalForm",
    "ReasonOnlyForm",
    "RenameForm",
    "ReportForm",
    "ReturnForm",
    "SplitForm",
    "WithdrawForm",
]
