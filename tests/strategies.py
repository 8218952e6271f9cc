"""Companies drawn at random: answers to the shipped pack, whole or with holes, beginners and experts alike."""

from typing import Any

from hypothesis import strategies as st

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack, load_pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET

UNSAID = (NSP, SANS_OBJET, None)


def companies(pack: Pack) -> st.SearchStrategy[dict[str, Any]]:
    """Draw answers as a file holds them: each question given, « nsp », « sans-objet » or absent, hidden ones too.

    Some companies leave nothing unsaid, some a little, some a lot; half of them keep to the upper half of the scales,
    for chance alone would hardly ever draw a company of the last phases.
    """
    kinds = [(holes, advanced) for holes in (0, 1, 4) for advanced in (False, True)]
    return st.one_of([_companies(pack, holes, advanced=advanced) for holes, advanced in kinds])


def _companies(pack: Pack, holes: int, *, advanced: bool) -> st.SearchStrategy[dict[str, Any]]:
    unsaid = [st.sampled_from(UNSAID)] * holes
    drawn = {
        question.id: st.one_of([_given(question, advanced=advanced)] * (10 - holes) + unsaid)
        for question in pack.questions.values()
    }
    return st.fixed_dictionaries(drawn).map(
        lambda answers: {question: value for question, value in answers.items() if value is not None}
    )


def _given(question: Question, *, advanced: bool) -> st.SearchStrategy[Any]:
    match question.kind:
        case Kind.TEXT:
            return st.text(max_size=40)
        case Kind.MATRIX:
            cells = _options(question, question.cell, advanced=advanced) | st.sampled_from((NSP, SANS_OBJET))
            return st.dictionaries(st.sampled_from([row.id for row in question.rows]), cells, min_size=1)
        case _:
            return _options(question, question.kind, advanced=advanced)


def _options(question: Question, kind: Kind, *, advanced: bool) -> st.SearchStrategy[Any]:
    if kind is Kind.SINGLE:
        ids = [option.id for option in question.options]
        if advanced and question.scale is not None and not question.profile:
            ids = [option for option in ids if question.rank(option) >= len(ids) // 2]
        return st.sampled_from(ids)
    plain = [option.id for option in question.options if not option.exclusive]
    alone = [(option.id,) for option in question.options if option.exclusive]
    ticked = st.lists(st.sampled_from(plain), min_size=1, unique=True).map(lambda chosen: in_order(question, chosen))
    return ticked | st.sampled_from(alone) if alone else ticked


def in_order(question: Question, chosen: list[str]) -> tuple[str, ...]:
    """Ticked options as the tool stores them: in the order of the question."""
    return tuple(option.id for option in question.options if option.id in chosen)


COMPANIES = st.deferred(lambda: companies(load_pack()))
