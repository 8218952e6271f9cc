"""What must hold on each shelf: ids lead somewhere, nothing stands twice, and no page is cited for two things."""

from collections.abc import Hashable, Iterable, Sequence
from typing import Protocol

from iag_diag.content.library.glossary import GlossaryFile
from iag_diag.content.library.occupations import Occupation
from iag_diag.content.library.resources import ResourcesFile
from iag_diag.content.library.skills import BehavioursFile, MacroSkillsFile, SynthesisFile, TechnicalsFile
from iag_diag.content.library.trainings import SchemesFile, ServicesFile, TrainingsFile
from iag_diag.content.sheet_checks import known
from iag_diag.content.strict_yaml import Document, Path


class _Entry(Protocol):
    @property
    def id(self) -> str: ...


def occupation(document: Document, entry: Occupation, family: str) -> None:
    """Check one family against the name of its file."""
    if entry.id != family:
        what = f"L’identifiant « {entry.id} » n’est pas celui du fichier, « {family} »."
        document.problem(("id",), what, "Donnez-leur le même nom.")
    for key, entries in (("impacts", entry.impacts), ("cautions", entry.cautions)):
        _unique(document, key, entries)
    _once(document, "technologies", "name", [technology.name for technology in entry.technologies])


def unique_skills(document: Document, file: BehavioursFile | TechnicalsFile) -> None:
    """Check a list of skills."""
    _unique(document, "skills", file.skills)


def macros(document: Document, file: MacroSkillsFile, families: Sequence[str]) -> None:
    """Check the macro-skills against the families."""
    _unique(document, "macros", file.macros)
    for index, macro in enumerate(file.macros):
        _all_known(document, ("macros", index, "families"), macro.families, families, "La famille")
        _once_at(document, ("macros", index, "skills"), "id", [skill.id for skill in macro.skills])


def synthesis(document: Document, file: SynthesisFile, families: Sequence[str]) -> None:
    """Check the synthesis against the families."""
    _unique(document, "skills", file.skills)
    for index, skill in enumerate(file.skills):
        _all_known(document, ("skills", index, "families"), skill.families, families, "La famille")


def trainings(document: Document, file: TrainingsFile) -> None:
    """Check the programmes against the words that sort them, and that no row of the study serves two."""
    for key, entries in (("topics", file.topics), ("audiences", file.audiences), ("trainings", file.trainings)):
        _unique(document, key, entries)
    topics, audiences = ([named.id for named in names] for names in (file.topics, file.audiences))
    rows: dict[tuple[str, int], str] = {}
    for index, training in enumerate(file.trainings):
        at: Path = ("trainings", index)
        _all_known(document, (*at, "topics"), training.topics, topics, "Le thème")
        _all_known(document, (*at, "audiences"), training.audiences, audiences, "Le public")
        for place, row in enumerate(training.rows):
            first = rows.setdefault((row.table, row.line), training.id)
            if first != training.id:
                what = f"La ligne {row.line} de l’étude sert déjà à « {first} »."
                document.problem((*at, "rows", place), what, "Une ligne du tableau est une seule formation.")


def services(document: Document, file: ServicesFile, taken: Iterable[str], topics: Sequence[str] | None) -> None:
    """Check the services against the subjects of training, and against the ids `taken` by programmes."""
    _unique(document, "services", file.services, taken)
    for index, service in enumerate(file.services):
        _all_known(document, ("services", index, "topics"), service.topics, topics, "Le thème")


def schemes(document: Document, file: SchemesFile, taken: Iterable[str], topics: Sequence[str] | None) -> None:
    """Check the schemes against the subjects of training, and against the ids `taken` by what teaches too."""
    _unique(document, "schemes", file.schemes, taken)
    for index, scheme in enumerate(file.schemes):
        _all_known(document, ("schemes", index, "topics"), scheme.topics, topics, "Le thème")


def resources(document: Document, file: ResourcesFile, topics: Sequence[str] | None) -> None:
    """Check the resources: no address twice, a level and subjects that exist."""
    _unique(document, "resources", file.resources)
    _unique(document, "people", file.people)
    _once(document, "levels", "number", [level.number for level in file.levels])
    _once(document, "resources", "url", [resource.url.rstrip("/") for resource in file.resources])
    levels = [str(level.number) for level in file.levels]
    for index, resource in enumerate(file.resources):
        at: Path = ("resources", index)
        _all_known(document, (*at, "topics"), resource.topics, topics, "Le thème")
        known(document, (*at, "level"), str(resource.level), levels, "Le niveau")


def glossary(document: Document, file: GlossaryFile) -> None:
    """Check the words: none explained twice, and no spelling shared."""
    _unique(document, "terms", file.terms)
    seen: dict[str, str] = {}
    for index, term in enumerate(file.terms):
        for place, form in enumerate(term.forms):
            first = seen.setdefault(form.lower(), term.id)
            if first != term.id:
                what = f"« {form} » est déjà expliqué par « {first} »."
                document.problem(("terms", index, "forms", place), what, "Gardez-le dans un seul terme.")


def _unique(document: Document, key: str, entries: Sequence[_Entry], taken: Iterable[str] = ()) -> None:
    _once_at(document, (key,), "id", [entry.id for entry in entries], taken)


def _once(document: Document, key: str, name: str, values: Sequence[Hashable]) -> None:
    _once_at(document, (key,), name, values)


def _once_at(
    document: Document, path: Path, name: str, values: Sequence[Hashable], taken: Iterable[Hashable] = ()
) -> None:
    """Note each value that is taken, or that an earlier entry of the list already has."""
    seen = set(taken)
    for index, value in enumerate(values):
        if value in seen:
            document.problem((*path, index, name), f"« {value} » est écrit deux fois.", "Gardez-en un.")
        seen.add(value)


def _all_known(document: Document, path: Path, words: Iterable[str], options: Sequence[str] | None, noun: str) -> None:
    """Note each word that is not an option; None: nothing says which there are, and any will do."""
    if options is None:
        return
    for index, word in enumerate(words):
        known(document, (*path, index), word, options, noun)
