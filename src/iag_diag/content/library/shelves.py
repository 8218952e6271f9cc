"""The library of a pack: each shelf is read, checked and kept the first time that somebody reaches for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from iag_diag.content.library import checks
from iag_diag.content.library.entries import Entry, occupation_entries, resource_entries, training_entries
from iag_diag.content.library.glossary import GlossaryFile, Term
from iag_diag.content.library.occupations import Occupation
from iag_diag.content.library.reading import read_shelf, refused
from iag_diag.content.library.reperes import Reperes, load_reperes
from iag_diag.content.library.resources import ResourcesFile
from iag_diag.content.library.selection_checks import check_selections
from iag_diag.content.library.selections import SelectionsFile
from iag_diag.content.library.skills import (
    Behaviour,
    BehavioursFile,
    MacroSkill,
    MacroSkillsFile,
    Synthesis,
    SynthesisFile,
    Technical,
    TechnicalsFile,
)
from iag_diag.content.library.trainings import SchemesFile, ServicesFile, TrainingsFile
from iag_diag.content.pack import Pack
from iag_diag.errors import Problem

OCCUPATIONS = "catalogue/metiers"
SKILLS = "catalogue/competences"
TRAININGS = "catalogue/formations.yaml"
SERVICES = "catalogue/services.yaml"
SCHEMES = "catalogue/dispositifs.yaml"
RESOURCES = "catalogue/ressources.yaml"
GLOSSARY = "catalogue/glossaire.yaml"
SELECTIONS = "rules/selections.yaml"


@dataclass(frozen=True, slots=True)
class Skills:
    """The four lists of skills; empty where the pack has none."""

    behaviours: tuple[Behaviour, ...] = ()
    technicals: tuple[Technical, ...] = ()
    macros: tuple[MacroSkill, ...] = ()
    synthesis: tuple[Synthesis, ...] = ()


class Library:
    """The shelves of a pack. A shelf that the pack does not have is empty; a faulty one raises `ContentError`."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self._occupations: dict[str, Occupation] = {}

    @cached_property
    def occupation_ids(self) -> tuple[str, ...]:
        """Ids of the families, by the names of their files."""
        return tuple(sorted(path.stem for path in (self.pack.root / OCCUPATIONS).glob("*.yaml")))

    def occupation(self, family: str) -> Occupation:
        """One family; only its own file is read."""
        if family not in self._occupations:
            name = f"{OCCUPATIONS}/{family}.yaml"
            found = read_shelf(
                self.pack, name, Occupation, lambda document, entry: checks.occupation(document, entry, family)
            )
            if found is None:
                raise refused(self.pack, [Problem(name, 0, "", "Fichier introuvable.", "Créez-le.")])
            self._occupations[family] = found
        return self._occupations[family]

    @cached_property
    def occupations(self) -> Mapping[str, Occupation]:
        """Every family, in the study's order."""
        entries = sorted(map(self.occupation, self.occupation_ids), key=lambda entry: (entry.number, entry.id))
        for one, other in pairwise(entries):
            if one.number == other.number:
                what = f"Le numéro {other.number} est déjà celui de « {one.id} »."
                fault = Problem(f"{OCCUPATIONS}/{other.id}.yaml", 0, "number", what, "Donnez à chaque famille le sien.")
                raise refused(self.pack, [fault])
        return {entry.id: entry for entry in entries}

    @cached_property
    def behaviours(self) -> tuple[Behaviour, ...]:
        """The behavioural skills."""
        file = read_shelf(self.pack, f"{SKILLS}/comportementales.yaml", BehavioursFile, checks.unique_skills)
        return file.skills if file else ()

    @cached_property
    def technicals(self) -> tuple[Technical, ...]:
        """The technical skills."""
        file = read_shelf(self.pack, f"{SKILLS}/techniques.yaml", TechnicalsFile, checks.unique_skills)
        return file.skills if file else ()

    @cached_property
    def macros(self) -> tuple[MacroSkill, ...]:
        """The groups of skills."""
        name, families = f"{SKILLS}/macro-competences.yaml", self.occupation_ids
        file = read_shelf(self.pack, name, MacroSkillsFile, lambda d, f: checks.macros(d, f, families))
        return file.macros if file else ()

    @cached_property
    def synthesis(self) -> tuple[Synthesis, ...]:
        """The skills of the synthesis."""
        name, families = f"{SKILLS}/synthese.yaml", self.occupation_ids
        file = read_shelf(self.pack, name, SynthesisFile, lambda d, f: checks.synthesis(d, f, families))
        return file.skills if file else ()

    @cached_property
    def skills(self) -> Skills:
        """Every list of skills."""
        return Skills(self.behaviours, self.technicals, self.macros, self.synthesis)

    @cached_property
    def trainings(self) -> TrainingsFile | None:
        """The programmes, with the words that sort them."""
        return read_shelf(self.pack, TRAININGS, TrainingsFile, checks.trainings)

    @cached_property
    def topics(self) -> tuple[str, ...] | None:
        """Ids of the subjects of training, None in a pack that has no list of them."""
        return tuple(topic.id for topic in self.trainings.topics) if self.trainings else None

    @property
    def _taught(self) -> set[str]:
        return {training.id for training in self.trainings.trainings} if self.trainings else set()

    @property
    def _served(self) -> set[str]:
        return {service.id for service in self.services.services} if self.services else set()

    @cached_property
    def services(self) -> ServicesFile | None:
        """The services of the Opcommerce."""
        return read_shelf(
            self.pack, SERVICES, ServicesFile, lambda d, f: checks.services(d, f, self._taught, self.topics)
        )

    @cached_property
    def schemes(self) -> SchemesFile | None:
        """The other schemes."""
        return read_shelf(
            self.pack, SCHEMES, SchemesFile, lambda d, f: checks.schemes(d, f, self._taught | self._served, self.topics)
        )

    @cached_property
    def resources(self) -> ResourcesFile | None:
        """What there is to read, watch and listen to."""
        return read_shelf(self.pack, RESOURCES, ResourcesFile, lambda d, f: checks.resources(d, f, self.topics))

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The words explained."""
        file = read_shelf(self.pack, GLOSSARY, GlossaryFile, checks.glossary)
        return file.terms if file else ()

    @cached_property
    def reperes(self) -> Reperes:
        """The published figures."""
        return load_reperes(self.pack)

    @cached_property
    def selections(self) -> SelectionsFile | None:
        """The rules that choose among the shelves for a company."""
        return read_shelf(
            self.pack, SELECTIONS, SelectionsFile, lambda d, f: check_selections(self.pack, d, f, self.entries)
        )

    def entries(self, day: date) -> Mapping[str, tuple[Entry, ...]]:
        """List what the rules of selection choose among on that day, by their name in that file."""
        return {
            "occupations": occupation_entries(self.occupation_ids),
            "trainings": training_entries(self.services, self.trainings, self.schemes, day),
            "resources": resource_entries(self.resources, day),
        }
