import uuid

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from members.models.applicants import Applicant
from members.models.member import Kind, Member
from members.models.places import Country, in_language
from members.models.visibility import OfMemberQuerySet
from wego.append_only import AppendOnlyModel
from wego.models.api import ApiKey
from wego.models.recorded import RecordedModel


class Area(models.TextChoices):
    """What a body wants to work on with the others."""

    GOVERNMENT = "government", _("digital government")
    MOBILITY = "mobility", _("mobility")
    ENERGY = "energy", _("energy and climate")
    WATER = "water", _("water and waste")
    SAFETY = "safety", _("safety and disaster management")
    HEALTH = "health", _("health and care")
    EDUCATION = "education", _("education and digital inclusion")
    ECONOMY = "economy", _("economy and innovation")
    DATA = "data", _("open data and artificial intelligence")


class ApplicationQuerySet(OfMemberQuerySet):
    country_paths = ["country"]

    def with_last_step(self) -> "ApplicationQuerySet":
        """Adds `last_act` and `last_due`: what was done last, and by when the applicant completes it."""
        last = ApplicationStep.objects.filter(application=OuterRef("pk")).order_by("-pk")
        return self.annotate(
            last_act=Subquery(last.values("act")[:1]),
            last_due=Subquery(last.values("due_on")[:1]),
        )

    def of_applicant(self, applicant: Applicant) -> "ApplicationQuerySet":
        """What came online from the confirmed address, as far as its pass reaches (A15)."""
        return applicant.own(self.filter(channel=Application.Channel.FORM), "applicant_email")

    def open(self) -> "ApplicationQuerySet":
        """Applications that wait for somebody to act, the oldest first."""
        return self.filter(state__in=Application.OPEN).order_by("received_on", "pk")


