"""A first mapping of an export, drafted from its headings and its cells together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from iag_diag.batch.export import Export, Habits, Heading
from iag_diag.batch.mapping.claims import Claim, Evidence
from iag_diag.batch.mapping.draft import Candidate, ColumnDraft, Draft
from iag_diag.batch.mapping.labels import CERTAIN
from iag_diag.batch.mapping.likeness import SAME
from iag_diag.batch.mapping.model import ASIDE, UNDECIDED
from iag_diag.batch.mapping.questions import Questions, label_guesses, read_values
from iag_diag.batch.mapping.samples import Sample, sample_values
from iag_diag.batch.mapping.units import Part, Unit, two_levels, units_of
from iag_diag.content.folding import folded
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question

MARGIN = 8  # the second best question that is still free must stay this far behind
_KEY_LIST = "identifiant|id|siret|siren|numero|reference|code entreprise|id reponse|numero siret"
_KEYS = frozenset(_KEY_LIST.split("|"))
_SEEN = 8
_CANDIDATES = 6


def draft(headings: Sequence[Heading], habits: Habits, samples: Sequence[Sample], pack: Pack) -> Draft:
    """Draft the mapping of an export: certain columns and labels are taken, doubtful ones wait for a person."""
    return Drafter(headings, habits, samples, pack).draft()


def drafter_of(export: Export, pack: Pack) -> "Drafter":
    """Read an export once, and hold it against the pack."""
    return Drafter(export.headings, export.habits, sample_values(export), pack)


class Drafter:
    """Holds an export against a pack; also applies what a person decides afterwards."""

    def __init__(self, headings: Sequence[Heading], habits: Habits, samples: Sequence[Sample], pack: Pack) -> None:
        self._headings = headings
        self._vendor = habits.vendor
        self._pack = pack
        self._key = habits.key if habits.key is not None else _key(headings)
        self._skipped = habits.metadata | ({self._key} if self._key is not None else frozenset())
        self._units = units_of(headings, self._skipped)
        self._evidence = Evidence(Questions(pack), habits, samples)
        self._order = {question: number for number, question in enumerate(pack.questions)}

    def draft(self) -> Draft:
        """Give each unit the question that it answers best, and each question to one unit."""
        claims = [self._ranked(self._evidence.claims(number, unit)) for number, unit in enumerate(self._units)]
        taken = assigned([claim for some in claims for claim in some])
        private = Sample(free=True)  # names, addresses: their values are never shown
        columns = [
            _aside(Part(index, heading, ""), -1, private)
            for index, heading in enumerate(self._headings)
            if heading.place in self._skipped
        ]
        for number, unit in enumerate(self._units):
            columns += self._drafted(number, unit, claims[number], taken)
        key = None if self._key is None else self._key + 1
        ordered = tuple(sorted(columns, key=lambda column: column.column))
        return Draft(self._pack.manifest.id, self._vendor, key, ordered)

    def settled(self, made: Draft, unit: int, question: str, row: str | None = None) -> Draft:
        """Apply a person's decision on the columns of a unit: a question id (and a row), or « - »."""
        former = {column.column: column for column in made.columns}
        columns = (
            [replace(former[part.heading.place + 1], question=ASIDE, doubt="") for part in self._units[unit].parts]
            if question == ASIDE
            else self._answering(self._units[unit], Claim(SAME, unit, question, row), ())
        )
        return made.with_columns({column.column: column for column in columns})

    def _ranked(self, claims: Iterable[Claim]) -> list[Claim]:
        return sorted(claims, key=lambda claim: (-claim.score, self._order[claim.question]))

    def _drafted(
        self, number: int, unit: Unit, claims: Sequence[Claim], taken: dict[int, Claim]
    ) -> Iterable[ColumnDraft]:
        candidates = tuple(Candidate(claim.question, claim.row, claim.score) for claim in claims[:_CANDIDATES])
        answered = {other.question for other in taken.values()}
        claim = taken.get(number)
        if claim is not None and not _rivalled(claim, [other for other in claims if other.question not in answered]):
            return self._answering(unit, claim, candidates)
        score = claims[0].score if claims else 0
        question = UNDECIDED if claims else ASIDE
        doubt = _doubt(score, alone=claim is not None) if claims else ""
        waiting = [_aside(part, number, self._evidence.samples[part.index]) for part in unit.parts]
        return [
            column
            if self._evidence.is_other(part)
            else replace(column, question=question, score=score, doubt=doubt, candidates=candidates)
            for part, column in zip(unit.parts, waiting, strict=True)
        ]

    def _answering(self, unit: Unit, claim: Claim, candidates: tuple[Candidate, ...]) -> list[ColumnDraft]:
        """Draft all the columns of a unit whose question is known; one option or row cannot be said by two of them."""
        question = self._pack.questions[claim.question]
        columns: list[ColumnDraft] = []
        seen: set[tuple[str | None, str | None]] = set()
        for part in unit.parts:
            column = replace(self._column(part, question, claim), candidates=candidates)
            if column.answers and (column.row, column.option) in seen:
                column = replace(column, question=UNDECIDED, doubt="une autre colonne dit déjà cela")
            seen.add((column.row, column.option))
            columns.append(column)
        return columns

    def _column(self, part: Part, question: Question, claim: Claim) -> ColumnDraft:
        aside = _aside(part, claim.unit, self._evidence.samples[part.index])
        if self._evidence.is_other(part):
            return aside
        known = replace(aside, question=question.id, score=claim.score, row=claim.row)
        grouped = part.sub and question.kind in (Kind.MATRIX, Kind.MULTIPLE)
        return self._named(part, question, known) if grouped else self._with_labels(part, question, known)

    def _named(self, part: Part, question: Question, known: ColumnDraft) -> ColumnDraft:
        """Draft a column whose heading names a row, an option, or both."""
        levels = two_levels(part.sub) if question.kind is Kind.MATRIX else None
        named = self._evidence.part_named(question, part.sub)
        option = self._evidence.questions.options[question.id].guess(levels[1]) if levels else None
        doubt = next((guess.doubt for guess in (named, option) if guess is not None and not guess.certain), "")
        if doubt:
            near = f" « {named.nearest} »" if named.nearest else ""
            return replace(known, question=UNDECIDED, score=named.score, doubt=f"« {part.sub} »{near} : {doubt}")
        if question.kind is Kind.MULTIPLE:
            return replace(known, option=named.option, guesses=self._evidence.marks(part))
        if option is not None:
            return replace(known, row=named.option, option=option.option, guesses=self._evidence.marks(part))
        return self._with_labels(part, question, replace(known, row=named.option))

    def _with_labels(self, part: Part, question: Question, known: ColumnDraft) -> ColumnDraft:
        vocabulary = self._evidence.questions.options[question.id]
        cells = self._evidence.samples[part.index].counts
        reading = read_values(vocabulary, cells, self._evidence.habits.separator)
        return replace(known, separator=reading.separator, guesses=label_guesses(vocabulary, reading))


