"""A diagnosis put into words: from results and content to the view model that every report reads."""

from datetime import date, timedelta

from iag_diag.content.pack import Pack
from iag_diag.content.sheets import ActionSheet
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Answers
from iag_diag.diagnosis.results import Diagnosis, DimensionResult, Practice, SheetResult, Verdict
from iag_diag.diagnosis.robustness import Robustness
from iag_diag.reports import french
from iag_diag.reports.solidity import actions_caution, phase_caution
from iag_diag.reports.view import (
    ActionView,
    AlertView,
    AsideView,
    AxisView,
    GateView,
    GuidanceView,
    HorizonView,
    NextPhaseView,
    Person,
    ReportView,
)

MOST_REASONS = 4
MOST_STRENGTHS = 6


def report_view(
    pack: Pack,
    diagnosis: Diagnosis,
    answers: Answers,
    *,
    company: str,
    questionnaire: str | None,
    day: date,
    guidance: GuidanceView,
    opening: NextPhaseView | None,
    firmness: Robustness | None,
) -> ReportView:
    """Put a diagnosis into words. `questionnaire` is None where the answers come from a file."""
    phase = diagnosis.phase
    labels = {entry.id: entry.label for entry in pack.phases}
    asked = pack.questionnaires[questionnaire] if questionnaire else None
    horizons = _horizons(pack, diagnosis, day)
    return ReportView(
        company=company or "Votre entreprise",
        day=french.long_date(day),
        profile=_profile(pack, answers),
        questionnaire=asked.label if asked else "",
        complete=asked is None or len(asked.questions) == len(pack.questions),
        pack_label=pack.manifest.label,
        pack_version=pack.manifest.version,
        study=pack.manifest.study or "",
        phase=phase.label,
        phase_rank=french.ordinal(pack.phase_ranks[phase.id] + 1) if phase.next_phase else "dernière",
        phase_count=french.in_letters(len(pack.phases)),
        meaning=phase.meaning,
        outlook=phase.outlook,
        span=""
        if phase.certain
        else f"de « {labels[phase.lowest]} » à « {labels[phase.highest]} »".replace("« ", "«\u00a0").replace(
            " »", "\u00a0»"
        ),
        phase_caution=phase_caution(pack, diagnosis, firmness) if firmness else "",
        open_questions=tuple(_person(pack, question, solo=diagnosis.solo) for question in phase.deciding),
        held=_held(pack, diagnosis),
        next_phase=labels[phase.next_phase] if phase.next_phase else "",
        blocking=tuple(GateView(gate.label, gate.missing, gate.holds is None) for gate in phase.blocking),
        opening=opening,
        axes=tuple(_axis(axis) for axis in diagnosis.dimensions),
        weakest=next((axis.label for axis in diagnosis.dimensions if axis.id == diagnosis.weakest), ""),
        alerts=tuple(AlertView(alert.label, alert.text, alert.advice) for alert in diagnosis.alerts),
        strengths=tuple(strength.text for strength in diagnosis.strengths[:MOST_STRENGTHS]),
        actions_caution=actions_caution(diagnosis, firmness) if firmness else "",
        horizons=horizons,
        aside=_aside(pack, diagnosis, len(diagnosis.roadmap)),
        extent=_extent(diagnosis, said=answers.get(pack.planning.time_question) not in (None, NSP, SANS_OBJET)),
        follow_up=french.long_date(day + timedelta(days=pack.planning.follow_up_days)),
        coverage_floor=pack.dimensions.coverage_floor,
        guidance=guidance,
    )


def _extent(diagnosis: Diagnosis, *, said: bool) -> str:
    """Say how many actions are kept, and what kept them to that."""
    count = len(diagnosis.roadmap)
    actions = f"{french.in_letters(count).capitalize()} action{'s' if count > 1 else ''}"
    refused = {result.verdict for result in diagnosis.not_kept}
    if Verdict.NO_TIME in refused:
        hours = french.counted(diagnosis.hours_per_month, "heure")
        fits = "c’est ce qui tient dans" if said else "comptez à peu près"
        return f"{actions}, pas davantage : {fits} {hours} par mois."
    if Verdict.NO_ROOM in refused:
        return f"{actions}, pas davantage : mieux vaut en finir peu qu’en commencer beaucoup."
    return f"{actions} : c’est ce que vos réponses appellent aujourd’hui."


def _held(pack: Pack, diagnosis: Diagnosis) -> tuple[str, ...]:
    """Conditions met, of the phases reached and of the next one: those further up say nothing yet."""
    up_to = pack.phase_ranks[diagnosis.phase.id] + 1
    return tuple(gate.label for gate in diagnosis.phase.gates if gate.holds and pack.phase_ranks[gate.phase] <= up_to)


