"""Handing over a run: the export scored, the files written, a roadmap for each company and the cohort beside them."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from iag_diag.batch.cohort.wanted import slots_wanted
from iag_diag.batch.export import Export
from iag_diag.batch.lots import outputs
from iag_diag.batch.lots.delivery import REFUSALS, RESULTS, Handover, Layout, Outcome
from iag_diag.batch.lots.refusals import NothingToScore
from iag_diag.batch.lots.run import Run
from iag_diag.batch.lots.workshop import Workshop, identity
from iag_diag.batch.mapping.model import Mapping
from iag_diag.batch.scoring.scorer import Scorer
from iag_diag.content.library.reperes import load_reperes
from iag_diag.content.pack import Pack
from iag_diag.dossiers.store import write_whole
from iag_diag.errors import IagDiagError
from iag_diag.reports.lot import progress

COHORT = "cohorte"
_NAMES = (*(f"{RESULTS}.{kind}" for kind in ("csv", "parquet", "xlsx")), REFUSALS, f"{COHORT}.md", f"{COHORT}.html")
_SAMPLE = 1 << 20
_TEXTS = ("csv", "tsv", "jsonl")


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a run; `answers`: those that the study has figures for, beside the results."""

    folder: Path
    formats: tuple[str, ...]
    style: str
    day: date
    answers: bool
    roadmaps: bool
    cohort: bool
    resume: bool
    force: bool
    quiet: bool


class LotDelivery:
    """One export, from its first row to the last file."""

    def __init__(self, export: Export, mapping: Mapping, pack: Pack, order: Order) -> None:
        self._export = export
        self._mapping = mapping
        self._pack = pack
        self._order = order
        self._scorer = Scorer(pack)
        chosen = {"mapping": mapping.model_dump(mode="json"), "pack": pack.hash, "roadmaps": order.roadmaps}
        self._workshop = Workshop(order.folder, identity(export, **chosen))

    def complete(self) -> Outcome:
        """Do it all. What was there before is only replaced with `force`; a killed run goes on with `resume`."""
        self._require_room()
        try:
            return self._complete()
        except IagDiagError as error:
            if isinstance(error, NothingToScore) or not self._workshop.exists:
                self._workshop.close()
            raise

    def _complete(self) -> Outcome:
        self._workshop.open(resume=self._order.resume)
        manifest = self._pack.manifest
        profile = {manifest.size_question, manifest.branch_question}
        wanted = {*slots_wanted(load_reperes(self._pack)), *profile}
        answers = tuple(slot for slot in self._scorer.slots.values() if slot.name in wanted)
        shown = answers if self._order.answers else tuple(slot for slot in answers if slot.name in profile)
        kept = list(self._scorer.slots) if self._order.roadmaps else [slot.name for slot in answers]
        with self._progress("Lecture et calcul", _rows(self._export)) as tell:
            tally = Run(self._export, self._mapping, self._scorer, self._workshop, kept).complete(tell)
        roadmaps = self._order.roadmaps
        layout = Layout(self._pack, answers, shown, keyed=self._mapping.key is not None, roadmaps=roadmaps)
        handover = Handover(self._workshop, tally, layout)
        files = handover.write(self._order.folder, self._order.formats, self._order.style)
        if roadmaps:
            files.append(self._roadmaps(handover))
        files += self._cohort(handover)
        self._sweep(files)
        outcome = handover.outcome(files)
        self._workshop.close()
        return outcome

    def _sweep(self, files: list[Path]) -> None:
        """Remove what an earlier run left and this one did not write again: it would speak of other companies."""
        for path in (self._order.folder / name for name in _NAMES):
            if path.is_file() and path not in files:
                path.unlink()
        if not self._order.roadmaps:
            _clear(self._order.folder / outputs.ROADMAPS)

    def _require_room(self) -> None:
        """Refuse to replace what is there, unless asked to; what a killed run was writing is swept away."""
        order = self._order
        for unfinished in (path for name in _NAMES for path in order.folder.glob(f".{name}.*.tmp")):
            unfinished.unlink(missing_ok=True)
        there = [name for name in (*_NAMES, outputs.ROADMAPS) if (order.folder / name).exists()]
        if there and not (order.force or order.resume):
            raise IagDiagError(
                f"« {order.folder} » contient déjà des résultats ({', '.join(there)}) ; rien n’a été touché.",
                "Donnez un autre répertoire avec -o, ou remplacez-les avec --force.",
            )
        if self._workshop.exists and not (order.force or order.resume):
            raise IagDiagError(
                f"Un traitement interrompu attend dans « {order.folder} ».",
                "Reprenez-le avec --resume, ou recommencez avec --force.",
            )

    def _roadmaps(self, handover: Handover) -> Path:
        """Write a roadmap per company; with `resume`, those already there are kept."""
        from iag_diag.reports.companies import Job, tasks_of, write_roadmaps

        folder = self._order.folder / outputs.ROADMAPS
        if not self._order.resume:
            _clear(folder)
        folder.mkdir(mode=0o700, exist_ok=True)
        without = frozenset(handover.twice.to_list())
        job = Job(folder, self._pack.root, self._order.day, without)
        tasks = tasks_of(job, self._workshop.results())
        with self._progress("Feuilles de route", handover.count) as tell:
            write_roadmaps(tasks, tell)
        return folder

    def _cohort(self, handover: Handover) -> list[Path]:
        """Describe the cohort, where it is large enough to be shown."""
        if not self._order.cohort:
            return []

        from iag_diag.batch.cohort.describing import FLOOR, describe
        from iag_diag.reports.cohort import cohort_html, cohort_markdown

        if handover.count < FLOOR:
            return []
        cohort = describe(handover.results, self._pack)
        day = self._order.day
        texts = {"md": cohort_markdown(cohort, self._pack, day), "html": cohort_html(cohort, self._pack, day)}
        paths = {kind: self._order.folder / f"{COHORT}.{kind}" for kind in texts}
        for kind, text in texts.items():
            write_whole(paths[kind], text.encode("utf-8"))
        return list(paths.values())

    def _progress(self, what: str, total: int | None) -> AbstractContextManager[Callable[[int], None]]:
        return progress(what, total, quiet=self._order.quiet)


def _clear(folder: Path) -> None:
    """Remove the roadmaps of an earlier run, and their folder where nothing else is in it."""
    for former in folder.glob(outputs.ANY_ROADMAP):
        former.unlink()
    with suppress(OSError):
        folder.rmdir()


def _rows(export: Export) -> int | None:
    """Estimate the rows of a text file from its beginning; None where only reading can tell."""
    if export.kind not in _TEXTS:
        return None
    with export.path.open("rb") as file:
        beginning = file.read(_SAMPLE)
    lines = beginning.count(b"\n") or 1
    return max(1, export.size * lines // max(1, len(beginning)))
