"""What the library says to one company, put into words: the sector, its jobs, training, things to read."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from iag_diag.content.library.reperes import Grade, SegmentKind, Shown
from iag_diag.content.library.resources import Resource
from iag_diag.content.library.shelves import Library
from iag_diag.content.library.trainings import Scheme, Service, Training
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.guidance import Guidance, Guide
from iag_diag.diagnosis.selection import Chosen, Compared, Fate
from iag_diag.reports import french
from iag_diag.reports.french import NBSP
from iag_diag.reports.library_words import LANGUAGES, MODES, TYPES, funding
from iag_diag.reports.view import BenchmarkView, GuidanceView, OccupationView, ResourceView, TrainingView

_BAR = 20
_TENTHS = 1000
_TRUST = {Grade.B: "À prendre avec prudence. ", Grade.C: "Chiffre fragile. "}


def guide_of(library: Library, day: date) -> Guide | None:
    """Make the rules of selection of a pack ready; None where it has none."""
    rules = library.selections
    return Guide(library.pack, rules, library.entries(day), library.reperes) if rules else None


class _Line(NamedTuple):
    """A comparison put into words: what a company that gave this answer reads beside this figure."""

    percent: str
    bar: str
    share: int
    sentence: str
    base: str


class GuidanceWriter:
    """Puts what is chosen for a company into words, on one day."""

    def __init__(self, library: Library, day: date) -> None:
        self._library = library
        self._day = day
        self._teaching: dict[str, Training | Service | Scheme] = {
            entry.id: entry
            for shelf in (
                library.services.services if library.services else (),
                library.trainings.trainings if library.trainings else (),
                library.schemes.schemes if library.schemes else (),
            )
            for entry in shelf
        }
        self._occupation = cache(self._occupation_view)
        self._training = cache(self._training_view)
        self._resource = cache(self._resource_view)
        self._lines: dict[tuple[str, str], _Line] = {}
        self._resources = {entry.id: entry for entry in library.resources.resources} if library.resources else {}

    def view(self, guidance: Guidance) -> GuidanceView:
        """Lay out everything that was chosen."""
        benchmarks, notes = self._benchmarks(guidance.benchmarks)
        occupations = guidance.occupations
        return GuidanceView(
            benchmarks=benchmarks,
            notes=notes,
            occupations=tuple(self._occupation(pick.entry) for pick in occupations.kept),
            more_occupations=() if occupations.fallback else self._others(occupations),
            usual_occupations=occupations.fallback,
            trainings=tuple(self._training(pick.entry, pick.reasons[0].text) for pick in guidance.trainings.kept),
            training_notices=tuple(notice.text for notice in guidance.trainings.notices),
            resources=tuple(self._resource(pick.entry, pick.reasons[0].text) for pick in guidance.resources.kept),
            resource_notices=tuple(notice.text for notice in guidance.resources.notices),
        )

    def _benchmarks(
        self, compared: Sequence[tuple[Compared, Shown]]
    ) -> tuple[tuple[BenchmarkView, ...], tuple[str, ...]]:
        """Make a sentence of each comparison, and a footnote of its base; one said twice is numbered once."""
        notes: dict[str, int] = {}
        views = []
        for one, shown in compared:
            line = self._lines.get((one.text, shown.figure.id))
            if line is None:
                line = self._lines[one.text, shown.figure.id] = _line(self._library.pack, one, shown)
            number = notes.setdefault(line.base, len(notes) + 1)
            views.append(BenchmarkView(line.percent, line.bar, line.share, line.sentence, number))
        return tuple(views), tuple(notes)

    def _others(self, occupations: Chosen) -> tuple[str, ...]:
        """Families that the company has too, by name."""
        left = {pick.entry for pick in occupations.left if pick.fate is not Fate.BARRED}
        return tuple(family for family in self._library.occupation_ids if family in left)

    def _occupation_view(self, entry: str) -> OccupationView:
        family = self._library.occupation(entry)
        return OccupationView(
            id=family.id,
            name=family.name,
            change=family.change,
            watch=family.watch,
            cautions=tuple(caution.text for caution in family.cautions),
            trial=family.trial.title,
            minutes=family.trial.minutes,
            how=family.trial.text,
            prompt=family.trial.prompt,
            check=family.trial.check,
            keep_out=family.trial.keep_out,
        )

    def _training_view(self, entry: str, why: str) -> TrainingView:
        match self._teaching[entry]:
            case Training() as training:
                return self._programme(training, why)
            case Service() as service:
                by, facts = "service de l’Opcommerce", (french.lower_first(service.public),)
                what = f"{service.what} {service.highlights}"
                return TrainingView(service.id, "service", service.name, by, what, facts, why, ())
            case scheme:
                return TrainingView(scheme.id, "dispositif", scheme.name, "dispositif", scheme.what, (), why, ())

    def _programme(self, training: Training, why: str) -> TrainingView:
        said = (training.duration, MODES.get(training.mode), training.place, funding(training, self._day))
        remarks = [training.note] if training.note else []
        if training.registration.expired(self._day) and training.registration.until:
            ended = french.long_date(training.registration.until)
            remarks.append(f"L’inscription au registre national s’est arrêtée le {ended} : à vérifier.")
        return TrainingView(
            training.id,
            "formation",
            training.title,
            training.provider,
            training.learn,
            tuple(fact for fact in said if fact),
            why,
            tuple(remarks),
        )

    def _resource_view(self, entry: str, why: str) -> ResourceView:
        resource = self._resources[entry]
        return ResourceView(
            name=resource.title,
            facts=resource_facts(resource),
            what=resource.what,
            why=why,
            url=resource.url,
            remarks=resource_remarks(resource, self._day),
        )


def resource_facts(resource: Resource) -> tuple[str, ...]:
    """Who made it, what it is, in which language, how long."""
    facts = (resource.author, TYPES[resource.type], LANGUAGES[resource.language], resource.length)
    return tuple(fact for fact in (*facts, "payant" if resource.paid else None) if fact)


def resource_remarks(resource: Resource, day: date) -> tuple[str, ...]:
    """Say what a reader must know before opening it."""
    remarks = []
    if resource.expired(day) and resource.closes:
        remarks.append(f"Fermé depuis le {french.long_date(resource.closes)}.")
    elif resource.opens and resource.opens > day:
        remarks.append(f"Ouvre le {french.long_date(resource.opens)}.")
    return (*remarks, resource.check) if resource.check else tuple(remarks)


def _line(pack: Pack, one: Compared, shown: Shown) -> _Line:
    tenths = shown.figure.tenths
    share = (tenths * _BAR + _TENTHS // 2) // _TENTHS
    sentence = f"{_who(pack, shown)} {shown.figure.label} ; {one.text}."
    bar = "█" * share + "░" * (_BAR - share)
    return _Line(f"{french.tenths(tenths)}{NBSP}%", bar, share, sentence, _note(shown))


def _who(pack: Pack, shown: Shown) -> str:
    """« des entreprises de 1 à 9 salariés », or that the figure speaks of all of them."""
    segment, manifest = shown.segment, pack.manifest
    name = manifest.size_question if segment.kind is SegmentKind.SIZE else manifest.branch_question
    option = pack.questions[name].option(segment.id) if name and segment.id and not segment.overall else None
    if option is None:
        return "des entreprises, toutes tailles confondues,"
    if segment.kind is SegmentKind.BRANCH:
        return f"des entreprises de la branche «{NBSP}{option.label}{NBSP}»"
    label = french.lower_first(option.label)
    return f"des entreprises {label}" if label.startswith("de ") else f"des entreprises de {label}"


def _note(shown: Shown) -> str:
    """Write who is counted; what is not safe says so, and why."""
    asked = f" {shown.item.filter}" if shown.item.filter else ""
    said = shown.warnings if shown.grade is Grade.A else (_TRUST[shown.grade] + shown.caveat,)
    return " ".join([f"Base{NBSP}: {shown.base.label}.{asked}", *said])


def name_of(library: Library, entry: str) -> str:
    """Name of an entry that a selection may choose, as a reader knows it."""
    trainings, services, schemes = library.trainings, library.services, library.schemes
    named = {
        **({one.id: one.title for one in library.resources.resources} if library.resources else {}),
        **({one.id: one.title for one in trainings.trainings} if trainings else {}),
        **({one.id: one.name for one in services.services} if services else {}),
        **({one.id: one.name for one in schemes.schemes} if schemes else {}),
    }
    return named[entry] if entry in named else library.occupation(entry).name