def assigned(claims: Sequence[Claim]) -> dict[int, Claim]:
    """Share out the questions, the strongest claims first; a table goes row by row to columns that are alone."""
    taken: dict[int, Claim] = {}
    answered: set[tuple[str, str | None]] = set()
    certain = [claim for claim in claims if claim.score >= CERTAIN]
    for claim in sorted(certain, key=lambda claim: (-claim.score, claim.unit, claim.question)):
        whole = claim.question in {question for question, row in answered if row is None or claim.row is None}
        if claim.unit not in taken and not whole and (claim.question, claim.row) not in answered:
            taken[claim.unit] = claim
            answered.add((claim.question, claim.row))
    return taken


def _rivalled(claim: Claim, rivals: Sequence[Claim]) -> bool:
    return bool(rivals) and claim.score < SAME and claim.score - rivals[0].score < MARGIN


def _doubt(score: int, *, alone: bool) -> str:
    if score < CERTAIN:
        return "l’en-tête et les réponses ne suffisent pas à reconnaître la question"
    return "deux questions lui ressemblent autant" if alone else "une autre colonne répond déjà à cette question"


def _aside(part: Part, unit: int, sample: Sample) -> ColumnDraft:
    counts = {} if sample.free else sample.counts
    most = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_SEEN]
    heading = part.heading
    return ColumnDraft(
        heading.place + 1, heading.text, heading.sub, ASIDE, unit, seen=tuple(most), distinct=len(counts)
    )


def _key(headings: Sequence[Heading]) -> int | None:
    """Find the column that identifies a company by its heading, when one alone says so."""
    found = [heading.place for heading in headings if folded(heading.text) in _KEYS]
    return found[0] if len(found) == 1 else None
