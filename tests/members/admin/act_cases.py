"""What each act of the back office is given, and what it says will happen."""

from dataclasses import dataclass

DAY = "2020-02-03"
APPLICATION = {
    "submitted_on": "2020-02-01",
    "received_on": DAY,
    "kind": "city",
    "country": "KOR",
    "name_en": "Suwon",
    "name_ko": "수원시",
    "language": "ko",
    "population": "1,190,000",
    "figure_year": "2019",
    "figure_source": "KOSIS",
    "liaison_name": "Lee Min",
    "liaison_email": "lee@example.org",
}
LEAVING = {"last_day": "2020-06-30", "reason": "as decided"}


@dataclass(frozen=True)
class Case:
    """An act of the page `url`; `at` names the row of the world that it is about."""

    url: str
    data: dict
    says: list[str]
    at: str = ""


CASES = {
    "record": Case(
        "members_application_add",
        APPLICATION,
        [
            "Application A-2020-0002 Suwon is recorded.",
            "Received on 3 February 2020; it waits for its check.",
            "No member and no open application of this name is on record.",
        ],
    ),
    "accept": Case(
        "members_application_accept",
        {"accepted_on": DAY},
        [
            "Application A-2019-0001 Waiting City is accepted: member no. 4.",
            "Associate member from 3 February 2020",
            "Member number: 4",
            "Contacts: 1",
            "Figures: 1",
        ],
        "waiting",
    ),
    "checklist": Case(
        "members_application_checklist",
        {"letter": "lacking", "letter_note": "no signature", "population": "fine"},
        [
            "Items of the checklist recorded: 2",
            "The official letter is there, signed by the head or in the head's name. lacking (no signature)",
            "The population is that of the territory, with year and source. in order",
        ],
        "waiting",
    ),
    "request completion": Case(
        "members_application_complete",
        {"requested_on": DAY, "missing": "seal", "due_on": "2020-03-01"},
        [
            "Completion of application A-2019-0001 Waiting City is requested.",
            "State until now: received",
            "Requests before this one: 0",
            "To be sent by: 1 March 2020",
        ],
        "waiting",
    ),
    "completion received": Case(
        "members_application_completed",
        {"received_on": DAY, "note": "seal"},
        [
            "Application A-2019-0002 Incomplete City is complete again and waits for its check.",
            "State until now: completion requested",
        ],
        "incomplete",
    ),
    "return": Case(
        "members_application_return",
        {"returned_on": DAY, "reason": "not signed"},
        [
            "Application A-2019-0001 Waiting City is returned.",
            "State until now: received",
            "It is closed without any status; the body may apply again.",
        ],
        "waiting",
    ),
    "rename": Case(
        "members_member_rename",
        {"language": "en", "name": "Astana", "valid_from": "2020-09-17", "reason": "decree"},
        [
            "New name of member no. 1: Astana.",
            "Name until then (English): Opened 1",
            "Name from 17 September 2020 (English): Astana",
            "Reports of earlier days keep the old name; search finds both.",
        ],
        "member",
    ),
    "figure": Case(
        "members_member_figure",
        {
            "value": "1 070 000",
            "reference_year": "2019",
            "year_basis": "stated",
            "quality": "A",
            "source": "census",
        },
        [
            "The figure of Opened 1 (1) is recorded.",
            "population 2019: 1,070,000 persons",
            "Source: census",
            "Figures of this kind on record until now: 0, of the same year: 0",
        ],
        "member",
    ),
    "economy": Case(
        "members_member_economy",
        {"economy_code": "hkg", "reason": "own series"},
        [
            "Economy for dues of Opened 1 (1): HKG.",
            "Until now: KOR",
            "It counts from the next dues run on; what is assessed stays.",
        ],
        "member",
    ),
    "withdraw": Case(
        "members_member_withdraw",
        {**LEAVING, "notice_on": "2020-05-12"},
        [
            "The membership of Opened 1 (1) ends on 30 June 2020.",
            "Member until the end of 30 June 2020, former member from 1 July 2020.",
            "Ground: withdrawal",
            "Name, history and what is owed stay on record.",
        ],
        "member",
    ),
    "dissolve": Case(
        "members_member_dissolve",
        LEAVING,
        [
            "The membership of Opened 1 (1) ends on 30 June 2020.",
            "Member until the end of 30 June 2020, former member from 1 July 2020.",
            "Ground: dissolved",
            "Name, history and what is owed stay on record.",
        ],
        "member",
    ),
    "expel": Case(
        "members_member_expel",
        {**LEAVING, "decided_on": DAY, "meeting": "MEETING"},
        [
            "The membership of Opened 1 (1) ends on 30 June 2020.",
            "Member until the end of 30 June 2020, former member from 1 July 2020.",
            "Ground: expelled by decision",
            "Name, history and what is owed stay on record.",
        ],
        "member",
    ),
    "merge": Case(
        "members_member_merge",
        {**LEAVING, "decided_on": DAY, "meeting": "MEETING", "into": "OTHER"},
        [
            "The membership of Opened 1 (1) ends on 30 June 2020.",
            "Member until the end of 30 June 2020, former member from 1 July 2020.",
            "Ground: merged into another member",
            "Name, history and what is owed stay on record.",
        ],
        "member",
    ),
    "split": Case(
        "members_member_split",
        {**LEAVING, "decided_on": DAY, "meeting": "MEETING", "names": "North; 북부\n\nSouth"},
        [
            "Opened 1 (1) is split into 2 members.",
            "New member no. 4: North (full member)",
            "New member no. 5: South (full member)",
        ],
        "member",
    ),
    "decide": Case(
        "members_meeting_decide",
        {"decided_on": DAY, "outcome_ASSOCIATE": "approved", "reason_ASSOCIATE": ""},
        [
            "Executive Committee 2020-02-03: approved 1, deferred 0, rejected 0.",
            "approved 1, deferred 0, rejected 0",
            "Associated City (3): full member from 3 February 2020",
        ],
        "meeting",
    ),
    "annul": Case(
        "members_decision_annul",
        {"reason": "typed wrong"},
        [
            "The decision is annulled: full membership: approved (2020-01-15).",
            "Associated City (3)",
            "Never held: full member, 2020-01-15",
            "The question may be decided again.",
        ],
        "decision",
    ),
    "correct": Case(
        "members_statuschange_correct",
        {"status": "associate", "effective_on": "2019-12-31", "reason": "list of associates"},
        [
            "The status history of Opened 1 (1) is corrected.",
            "Until now: full member from 31 December 2019",
            "From now on: associate member from 31 December 2019",
        ],
        "status",
    ),
    "confirm provisional": Case(
        "provisional",
        {"confirm": "MEMBER", "associate": "OTHER", "reason": "list"},
        [
            "2 provisional members are confirmed.",
            "Full members: 1",
            "Associate members: 1",
            "Still provisional after this: 0",
            "Associate: Opened 2 (2)",
        ],
    ),
    "explain": Case(
        "members_statedtotal_explain",
        {"text": "a misprint"},
        [
            "The difference is explained and signed.",
            "Table, line 1",
            "Stated 9, counted 2",
            "a misprint",
            "Explanations until now: 0",
            "Signed by chief. If the count moves, the difference is open again.",
        ],
        "total",
    ),
}
