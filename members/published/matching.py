"""Which row of a published list is which member of the register: one to one, and never by a silent guess.

What an officer said comes first, then step by step the names that are surely the same (members.published.spellings).
A row that may mean several members, or only looks like one, is left to an officer; country, kind and number that the
list states tell namesakes apart.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from members.published.codes import TO_CHOOSE, Code, Role, Verdict
from members.published.entries import Body, Choice, Entry
from members.published.results import Result
from members.published.similar import Candidate, Similar
from members.published.spellings import Hit, Names, Step, exact_names

Report = Callable[[int], None]
"""Told now and then how many rows are settled."""
REPORTED_EVERY = 100


def match(
    entries: Sequence[Entry],
    bodies: Sequence[Body],
    choices: Mapping[int, Choice] | None = None,
    *,
    report: Report = lambda done: None,
) -> list[Result]:
    """A result for every row, in order, then one for every member on that day that no row names, by number.

    `choices` holds by number of the row what an officer said about it last.
    """
    matching = _Matching(entries, bodies, choices or {}, report)
    matching.run()
    rows = [matching.results[entry.row] for entry in entries]
    return [*rows, *matching.missing()]


class _Matching:
    def __init__(self, entries, bodies, choices, report):
        self.entries, self.bodies, self.choices, self.report = entries, bodies, choices, report
        self.inside = Names(body for body in bodies if body.is_member)
        self.outside = Names(body for body in bodies if not body.is_member)
        self.results: dict[int, Result] = {}
        self.row_of: dict[Body, Entry] = {}

    @property
    def left(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.row not in self.results]

    def run(self) -> None:
        self._take_choices()
        for step in Step:
            self._take(step)
        for entry in self.left:
            self._look_outside(entry)
        self._look_for_similar()

    # --- what an officer said ------------------------------------------------------------------
    def _take_choices(self) -> None:
        by_key = {body.key: body for body in self.bodies}
        claims: dict[Body, list[tuple[Entry, Result]]] = defaultdict(list)
        for entry in self.entries:
            choice = self.choices.get(entry.row)
            if choice is None or choice.verdict == Verdict.OPEN:
                continue
            body = by_key.get(choice.member)
            if choice.verdict == Verdict.NONE:
                self.results[entry.row] = Result(Code.NONE, entry, choice=choice)
            elif body and body.is_member:
                claims[body].append((entry, Result(Code.CHOSEN, entry, body, choice=choice)))
            elif body:
                self.results[entry.row] = Result(outside_code(body), entry, body, choice=choice)
        self._settle(claims)

    # --- names that are surely the same --------------------------------------------------------
    def _take(self, step: Step) -> None:
        claims: dict[Body, list[tuple[Entry, Result]]] = defaultdict(list)
        for entry in self.left:
            hits = narrow(entry, self.inside.find(step, entry))
            if len(hits) == 1:
                claims[hits[0].body].append((entry, self._matched(entry, hits[0])))
            elif hits:
                self.results[entry.row] = _ambiguous(entry, hits)
        self._settle(claims)

    def _matched(self, entry: Entry, hit: Hit) -> Result:
        also = {body.number for body in self._namesakes(entry) if body is not hit.body}
        return Result(hit.code, entry, hit.body, hit.name.text, hit.likeness, also=tuple(sorted(also)))

    def _namesakes(self, entry: Entry) -> Iterable[Body]:
        for names in (self.inside, self.outside):
            for hit in names.find(Step.RECORDED, entry):
                yield hit.body

    def _settle(self, claims: Mapping[Body, list[tuple[Entry, Result]]]) -> None:
        """A member goes to one row: to that which agrees with it best, of equal ones the first."""
        for body, claimants in claims.items():
            ranked = sorted(claimants, key=lambda claim: (-agreement(claim[0], body), claim[0].row))
            for entry, result in ranked:
                if body not in self.row_of:
                    self.row_of[body] = entry
                    self.results[entry.row] = result
                else:
                    self.results[entry.row] = self._twice(entry, result)
        self.report(len(self.results))

    def _twice(self, entry: Entry, result: Result) -> Result:
        other = self.row_of[result.body].row
        return Result(
            Code.TWICE, entry, result.body, result.spelling, result.likeness, other=other, choice=result.choice
        )

    # --- members of another day, and what only looks alike ---------------------------------------
    def _look_outside(self, entry: Entry) -> None:
        for step in Step:
            if hits := narrow(entry, self.outside.find(step, entry)):
                hit = hits[0]
                also = tuple(one.body.number for one in hits[1:])
                code = outside_code(hit.body)
                self.results[entry.row] = Result(code, entry, hit.body, hit.name.text, hit.likeness, also=also)
                return

    def _look_for_similar(self) -> None:
        left = self.left
        if not left:
            return
        similar = Similar(self.bodies)
        for entry in left:
            found = tuple(similar.candidates(entry))
            self.results[entry.row] = Result(_code_of(entry, found), entry, candidates=found)
            if len(self.results) % REPORTED_EVERY == 0:
                self.report(len(self.results))

    # --- members that no row names ---------------------------------------------------------------
    def missing(self) -> list[Result]:
        taken = {name: (entry.row, body) for body, entry in self.row_of.items() for name in exact_names(entry)}
        near: dict[Body, list[int]] = defaultdict(list)
        for result in self.results.values():
            for one in result.candidates if result.code in TO_CHOOSE else ():
                near[one.body].append(result.entry.row)
        left = [body for body in self.bodies if body.is_member and body not in self.row_of]
        return [self._missing(body, taken, near) for body in sorted(left, key=lambda body: body.number)]

    @staticmethod
    def _missing(body: Body, taken: Mapping, near: Mapping) -> Result:
        rows = tuple(near.get(body, ()))
        for name in body.names:
            if name.spelling.folded in taken:
                row, other = taken[name.spelling.folded]
                return Result(Code.TAKEN, body=body, spelling=name.text, other=row, also=(other.number,), near=rows)
        return Result(Code.ABSENT, body=body, near=rows)


def narrow(entry: Entry, hits: list[Hit]) -> list[Hit]:
    """The hits with which the row agrees in what tells namesakes apart; all where it agrees with none."""
    for role, held in (
        (Role.COUNTRY, lambda body: body.country),
        (Role.KIND, lambda body: body.kind),
        (Role.NUMBER, lambda body: body.number),
    ):
        if len(hits) > 1:
            hits = [hit for hit in hits if entry.agrees(role, held(hit.body))] or hits
    return hits


def agreement(entry: Entry, body: Body) -> int:
    """In how much of what tells namesakes apart the row agrees with the member, less in how much it does not."""
    held = {Role.COUNTRY: body.country, Role.KIND: body.kind, Role.NUMBER: body.number}
    return sum(entry.agrees(role, value) - entry.conflicts(role, value) for role, value in held.items())


def outside_code(body: Body) -> Code:
    """Why a body on record is not in the register on the day."""
    if body.status is not None:
        return Code.FORMER
    return Code.NOT_YET if body.later else Code.NEVER


def _code_of(entry: Entry, candidates: Sequence[Candidate]) -> Code:
    if not entry.names:
        return Code.BLANK
    return (Code.UNKNOWN, Code.SIMILAR, Code.AMBIGUOUS)[min(len(candidates), 2)]


def _ambiguous(entry: Entry, hits: list[Hit]) -> Result:
    found = tuple(Candidate(hit.body, hit.name.text, hit.likeness) for hit in hits)
    return Result(Code.AMBIGUOUS, entry, candidates=found)