class Application(RecordedModel):
    """A membership application, kept as it was sent (A5). Admission copies from it.

    Three dates (R2): submission does nothing, receipt (접수) starts the check, acceptance (수리) makes the
    associate. `state` changes through members.services.applications alone.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        INCOMPLETE = "incomplete", _("completion requested")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")

    class Channel(models.TextChoices):
        LETTER = "letter", _("letter")
        FORM = "form", _("online form")
        IMPORT = "import", _("spreadsheet")
        API = "api", _("program of a partner")

    OPEN = (State.RECEIVED, State.INCOMPLETE)

    class EmployeesScope(models.TextChoices):
        COMPANY = "company", _("the company alone")
        GROUP = "group", _("the whole group, which would be the member")

    key = models.UUIDField(_("public key"), default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("application number"), max_length=20, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED, editable=False)
    channel = models.CharField(_("arrived by"), max_length=6, choices=Channel, default=Channel.LETTER, editable=False)
    api_key = models.ForeignKey(
        ApiKey,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="applications",
        verbose_name=_("sent with the key"),
    )
    submitted_on = models.DateField(_("submitted on"), help_text=_("Date of the form."))
    received_on = models.DateField(_("received on"), help_text=_("Day on which it arrived."))
    accepted_on = models.DateField(
        _("accepted on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Associate member from this day."),
    )
    member = models.ForeignKey(
        Member,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("member"),
        help_text=_("For a readmission: the former member that applies again."),
    )
    document = models.CharField(_("document"), max_length=200, blank=True, help_text=_("Document number."))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("handled by"),
    )
    applicant_email = models.EmailField(
        _("e-mail of the applicant"),
        blank=True,
        editable=False,
        db_index=True,
        help_text=_("Confirmed before the online form was filled in; the status page opens for it."),
    )

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    country = models.ForeignKey(Country, on_delete=models.PROTECT, verbose_name=_("country"))
    name_en = models.CharField(_("official name (English)"), max_length=200)
    name_ko = models.CharField(_("name (Korean)"), max_length=200, blank=True)
    name_local = models.CharField(_("official name (local language)"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    capital = models.BooleanField(_("capital"), default=False)
    level = models.CharField(_("level of government"), max_length=80, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=80, blank=True)
    parent_body = models.CharField(_("parent body"), max_length=200, blank=True)
    mandate = models.TextField(_("mandate"), max_length=2000, blank=True)
    registration_number = models.CharField(_("registration number"), max_length=60, blank=True)
    business_areas = models.CharField(_("business areas"), max_length=200, blank=True)
    population = models.PositiveBigIntegerField(
        _("population (persons)"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    employees = models.PositiveBigIntegerField(_("employees (persons)"), null=True, blank=True)
    employees_scope = models.CharField(
        _("employees of"), max_length=7, choices=EmployeesScope, blank=True, help_text=_("Company or group.")
    )
    figure_year = models.PositiveSmallIntegerField(
        _("reference year of the figure"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
    )
    figure_source = models.CharField(_("source of the figure"), max_length=200, blank=True)
    payer_name = models.CharField(_("legal payer"), max_length=200, blank=True)
    tax_number = models.CharField(_("tax or registration number of the payer"), max_length=60, blank=True)
    invoice_note = models.CharField(
        _("what an invoice has to bear"), max_length=200, blank=True, help_text=_("Like an order number.")
    )
    reason = models.TextField(_("reason for joining"), max_length=2000, blank=True)
    areas = models.JSONField(_("areas of interest"), default=list, blank=True)

    head_name = models.CharField(_("head of the body"), max_length=120, blank=True)
    head_title = models.CharField(_("title of the head"), max_length=120, blank=True)
    head_email = models.EmailField(_("e-mail of the head's office"), blank=True)
    head_address = models.TextField(_("office address of the head"), max_length=500, blank=True)
    political_name = models.CharField(_("political contact"), max_length=120, blank=True)
    political_title = models.CharField(_("post of the political contact"), max_length=120, blank=True)
    political_email = models.EmailField(_("e-mail of the political contact"), blank=True)
    liaison_name = models.CharField(_("liaison officer"), max_length=120, blank=True)
    liaison_title = models.CharField(_("post of the liaison officer"), max_length=120, blank=True)
    liaison_department = models.CharField(_("department of the liaison officer"), max_length=120, blank=True)
    liaison_email = models.EmailField(_("e-mail of the liaison officer"), blank=True)
    liaison_phone = models.CharField(_("telephone of the liaison officer"), max_length=40, blank=True)
    billing_name = models.CharField(_("billing contact"), max_length=120, blank=True)
    billing_email = models.EmailField(_("e-mail of the billing contact"), blank=True)
    billing_address = models.TextField(_("billing address"), blank=True)
    language = models.CharField(_("language of letters"), max_length=2, choices=settings.LANGUAGES, default="en")
    declared_name = models.CharField(
        _("declared by"), max_length=120, blank=True, help_text=_("Who stated online that the body applies.")
    )
    declared_title = models.CharField(_("post of who declared it"), max_length=120, blank=True)
    notice = models.CharField(
        _("data protection notice"), max_length=10, blank=True, help_text=_("The version that was agreed to.")
    )
    remarks = models.TextField(_("remarks"), blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = [models.Index(fields=["state", "received_on"], name="application_queue")]
        constraints = [
            models.CheckConstraint(
                name="application_of_partner_has_key",
                condition=Q(channel="api", api_key__isnull=False) | (~Q(channel="api") & Q(api_key__isnull=True)),
                violation_error_message=_("An application of a partner's program names the key it was sent with."),
            ),
            models.CheckConstraint(
                name="application_received_after_sent",
                condition=Q(received_on__gte=F("submitted_on")),
                violation_error_message=_("The application was received on or after the day it was submitted."),
            ),
            models.CheckConstraint(
                name="application_accepted_after_receipt",
                condition=Q(accepted_on__isnull=True) | Q(accepted_on__gte=F("received_on")),
                violation_error_message=_("The application is accepted on or after the day it was received."),
            ),
            models.CheckConstraint(
                name="application_accepted_whole",
                condition=Q(state="accepted", accepted_on__isnull=False, member__isnull=False)
                | (~Q(state="accepted") & Q(accepted_on__isnull=True)),
                violation_error_message=_("An accepted application has its date and its member."),
            ),
            models.CheckConstraint(
                name="application_online_has_notice",
                condition=~Q(channel="form") | ~Q(notice=""),
                violation_error_message=_("An online application states which notice its sender agreed to."),
            ),
            models.CheckConstraint(
                name="application_figure_of_kind",
                condition=(Q(population__isnull=True) | Q(kind=Kind.CITY))
                & (Q(employees__isnull=True) | Q(kind=Kind.COMPANY)),
                violation_error_message=_("Cities state their population, companies their employees."),
            ),
            models.CheckConstraint(
                name="application_figure_with_source",
                condition=Q(population__isnull=True, employees__isnull=True)
                | (Q(figure_year__isnull=False) & ~Q(figure_source="")),
                violation_error_message=_("State the reference year and the source of the figure."),
            ),
        ]

    def __str__(self):
        return f"{self.number} {in_language(self.name_en, self.name_ko)}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_online(self) -> bool:
        return self.channel == self.Channel.FORM

    @property
    def area_words(self) -> str:
        return ", ".join(str(Area(area).label) for area in self.areas if area in Area)


class ApplicationStep(RecordedModel, AppendOnlyModel):
    """What was done with an application, in order: the record behind its state."""

    class Act(models.TextChoices):
        RECEIVED = "received", _("received")
        COMPLETION = "completion", _("completion requested")
        COMPLETED = "completed", _("completion received")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="steps", verbose_name=_("application")
    )
    act = models.CharField(_("act"), max_length=10, choices=Act)
    done_on = models.DateField(_("done on"))
    due_on = models.DateField(_("due on"), null=True, blank=True, help_text=_("By when the applicant completes it."))
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["application", "pk"]
        verbose_name = _("step of an application")
        verbose_name_plural = _("steps of applications")
        constraints = [
            models.CheckConstraint(
                name="step_states_what_lacks",
                condition=~Q(act__in=["completion", "returned"]) | ~Q(note=""),
                violation_error_message=_("State what is missing, or why the application is returned."),
            ),
            models.CheckConstraint(
                name="step_due_after_request",
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("done_on")),
                violation_error_message=_("The completion is due on or after the day of the request."),
            ),
        ]

    def __str__(self):
        return f"{self.get_act_display()}, {self.done_on}"
