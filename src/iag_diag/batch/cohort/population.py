"""The population that a cohort is brought back to: a small CSV file, of margins or of one joint table."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from io import StringIO
from itertools import product
from pathlib import Path

from iag_diag.batch.cohort.weights import Cell, Margin
from iag_diag.content.folding import folded
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.errors import ContentError, IagDiagError, Problem, did_you_mean, reason

VARIABLE, CATEGORY, SIZE = "variable", "modalite", "effectif"
TOGETHER = "|"
_MOST_BYTES = 1_000_000
_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f%"))


@dataclass(frozen=True, slots=True)
class Known:
    """A distribution: the questions that it crosses, and the size of each group of their answers.

    A group has one tuple of options per question: « 0|1-9 » counts two sizes together.
    """

    questions: tuple[str, ...]
    sizes: Mapping[tuple[tuple[str, ...], ...], float]


@dataclass(frozen=True, slots=True)
class Population:
    """What is known of the companies that the cohort stands for: one joint table, or one margin per question."""

    known: tuple[Known, ...]

    @property
    def joint(self) -> bool:
        """Whether size and branch are known together."""
        return any(len(known.questions) > 1 for known in self.known)

    def margins(self, pack: Pack, cells: Sequence[Cell]) -> tuple[Margin, ...]:
        """Say what each cell (size, branch) of a cohort belongs to."""
        return tuple(_margin(known, pack, cells) for known in self.known)


def _margin(known: Known, pack: Pack, cells: Sequence[Cell]) -> Margin:
    axes = [
        (pack.manifest.size_question, pack.manifest.branch_question).index(question) for question in known.questions
    ]
    names = {
        answers: " × ".join(TOGETHER.join(options) for options in group)
        for group in known.sizes
        for answers in product(*group)
    }
    of = {cell: names[answers] for cell in cells if (answers := tuple(cell[axis] for axis in axes)) in names}
    sizes = {names[tuple(options[0] for options in group)]: size for group, size in known.sizes.items()}
    return Margin(" et ".join(known.questions), sizes, of)


def read_population(path: Path, pack: Pack) -> Population:
    """Read `variable;modalite;effectif`, or a table whose headings are the questions and `effectif`.

    `;` or `,`, with or without BOM, decimal comma or point; counts or shares. An answer is its id or its label, and
    several counted together are joined by « | ». All faults are raised at once, with their lines.
    """
    rows = _rows(path)
    reader = _Reader(path, pack, [folded(cell) for cell in rows[0][1]] if rows else [])
    known = reader.read(rows[1:])
    if reader.problems:
        raise ContentError(f"La population {path} ne peut pas être utilisée.", reader.problems)
    return Population(known)


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Rows that hold something, with their line."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise IagDiagError(
            f"La population « {path} » ne peut pas être lue ({reason(error)}).", "Vérifiez le nom du fichier."
        ) from error
    if len(content) > _MOST_BYTES or b"\0" in content:
        raise IagDiagError(
            f"« {path} » n’est pas un fichier de population.",
            f"Un petit CSV est attendu : {VARIABLE};{CATEGORY};{SIZE}",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise IagDiagError(
            f"La population « {path} » est mal formée, vers la ligne {reader.line_num}.", "Vérifiez ses guillemets."
        ) from error


@dataclass
class _Reader:
    """Turns rows into distributions, and keeps the faults."""

    path: Path
    pack: Pack
    headings: list[str]
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        manifest = self.pack.manifest
        ids = [question for question in (manifest.size_question, manifest.branch_question) if question]
        self.questions = {folded(question): self.pack.questions[question] for question in ids}
        self._said: dict[tuple[Question, ...], dict[tuple[tuple[str, ...], ...], float]] = {}

    def read(self, rows: Sequence[tuple[int, list[str]]]) -> tuple[Known, ...]:
        columns = [heading for heading in self.headings if heading != SIZE]
        joint = bool(columns) and set(columns) <= self.questions.keys() and len(set(columns)) == len(columns)
        if sorted(self.headings) != sorted([*columns, SIZE]) or not (joint or sorted(columns) == [CATEGORY, VARIABLE]):
            table = ";".join([*(question.id for question in self.questions.values()), SIZE])
            hint = f"Écrivez : {VARIABLE};{CATEGORY};{SIZE} ou {table}"
            self._fault(1, "", "Les titres des colonnes ne sont pas ceux attendus.", hint)
            return ()
        for line, row in rows:
            if len(row) != len(self.headings):
                self._fault(line, "", f"{len(row)} colonnes au lieu de {len(self.headings)}.", "")
                continue
            self._row(line, dict(zip(self.headings, row, strict=True)), columns if joint else None)
        if not self.problems and not any(map(any, (said.values() for said in self._said.values()))):
            self._fault(1, "", "Aucun effectif au-dessus de zéro.", "Donnez un effectif ou une part par ligne.")
        return tuple(
            Known(tuple(question.id for question in questions), sizes) for questions, sizes in self._said.items()
        )

    def _row(self, line: int, row: Mapping[str, str], joint: list[str] | None) -> None:
        if joint is None:
            question = self.questions.get(folded(row[VARIABLE]))
            if question is None:
                hint = did_you_mean(row[VARIABLE], [question.id for question in self.questions.values()])
                self._fault(line, VARIABLE, f"« {row[VARIABLE]} » n’est pas connu ici.", hint)
                return
            said = [(question, row[CATEGORY])]
        else:
            said = [(self.questions[column], row[column]) for column in joint]
        group = tuple(tuple(self._options(line, question, text)) for question, text in said)
        size = self._size(line, row[SIZE])
        if size is None or not all(group):
            return
        sizes = self._said.setdefault(tuple(question for question, _ in said), {})
        twice = {answers for known in sizes for answers in product(*known)} & set(product(*group))
        if twice:
            named = " × ".join(min(twice))
            self._fault(line, "", f"« {named} » est compté deux fois.", "Gardez une seule ligne.")
        sizes[group] = size

    def _options(self, line: int, question: Question, text: str) -> Iterator[str]:
        options = {folded(option.label): option.id for option in question.options}
        ids = [option.id for option in question.options]
        for part in map(str.strip, text.split(TOGETHER)):
            if part in ids or folded(part) in options:
                yield part if part in ids else options[folded(part)]
            else:
                self._fault(line, question.id, f"« {part} » n’est pas une réponse possible.", did_you_mean(part, ids))

    def _size(self, line: int, text: str) -> float | None:
        try:
            size = Decimal(text.translate(_SPACES).replace(",", "."))
        except InvalidOperation:
            size = Decimal(-1)
        if not size.is_finite() or size < 0 or size > 10**12:
            self._fault(
                line, SIZE, f"« {text.strip()} » n’est pas un effectif.", "Un nombre, zéro ou plus : 1250 ou 12,5."
            )
            return None
        return float(size)

    def _fault(self, line: int, where: str, what: str, hint: str) -> None:
        self.problems.append(Problem(str(self.path), line, where, what, hint))