def _profile(pack: Pack, answers: Answers) -> str:
    """« Commerce à distance, de 1 à 9 salariés »: the single-choice facts of profile that the company gave."""
    labels = [
        option.label
        for question in pack.questions.values()
        if question.profile and (question.search or question.id == pack.manifest.size_question)
        if isinstance(value := answers.get(question.id), str) and (option := question.option(value))
    ]
    return " · ".join(labels)


def _person(pack: Pack, question_id: str, *, solo: bool) -> Person:
    question = pack.questions[question_id]
    return Person(question.solo if solo and question.solo else question.label, question.ask or "")


def _axis(axis: DimensionResult) -> AxisView:
    remark = ""
    if axis.total_weight == 0:
        remark = "ne vous concerne pas"
    elif axis.score is None:
        remark = "à compléter"
    elif axis.weight < axis.total_weight:
        remark = f"connu à {axis.coverage}{french.NBSP}%"
    return AxisView(axis.label, axis.meaning, axis.score, remark)


def _horizons(pack: Pack, diagnosis: Diagnosis, day: date) -> tuple[HorizonView, ...]:
    views = []
    for horizon in pack.planning.horizons:
        due = day + timedelta(days=horizon.days)
        actions = (
            _action(pack, result, diagnosis, due) for result in diagnosis.roadmap if result.horizon == horizon.id
        )
        views.append(HorizonView(horizon.label, french.long_date(due), tuple(actions)))
    return tuple(views)


def _action(pack: Pack, result: SheetResult, diagnosis: Diagnosis, due: date) -> ActionView:
    sheet = pack.sheets[result.sheet]
    variant = sheet.variant(diagnosis.size or pack.planning.default_size)
    remarks = {
        Practice.STARTED: "Vous avez déjà commencé : il s’agit d’aller au bout.",
        Practice.UNKNOWN: "Si c’est déjà fait chez vous, passez à la suivante : "
        "la question ne vous a pas été posée, ou vous ne le saviez pas.",
    }
    return ActionView(
        rank=result.rank or 0,
        name=sheet.name,
        title=sheet.title or "",
        number=sheet.number,
        summary=sheet.summary,
        why=tuple(reason.text for reason in result.reasons[:MOST_REASONS]),
        remark=remarks.get(result.practice, ""),
        who=variant.who,
        first_step=variant.first_step.text,
        first_step_minutes=variant.first_step.minutes,
        steps=variant.steps,
        hours=french.counted(result.hours or 0, "heure"),
        cost=sheet.cost.text,
        indicator=variant.indicator,
        avoid=variant.avoid,
        prepares=sheet.prepares,
        due=french.short_date(due),
    )


def _aside(pack: Pack, diagnosis: Diagnosis, kept: int) -> tuple[AsideView, ...]:
    """Group the sheets not kept by reason, in the order in which a reader cares."""
    limit = f"Utile, mais après les {french.in_letters(kept)} actions retenues : mieux vaut en finir peu"
    reasons = {
        Verdict.DONE: "Déjà en place chez vous",
        Verdict.NO_ROOM: limit,
        Verdict.NO_TIME: "Utile, mais trop long pour les heures que vous pouvez y passer",
        Verdict.LATER: "Pour plus tard, quand vous aurez passé une phase",
        Verdict.NOT_NEEDED: "Rien dans vos réponses ne l’appelle aujourd’hui",
        Verdict.NOT_APPLICABLE: "Sans objet chez vous, d’après votre réponse",
        Verdict.WRONG_SIZE: "Prévue pour une autre taille d’entreprise",
    }
    groups = (
        (
            text,
            tuple(_aside_name(pack.sheets[result.sheet]) for result in diagnosis.not_kept if result.verdict is verdict),
        )
        for verdict, text in reasons.items()
    )
    return tuple(AsideView(text, sheets) for text, sheets in groups if sheets)


def _aside_name(sheet: ActionSheet) -> str:
    return f"{sheet.name} (fiche {sheet.number})"


def verdict_text(pack: Pack, result: SheetResult) -> str:
    """Say in one sentence why a sheet is not kept, for machines that show it."""
    phase = next(entry.label for entry in pack.phases if entry.id == pack.sheets[result.sheet].phase)
    return {
        Verdict.DONE: "Déjà en place.",
        Verdict.NO_ROOM: "Utile, mais après les actions retenues.",
        Verdict.NO_TIME: "Utile, mais trop long pour les heures données.",
        Verdict.LATER: f"Plus tard : c’est une fiche de la phase {phase.lower()}.",
        Verdict.NOT_NEEDED: "Rien dans les réponses ne l’appelle aujourd’hui.",
        Verdict.NOT_APPLICABLE: "Sans objet, d’après la réponse donnée.",
        Verdict.WRONG_SIZE: pack.sheet_rules[result.sheet].sizes_reason,
        Verdict.KEPT: "",
    }[result.verdict]
