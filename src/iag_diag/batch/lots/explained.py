"""Each column of the results, explained in one French sentence: the workbook's last sheet, and the guide."""

from collections.abc import Iterator

from iag_diag.batch.lots import outputs
from iag_diag.batch.lots.delivery import Layout
from iag_diag.batch.lots.tabling import ANSWERED, KEY, LINE, REFUSED
from iag_diag.batch.scoring import results


def explained(layout: Layout) -> Iterator[tuple[str, str]]:
    """Headings and what they hold, in the order of the files."""
    pack = layout.pack
    phases = ", ".join(phase.id for phase in pack.phases)
    yield LINE, "Numéro de la ligne dans l’export, comme le montre un tableur."
    yield KEY, "Ce qui désigne l’entreprise dans l’export ; vide si la correspondance ne nomme pas cette colonne."
    yield results.PHASE, f"Phase que les réponses démontrent : {phases}."
    yield results.PHASE_LOWEST, "Phase si tout ce que l’on ignore se réglait au pire."
    yield (
        results.PHASE_HIGHEST,
        "Phase si tout ce que l’on ignore se réglait au mieux ; différente : phase à confirmer.",
    )
    for dimension in pack.dimensions.dimensions:
        floor = pack.dimensions.coverage_floor
        yield (
            results.axis(dimension.id),
            f"{dimension.label}, note de 0 à 100. Vide : moins de {floor} % de l’axe est connu. {dimension.meaning}",
        )
        yield results.coverage(dimension.id), f"{dimension.label} : part connue de l’axe, en pour cent."
    yield results.WEAKEST, "Axe dont la note exacte, avant arrondi, est la plus basse."
    alerts = " ; ".join(f"{alert.id} ({alert.label.lower()})" for alert in pack.alerts)
    yield results.ALERTS, f"Points de vigilance, séparés par « | » : {alerts}."
    yield (
        results.MISSING,
        "Conditions de la phase suivante qui ne sont pas remplies, ou pas connues, séparées par « | ».",
    )
    for rank in range(1, max(size.keep for size in pack.planning.sizes) + 1):
        yield results.sheet(rank), f"Fiche action conseillée en position {rank} ; vide : pas d’autre fiche."
    yield ANSWERED, "Nombre de questions qui ont une réponse lisible, « ne sait pas » et « sans objet » compris."
    yield (
        REFUSED,
        "Nombre de cellules de cette ligne qui n’ont pas été comprises ; elles sont dans le fichier des refus.",
    )
    if layout.roadmaps:
        yield outputs.PATH, "Où est la feuille de route de l’entreprise, à partir de ce répertoire."
    for slot in layout.shown:
        question = pack.questions[slot.question]
        row = next((f" ({row.label})" for row in question.rows if row.id == slot.row), "")
        yield outputs.answer_heading(slot.name), f"Réponse donnée : {question.label}{row}"
