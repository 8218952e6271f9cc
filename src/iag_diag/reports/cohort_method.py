"""What a cohort report says last: how the figures were made, and what they do not say."""

from collections.abc import Iterator

from iag_diag.batch.cohort.describing import Cohort
from iag_diag.content.pack import Pack
from iag_diag.reports import french
from iag_diag.reports.cohort_summary import decimal


def method(cohort: Cohort, pack: Pack) -> Iterator[str]:
    """Say the method and its limits, in ten sentences or so."""
    yield "Les réponses sont déclarées par les entreprises ; personne ne les a vérifiées."
    yield (
        "La cohorte réunit les entreprises qui ont répondu. Rien ne dit que les autres auraient répondu de même : "
        "aucun calcul ne corrige cela."
    )
    yield from _weights(cohort)
    yield (
        "Entre parenthèses, l’intervalle de confiance à 95 % (méthode de Wilson, sur l’effectif efficace). Il mesure "
        "le hasard du tirage, pas le fait que certaines entreprises répondent plus que d’autres."
    )
    yield (
        f"Une case de moins de {cohort.floor} entreprises est masquée, et d’autres avec elle pour qu’une soustraction "
        "ne la retrouve pas. Un zéro est montré : il ne désigne personne. Les effectifs sont ceux des réponses, avant "
        "tout redressement."
    )
    yield "Les parts sont arrondies au point : leur somme peut faire 99 ou 101. Ne les recalculez pas plus finement."
    yield (
        "La moyenne d’un axe porte sur les entreprises dont l’axe a une note ; les autres n’ont pas assez répondu, "
        "ou ne sont pas concernées."
    )
    if cohort.comparisons:
        yield from _study(pack)
    elif pack.manifest.study:
        yield (
            "Les chiffres de l’étude ne sont pas en regard : ce fichier de résultats ne porte pas les réponses qui s’y "
            "comparent. Donnez le répertoire des résultats, ou leur fichier Parquet."
        )
    if pack.manifest.study:
        yield (
            "Les conditions de passage et les poids des axes sont un choix de l’outil, écrit dans le référentiel : "
            "l’étude ne relie pas ses réponses aux phases."
        )
    else:
        yield "Les conditions de passage et les poids des axes sont un choix, écrit avec sa raison dans le référentiel."


def _weights(cohort: Cohort) -> Iterator[str]:
    weighting = cohort.weighting
    if not weighting.margins:
        yield (
            "Sans redressement, une taille ou une branche qui a beaucoup répondu pèse d’autant : donnez une population "
            "de référence avec --population."
        )
        return
    how = "leur tableau croisé" if weighting.joint else "une répartition connue"
    if len(weighting.margins) > 1:
        how = "leurs répartitions connues, ajustées tour à tour"
    low, high = weighting.range
    yield (
        f"Le redressement par {' et par '.join(weighting.margins)} ramène la cohorte à la population donnée, "
        f"par {how}. Une entreprise compte pour {decimal(low)} à {decimal(high)} (1 en moyenne, "
        f"{decimal(weighting.cap)} au plus). Il ne corrige rien d’autre."
    )
    yield (
        f"Ces poids coûtent de la précision : {french.number(cohort.companies)} entreprises renseignent autant que "
        f"{french.number(round(weighting.effective))} de même poids (effectif efficace de Kish ; effet du plan : "
        f"{decimal(cohort.design_effect)})."
    )


def _study(pack: Pack) -> Iterator[str]:
    yield (
        f"Les repères viennent de l’étude « {pack.manifest.study or pack.manifest.label} ». "
        "Fiabilité « sûr » : tout l’échantillon, "
        "redressé ; « prudence » : base non précisée, ou filtrée ; « fragile » : base probablement partielle. "
        "Ces chiffres ont aussi leur marge, que l’étude ne publie pas."
    )
    yield (
        "Face à l’étude, une part se lit parmi les réponses données (colonne « Réponses »). « Je ne sais pas » n’en "
        "fait partie que là où l’étude le compte avec « non ». Une question posée à certaines entreprises seulement "
        "ne décrit qu’elles."
    )
