"""What must hold for the levers: their words lead somewhere, and no change that a gate calls for is without words."""

from collections.abc import Iterator

from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.content.rules import LeverAction, LeverExclusion
from iag_diag.content.sheet_checks import known
from iag_diag.content.strict_yaml import Document, Path

Step = tuple[str, str]


def check_levers(pack: Pack) -> None:
    """Check what is advised and what is not against the questions, the sheets and the gates."""
    document, levers = pack.documents["rules/levers.yaml"], pack.levers
    said: set[Step] = set()
    left: set[Step] = set()
    for index, rule in enumerate(levers.excluded):
        left |= _steps(pack, document, ("excluded", index), rule)
    for index, action in enumerate(levers.actions):
        path: Path = ("actions", index)
        steps = _steps(pack, document, path, action)
        for place, option in enumerate(action.options):
            if (action.question, option) in steps & (said | left):
                what = "a déjà une action" if (action.question, option) in said else "est écartée dans « excluded »"
                what = f"La réponse « {option} » (à « {action.question} ») {what}."
                document.problem((*path, "options", place), what, "Gardez l’une des deux.")
        said |= steps
        for place, sheet in enumerate(action.sheets):
            known(document, (*path, "sheets", place), sheet, pack.sheets, "La fiche")
        for size in action.effort or {}:
            known(document, (*path, "effort", size), size, [size.id for size in pack.planning.sizes], "La taille")
    if not document.problems:
        _check_words(pack, document, said | left)


def _steps(pack: Pack, document: Document, path: Path, rule: LeverAction | LeverExclusion) -> set[Step]:
    """List the answers that a rule speaks of; all those of the question where it names none."""
    if not known(document, (*path, "question"), rule.question, pack.questions, "La question"):
        return set()
    question = pack.questions[rule.question]
    options = [option.id for option in question.options]
    for place, option in enumerate(rule.options):
        if question.id not in pack.doubts.ids:
            known(document, (*path, "options", place), option, options, f"La réponse (à « {question.id} »)")
    return {(question.id, option) for option in rule.options or options}


def _check_words(pack: Pack, document: Document, settled: set[Step]) -> None:
    """Require an action, or an exclusion, for each answer that can bring a company nearer to a phase."""
    named: dict[str, set[str]] = {}
    for atom in _read_by_gates(pack):
        named.setdefault(atom.answer, set()).update(_options(atom))
    for question in (pack.questions[name] for name in named if name not in pack.doubts.ids):
        steps = [option for option in _steps_up(question, named[question.id]) if (question.id, option) not in settled]
        if steps:
            listed = ", ".join(f"« {option} »" for option in steps)
            what = f"Aucune action ne mène à {listed} (à « {question.id} »), dont dépend une condition de passage."
            document.problem(("actions",), what, "Écrivez-la, ou écartez cette réponse dans « excluded ».", key=True)


def _steps_up(question: Question, named: set[str]) -> Iterator[str]:
    """Answers that a company can be led to; the lowest level only where a condition names it."""
    for option in question.options:
        counted = question.kind is Kind.MULTIPLE or question.scale is not None
        if counted and not option.exclusive and (question.rank(option.id) > 0 or option.id in named):
            yield option.id


def _read_by_gates(pack: Pack) -> Iterator[op.AnswerOperator]:
    """Operators on whole answers in the gates, named conditions and the flow followed."""
    waiting: list[Condition] = [gate.when for phase in pack.phases for gate in phase.gates]
    followed: set[tuple[str, str]] = set()
    while waiting:
        for atom in op.atoms(waiting.pop()):
            match atom:
                case op.Named(named=name) if name in pack.conditions and ("", name) not in followed:
                    followed.add(("", name))
                    waiting.append(pack.conditions[name])
                case op.AnswerOperator(answer=name) | op.Unknown(unknown=name) if name in pack.questions:
                    when = pack.questions[name].when
                    if when is not None and ("when", name) not in followed:
                        followed.add(("when", name))
                        waiting.append(when)
                    if isinstance(atom, op.AnswerOperator) and atom.row is None:
                        yield atom


def _options(atom: op.AnswerOperator) -> tuple[str, ...]:
    match atom:
        case op.AnswerIs(is_=option) | op.AnswerIncludes(includes=option):
            return (option,)
        case op.AnswerIn(in_=options):
            return options
        case _:
            return ()
