"""What came out of a comparison, in sentences of the reader's language. `facts` are those of ListFinding."""

from collections.abc import Mapping

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members import words
from members.lifecycle import Ground, Status
from members.models import Kind, in_language
from members.published.codes import Code, Role

Facts = Mapping
Countries = Mapping[str, object]

REASONS = {
    Code.OFFICIAL: gettext_lazy("By its official name on that day: “%(spelling)s”."),
    Code.OTHER_DAY: gettext_lazy("By its official name of another day: “%(spelling)s”."),
    Code.ALIAS: gettext_lazy("By a further spelling on record: “%(spelling)s”."),
    Code.SCRIPT: gettext_lazy("The same name in another script or transliteration: “%(spelling)s” (%(percent)d %%)."),
    Code.WORDS: gettext_lazy("The same name but for the word for its kind of body: “%(spelling)s” (%(percent)d %%)."),
    Code.SOUND: gettext_lazy("The same sound in another script: “%(spelling)s” (%(percent)d %%)."),
    Code.CHOSEN: gettext_lazy("Chosen by %(person)s, %(at)s."),
    Code.SIMILAR: gettext_lazy("Similar to one member, but not surely it: choose."),
    Code.AMBIGUOUS: gettext_lazy("Several members may be meant: choose."),
    Code.UNKNOWN: gettext_lazy("No member on record has this name or a similar one."),
    Code.BLANK: gettext_lazy("The row names nobody."),
    Code.NONE: gettext_lazy("None of the members, says %(person)s, %(at)s."),
    Code.TWICE: gettext_lazy("Listed twice: row %(other)d is this member already."),
    Code.FORMER: gettext_lazy("Former member since %(since)s (%(ground)s)."),
    Code.NOT_YET: gettext_lazy("Not yet a member on that day: a member from %(later)s on."),
    Code.NEVER: gettext_lazy("On record, but not a member on any day until now."),
    Code.ABSENT: gettext_lazy("In the list under none of its spellings."),
    Code.TAKEN: gettext_lazy("Its name “%(spelling)s” stands in row %(other)d for another member: no. %(also)s."),
}


def reason(code: str, facts: Facts) -> list[str]:
    """Why the line came out as it did: a sentence, and what else there is to know."""
    said = [str(REASONS[Code(code)]) % _told(facts)]
    if code in (Code.FORMER, Code.NOT_YET, Code.NEVER, Code.TWICE):
        said += _found_by(facts)
    if facts.get("also") and code != Code.TAKEN:
        said.append(_("The spelling stands for other members too: no. %s.") % _numbers(facts["also"]))
    if facts.get("near"):
        said.append(_("These rows may mean it: %s.") % _numbers(facts["near"]))
    return said


def _found_by(facts: Facts) -> list[str]:
    if facts.get("by"):
        return [str(REASONS[Code.CHOSEN]) % _told(facts)]
    if not facts.get("spelling"):
        return []
    return [_("Found by “%(spelling)s” (%(percent)d %%).") % _told(facts)]


def _told(facts: Facts) -> dict:
    at = parse_datetime(facts.get("at") or "")
    return {
        "spelling": facts.get("spelling", ""),
        "percent": percent(facts.get("likeness") or 0),
        "other": facts.get("other") or 0,
        "also": _numbers(facts.get("also", ())),
        "person": facts.get("by", ""),
        "at": date_format(localtime(at), "DATETIME_FORMAT") if at else "",
        "since": words.day(parse_date(facts.get("since") or "")),
        "later": words.day(parse_date(facts.get("later") or "")),
        "ground": Ground(facts["ground"]).label if facts.get("ground") else "",
    }


def percent(likeness: float) -> int:
    """Rounded down: 100 % is the very name."""
    return int(likeness * 100 + 1e-9)


def _numbers(numbers) -> str:
    return ", ".join(map(str, numbers))


def differences(facts: Facts, countries: Countries) -> list[str]:
    """A sentence for each thing that the list says otherwise. `countries` by their codes."""
    return [_difference(*one, facts, countries) for one in facts.get("differences", ())]


def _difference(role: str, stated: str, held: str, readable: bool, facts: Facts, countries: Countries) -> str:
    said = {"what": Role(role).label, "stated": stated, "held": _held(role, held, facts, countries)}
    if readable:
        return _("%(what)s: “%(stated)s” in the list, %(held)s in the register.") % said
    return _("%(what)s: “%(stated)s” cannot be read; %(held)s in the register.") % said


def _held(role: str, held: str, facts: Facts, countries: Countries) -> str:
    match Role(role):
        case Role.COUNTRY:
            return str(countries.get(held, held))
        case Role.KIND:
            return str(Kind(held).label)
        case Role.STATUS:
            label = str(Status(held).label)
            return _("%(status)s (provisional)") % {"status": label} if facts.get("provisional") else label
        case Role.CAPITAL:
            return _("yes") if held == "yes" else _("no")
        case Role.SINCE:
            return words.day(parse_date(held))
    return held


def member(facts: Facts) -> str:
    """The member's name on the day, with its number."""
    name = in_language(facts.get("name_en", ""), facts.get("name_ko", ""))
    return f"{name} ({facts['number']})" if name else str(_("Member no. %d") % facts["number"])


def candidate(facts: Facts) -> str:
    """A member that a row may mean, and why."""
    said = {"member": member(facts), "spelling": facts["spelling"], "percent": percent(facts["likeness"])}
    text = _("%(member)s by “%(spelling)s”, %(percent)d %%") % said
    notes = []
    if facts.get("row"):
        notes.append(_("stands in row %d already") % facts["row"])
    if not facts.get("is_member"):
        notes.append(_("not a member on that day"))
    return f"{text} ({'; '.join(notes)})" if notes else text
