"""The page on solidity tells all that was tried, with its numbers, and nothing else."""

import re
from datetime import date

from hypothesis import given, settings

from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.reading import Company
from iag_diag.reports.explaining import Explanation
from iag_diag.reports.solidity import as_read, stability
from strategies import COMPANIES


@settings(max_examples=25)
@given(answers=COMPANIES)
def test_every_close_call_and_every_share_is_told_once(answers: Answers, engine: Engine):
    explanation = Explanation(engine, Company("", answers), date(2026, 11, 23))
    found, pack, phase = explanation.firmness, engine.pack, explanation.diagnosis.phase
    page = explanation.solidity()
    verdict, unknown, near, contrary, kept, entering, rule = (page.subtitles[0], *(part.lines for part in page.parts))
    assert verdict.startswith("Fragile" if found.fragile else "Solide")
    assert (unknown == ("Aucune ne changerait la phase.",)) == phase.certain
    told = [line for line in (*near, *contrary) if "au lieu de" in line]
    assert (len(told), len(contrary)) == (len(found.close), len(found.close) - len(found.near))
    labels = {entry.id: entry.label.lower() for entry in pack.phases}
    for line, call in zip(told, sorted(found.close, key=lambda call: call not in found.near), strict=True):
        assert line.startswith(as_read(pack, explanation.diagnosis, call.question).label)
        assert re.search(rf"phase d[e’] ?{labels[call.phase]} \(rules/phases\.yaml:\d+", line)
    for lines, presences in ((kept, found.kept), (entering, found.entering)):
        assert [line for line in lines if "tirage" in line] == [
            f"{pack.sheets[one.sheet].name}\u00a0: retenue dans {one.draws}\u00a0tirage{'s' * (one.draws > 1)} "
            f"sur {found.draws}"
            for one in presences
        ]
    assert f"{found.stays_from}\u00a0%" in rule[0]
    for sheet in pack.sheets:
        draws = {one.sheet: one.draws for one in (*found.kept, *found.entering)}.get(sheet, 0)
        said = stability(pack, found, sheet)
        assert (f" {draws}\u00a0tirage" in said) == bool(draws or sheet in {one.sheet for one in found.kept})


def test_a_question_is_worded_for_who_works_alone(engine: Engine):
    alone, some = (engine.diagnose({"taille": size}) for size in ("0", "1-9"))
    question = next(
        one for one in engine.pack.questions.values() if one.solo and any(option.solo for option in one.options)
    )
    assert as_read(engine.pack, some, question.id) is question
    read = as_read(engine.pack, alone, question.id)
    assert read.label == question.solo
    assert [option.label for option in read.options] == [option.solo or option.label for option in question.options]
