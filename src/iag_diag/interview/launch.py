"""From « iag-diag start » to a finished dossier: which dossier, which face, which questionnaire, then the interview."""

import os
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from iag_diag.dossiers import naming
from iag_diag.errors import InterruptedByUser, UsageError, did_you_mean
from iag_diag.interview.protocol import Asker, StopHere

if TYPE_CHECKING:
    from iag_diag.diagnosis.engine import Engine
    from iag_diag.dossiers.model import Dossier
    from iag_diag.interview.session import Interview

WELCOME = "Où en est votre entreprise avec l’IA générative ?"
PRIVACY = "Tout reste sur cet ordinateur, rien n’est envoyé. Vous pouvez vous arrêter et reprendre quand vous voulez."
NO_TERMINAL = "iag-diag start pose des questions, et il n’y a pas de terminal pour y répondre."
NO_TERMINAL_HINT = (
    "Sans terminal : iag-diag score REPONSES.yaml. "
    "Ligne par ligne, depuis un fichier : iag-diag start --plain < reponses.txt"
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asked for."""

    dossier: str | None
    questionnaire: str | None
    plain: bool
    no_input: bool
    content: str | None = None
    again: bool = False
    adviser: bool = False
    respondent: str | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A dossier with an answer to every question asked."""

    path: Path
    dossier: "Dossier"
    engine: "Engine"
    plain: bool
    content: str | None = None

    @property
    def resume(self) -> str:
        """Command that opens the dossier again."""
        return resume(self.path, self.content)


class Paused(Exception):  # noqa: N818 - a wish, not a fault
    """The company stopped here of its own will; `message` says where it can resume."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(slots=True)
class Launch:
    """One run of the command. `load` reads the pack, only once the first question is on the screen."""

    wishes: Wishes
    day: date
    load: Callable[[], "Engine"]

    def run(self) -> Finished:
        """Interview until the dossier is finished; whatever stops it keeps everything and says how to resume."""
        path = naming.named(self.wishes.dossier) if self.wishes.dossier is not None else naming.latest()
        wishes = self.wishes
        plain = plain_face(asked=wishes.plain or wishes.no_input, missing=UsageError(NO_TERMINAL, NO_TERMINAL_HINT))
        while True:
            from iag_diag.dossiers.lock import sole_writer

            with sole_writer(path), face(plain=plain) as asker, _kept(path, wishes):
                finished = self._finish(path, asker, plain=plain)
            if finished is not None:
                return finished
            path = naming.fresh(path.parent)
            self.wishes = replace(self.wishes, dossier=str(path))

    def _finish(self, path: Path, asker: Asker, *, plain: bool) -> Finished | None:
        """Return the finished dossier, or None when the company asks for another one."""
        dossier, engine = self._opened(path, asker) if path.exists() else self._begun(path, asker)
        return self._interview(path, dossier, engine, asker, plain=plain)

    def _opened(self, path: Path, asker: Asker) -> "tuple[Dossier, Engine]":
        from iag_diag.dossiers import store

        dossier = store.load(path)
        engine = self.load()
        return self._resumed(path, dossier, engine, asker), engine

    def _begun(self, path: Path, asker: Asker) -> "tuple[Dossier, Engine]":
        """Open a new dossier; the pack is read while the company's name is typed."""
        if self.wishes.respondent is not None:
            raise UsageError(
                f"Le dossier « {path} » n’existe pas : commencez par les réponses de l’entreprise.",
                f"Sans --respondent : {resume(path, self.wishes.content)}",
            )
        if self.wishes.again:
            raise UsageError(
                f"Le dossier « {path} » n’existe pas : il n’y a pas de réponses à confirmer.",
                f"Pour un premier diagnostic, sans --again : {resume(path, self.wishes.content)}",
            )
        if self.wishes.no_input:
            raise UsageError(
                f"Le dossier « {path} » n’existe pas, et --no-input interdit de poser les questions.", NO_TERMINAL_HINT
            )
        from concurrent.futures import ThreadPoolExecutor

        asker.say(WELCOME, strong=True)
        asker.say(PRIVACY)
        with ThreadPoolExecutor(max_workers=1) as reader:
            loading = reader.submit(self.load)
            company = asker.line("Nom de votre entreprise (facultatif) :")
            engine = loading.result()

        from iag_diag.dossiers import store

        dossier = self._created(company, engine, asker)
        store.save(path, dossier)
        return dossier, engine

    def _interview(
        self, path: Path, dossier: "Dossier", engine: "Engine", asker: Asker, *, plain: bool
    ) -> Finished | None:
        from iag_diag.interview.session import Interview

        if self.wishes.respondent is not None:
            return self._respondent(path, dossier, engine, asker, plain=plain)
        interview = Interview(engine.pack, engine.flow, path, dossier, asker, moment, self.wishes.adviser)
        if self.wishes.again:
            from iag_diag.interview.again import again

            again(interview)
            interview.run()
        elif engine.flow.next_question(interview.questionnaire, dossier.values()) is None:
            choice = "result" if self.wishes.no_input else _menu(asker, interview, engine)
            if choice == "other":
                return None
            if choice not in ("result", "correct"):
                from iag_diag.dossiers import store

                interview.dossier = dossier.model_copy(update={"questionnaire": choice})
                store.save(path, interview.dossier)
            if choice != "result":
                interview.run()
        elif self.wishes.no_input:
            raise UsageError(
                "Ce dossier n’est pas terminé, et --no-input interdit de poser les questions.",
                f"Pour le terminer : {resume(path, self.wishes.content)}",
            )
        else:
            interview.run()
        return Finished(path, self._concluded(path, interview.dossier, engine), engine, plain, self.wishes.content)

    def _respondent(self, path: Path, dossier: "Dossier", engine: "Engine", asker: Asker, *, plain: bool) -> Finished:
        from iag_diag.interview.others import RespondentInterview

        interview = RespondentInterview(
            engine.pack,
            engine.flow,
            path,
            dossier,
            asker,
            moment,
            self.wishes.adviser,
            label=self.wishes.respondent or "",
        )
        interview.run()
        return Finished(path, self._concluded(path, interview.whole, engine), engine, plain, self.wishes.content)

    def _concluded(self, path: Path, dossier: "Dossier", engine: "Engine") -> "Dossier":
        """Keep the day's conclusions in the dossier, to compare with later ones."""
        from iag_diag.dossiers import store
        from iag_diag.dossiers.model import StoredDiagnosis
        from iag_diag.dossiers.reading import company_of

        answers = company_of(dossier, engine.pack, path).answers
        record = StoredDiagnosis.of(engine.diagnose(answers), answers, dossier.questionnaire, self.day)
        if record in dossier.diagnoses:
            return dossier
        dossier = dossier.with_diagnosis(record, moment())
        store.save(path, dossier)
        return dossier

    def _created(self, company: str, engine: "Engine", asker: Asker) -> "Dossier":
        from iag_diag.dossiers.answers import clean
        from iag_diag.dossiers.model import Dossier, PackReference

        pack = engine.pack
        chosen = self._questionnaire(engine)
        if chosen is None and len(pack.questionnaires) > 1:
            by_length = sorted(pack.questionnaires.values(), key=lambda entry: (entry.minutes, entry.id))
            offered = [(entry.id, f"{entry.label}, environ {entry.minutes} minutes") for entry in by_length]
            chosen = asker.choose(
                "Quel questionnaire ? L’express peut être complété plus tard, sans rien redemander.", offered
            )
        now = moment()
        return Dossier(
            company=clean(company),
            questionnaire=chosen or pack.manifest.questionnaire,
            pack=PackReference.of(pack),
            created=now,
            updated=now,
        )

    def _resumed(self, path: Path, dossier: "Dossier", engine: "Engine", asker: Asker) -> "Dossier":
        """Take up a dossier; answers that this pack no longer knows become notes, so that nothing is lost."""
        from iag_diag.dossiers.model import PackReference
        from iag_diag.dossiers.reading import own_answers
        from iag_diag.interview.wording import shown

        name = f" de {dossier.company}" if dossier.company else ""
        asker.say(f"Dossier{name} repris : {path}", strong=True)
        valid, _ = own_answers(dossier, engine.pack, path)
        for question in dossier.answers.keys() - valid.keys():
            former = dossier.answers[question]
            dossier = dossier.with_note(
                question, f"Ancienne réponse, qui ne correspond plus au référentiel : {shown(former.value)}", former.at
            )
            asker.say(f"La réponse à « {question} » ne correspond plus au référentiel : elle devient une note.")
        asked = self._questionnaire(engine) or dossier.questionnaire
        return dossier.model_copy(
            update={
                "answers": {question: dossier.answers[question] for question in dossier.answers if question in valid},
                "questionnaire": asked if asked in engine.pack.questionnaires else engine.pack.manifest.questionnaire,
                "pack": PackReference.of(engine.pack),
            }
        )

    def _questionnaire(self, engine: "Engine") -> str | None:
        wanted = self.wishes.questionnaire
        if wanted is not None and wanted not in engine.pack.questionnaires:
            raise UsageError(
                f"Le questionnaire « {wanted} » n’existe pas.", did_you_mean(wanted, engine.pack.questionnaires)
            )
        return wanted


def moment() -> str:
    """Now, in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _menu(asker: Asker, interview: "Interview", engine: "Engine") -> str:
    choices = [("result", "Voir mon résultat et ma feuille de route"), ("correct", "Corriger une réponse")]
    answers = interview.dossier.values()
    for questionnaire in engine.pack.questionnaires.values():
        left = sum(question not in answers for question in engine.flow.asked(questionnaire, answers))
        if left:
            choices.append(
                (questionnaire.id, f"Approfondir : {questionnaire.label.lower()}, encore {left} questions environ")
            )
    return asker.choose("Ce diagnostic est terminé.", [*choices, ("other", "Commencer un autre dossier")])


def plain_face(*, asked: bool, missing: UsageError) -> bool:
    """Whether to speak plainly; raises `missing` where there is no terminal at all, and it was not asked for."""
    plain = asked or bool(os.environ.get("ACCESSIBLE")) or os.environ.get("TERM") == "dumb"
    if not plain and not sys.stdin.isatty():
        raise missing
    return plain or not sys.stderr.isatty()


@contextmanager
def face(*, plain: bool) -> Iterator[Asker]:
    """Lend the face that suits the terminal: handsome, or plain where it is asked for or nothing else can be."""
    if plain:
        from iag_diag.interview.plain import PlainAsker

        yield PlainAsker()
        return
    from iag_diag.interview.prompts import PromptAsker, on_stderr

    with ExitStack() as stack:
        try:
            stack.enter_context(on_stderr())
            asker: Asker = PromptAsker()
        except Exception as error:
            if type(error).__name__ != "NoConsoleScreenBufferError":  # Git Bash on Windows: no screen to draw on
                raise
            from iag_diag.interview.plain import PlainAsker

            asker = PlainAsker()
        yield asker


def resume(path: Path, content: str | None = None) -> str:
    """Command that opens a dossier."""
    command = f"iag-diag start {shlex.quote(naming.short(path))}"
    return command if content is None else f"{command} --content {shlex.quote(content)}"


def _as_before(wishes: Wishes) -> str:
    """Options to give again, so that what was interrupted goes on as it was."""
    person = f" --respondent {shlex.quote(wishes.respondent)}" if wishes.respondent is not None else ""
    return f"{' --again' if wishes.again else ''}{' --adviser' if wishes.adviser else ''}{person}"


@contextmanager
def _kept(path: Path, wishes: Wishes) -> Iterator[None]:
    """Turn a pause, Ctrl-C or Ctrl-D into a goodbye that says where the dossier is and how to resume."""
    how = f"Pour reprendre : {resume(path, wishes.content)}{_as_before(wishes)}"
    try:
        yield
    except StopHere as stop:
        raise Paused(f"En pause. Vos réponses sont gardées dans {path}.\n{how}") from stop
    except (KeyboardInterrupt, EOFError) as error:
        if isinstance(error, EOFError) and not sys.stdin.isatty() and not path.exists():
            raise UsageError(NO_TERMINAL, NO_TERMINAL_HINT) from error
        if not path.exists():
            raise InterruptedByUser(
                "Interrompu avant la première question : rien à garder.", "Pour commencer : iag-diag start"
            ) from error
        raise InterruptedByUser(f"Interrompu. Vos réponses sont gardées dans {path}.", how) from error
