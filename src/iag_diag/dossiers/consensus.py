"""Several people of one company answered: what the diagnosis goes by, and where they do not say the same.

The rule, the same everywhere and said in the report: on a scale, the least advanced of their answers (nobody is said to
be further than the most careful of them thinks); on anything else, the answer of the company itself (the dossier's), or
where it has none, the one that all the others share. « Je ne sais pas » never prevails over an answer. Free texts are
never mixed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Answers, Value


@dataclass(frozen=True, slots=True)
class Saying:
    """Who answered what; `who` is empty for the company itself."""

    who: str
    value: Value


@dataclass(frozen=True, slots=True)
class Divergence:
    """A question on which they differ, « je ne sais pas » aside, and the answer that the diagnosis goes by."""

    question: str
    sayings: tuple[Saying, ...]
    kept: Value


@dataclass(frozen=True, slots=True)
class Consensus:
    """The answers that the diagnosis goes by, and every divergence, in the order of the questionnaire."""

    answers: Answers
    divergences: tuple[Divergence, ...] = ()


def consensus(pack: Pack, own: Answers, others: Mapping[str, Answers]) -> Consensus:
    """Join the company's own answers and those of other people in it, by who they are; all are checked answers."""
    answers: dict[str, Value] = dict(own)
    found: list[Divergence] = []
    for question in pack.questions.values():
        theirs = [Saying(who, said[question.id]) for who, said in others.items() if question.id in said]
        if not theirs or question.kind is Kind.TEXT:
            continue
        ours = [Saying("", own[question.id])] if question.id in own else []
        kept = _kept(question, [one.value for one in ours], [one.value for one in theirs])
        if kept is not None:
            answers[question.id] = kept
        known = [one for one in (*ours, *theirs) if one.value != NSP]
        if any(one.value != known[0].value for one in known):
            found.append(Divergence(question.id, tuple(known), answers.get(question.id, NSP)))
    return Consensus(answers, tuple(found))


def _kept(question: Question, ours: list[Value], theirs: list[Value]) -> Value | None:
    """Answer to go by; None to leave the company's own as it is."""
    known = [value for value in (*ours, *theirs) if value != NSP]
    if (
        question.scale is not None
        and not question.profile
        and not question.multiple
        and question.kind is not Kind.MATRIX
    ):
        rungs = [str(value) for value in known if value != SANS_OBJET]
        return min(rungs, key=question.rank) if rungs else _shared(known)
    if any(value != NSP for value in ours):
        return None
    return _shared(known)


def _shared(values: Iterable[Value]) -> Value | None:
    values = list(values)
    return values[0] if values and all(value == values[0] for value in values) else None
