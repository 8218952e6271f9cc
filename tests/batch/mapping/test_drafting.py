"""Drafting: raw labels and headings as French exports hold them, and what the tool may make of them alone."""

from collections import Counter
from collections.abc import Mapping, Sequence

import pytest

from iag_diag.batch.export import Habits, Heading
from iag_diag.batch.mapping.bands import Band, band_of, is_date
from iag_diag.batch.mapping.choices import pieces
from iag_diag.batch.mapping.draft import Draft
from iag_diag.batch.mapping.drafting import Drafter
from iag_diag.batch.mapping.labels import CERTAIN, match_labels
from iag_diag.batch.mapping.marks import match_marks
from iag_diag.batch.mapping.picture import picture, refuse_foreign
from iag_diag.batch.mapping.questions import Questions, read_values
from iag_diag.batch.mapping.samples import Sample
from iag_diag.batch.mapping.units import units_of, unnumbered
from iag_diag.content.pack import Pack
from iag_diag.errors import IagDiagError

NB = "\u00a0"
UNDECIDED = "?"
# What a person would say that each label is. « ? »: nobody could be sure, or it takes more than words to be.
CORPUS = {
    "taille": {
        "0": "0",
        "Aucun salarié": "0",
        "0 salarié": "0",
        "0 SALARIE ": "0",
        "Je travaille seul": "0",
        "Zéro salarié": "0",
        "1-9": "1-9",
        "1 à 9 salariés": "1-9",
        "De 1 à 9": "1-9",
        "1 a 9 salaries": "1-9",
        f"1{NB}à{NB}9 salariés": "1-9",
        "01 - 09": "1-9",
        "entre 1 et 9 salariés": "1-9",
        "Moins de 10": "?",
        "Moins de 10 salariés": "?",
        "1 à 10": "?",
        "10 à 49": "10-49",
        "10–49 salariés": "10-49",
        "10 a 49 personnes": "10-49",
        "10 à 50": "?",
        "de 11 à 49": "?",
        "50-199": "50-199",
        "50 à 199 salariés": "50-199",
        "50 à 249": "?",
        "200 à 499": "200-499",
        "500 et plus": "500+",
        "500 salariés et plus": "500+",
        "500+": "500+",
        "+ de 500": "?",
        "Plus de 500": "?",
        ">= 500": "500+",
        "plus de 499 salariés": "500+",
        "500 ou davantage": "500+",
        "09-janv": "?",
        "janv.-09": "?",
        "01-sept": "?",
        "oct.-49": "?",
        "2026-09-01 00:00:00": "?",
        "01/09/2026": "?",
        "2026-09-01": "?",
        "TPE": "?",
        "PME": "?",
        "7": "?",
        "46266": "?",
        "1 Ã\xa0 9 salariÃ©s": "?",
        "1 ? 9 salari?s": "?",
        "1 \ufffd 9 salari\ufffds": "?",
    },
    "strategie": {
        "Oui": "oui",
        "OUI": "oui",
        " oui ": "oui",
        "Non": "non",
        "non.": "non",
        "Y": "oui",
        "N": "non",
        "Yes": "oui",
        "No": "non",
        "Oui, tout à fait": "?",
        "Plutôt non": "?",
        "Oui et non": "?",
        "Pas encore": "?",
        "En cours": "?",
        "1": "?",
        "2": "?",
        "Vrai": "oui",
        "FAUX": "non",
        "Non ou ne sait pas": "?",
    },
    "appropriation": {
        "Aucune réflexion pour l’instant": "aucune-reflexion",
        "Aucune réflexion": "aucune-reflexion",
        "aucune reflexion a ce stade": "aucune-reflexion",
        "Acculturation générale": "acculturation",
        "ACCULTURATION": "acculturation",
        "Découverte": "acculturation",
        "Premières réflexions concrètes": "premieres-reflexions",
        "Premieres reflexions": "premieres-reflexions",
        "Des premières réflexions concrètes sont menées": "premieres-reflexions",
        "Stratégie formalisée": "strategie-formalisee",
        "Strategie mise par ecrit": "strategie-formalisee",
        "Cas d'usage définis": "cas-usage-definis",
        "CAS D’USAGE DEFINIS": "cas-usage-definis",
        "Des cas d'usage sont définis": "cas-usage-definis",
        "Réflexion": "?",
        "Stratégie": "?",
        "Pas de stratégie formalisée": "?",
        "Niveau 3": "?",
        "A2": "?",
        "Autre": "?",
        "Cas d'usage non définis": "?",
    },
    "apprehension": {
        "Très faible": "tres-faible",
        "TRES FAIBLE": "tres-faible",
        "Trés faible": "tres-faible",
        "Tres faibles": "tres-faible",
        "très faible ": "tres-faible",
        "Faible": "faible",
        "faibles": "faible",
        "Plutôt faible": "?",
        "Assez faible": "?",
        "Moyenne": "moyenne",
        "Moyen": "moyenne",
        "Bonne": "bonne",
        "Bon": "bonne",
        "Très bonne": "tres-bonne",
        "Trés bonne": "tres-bonne",
        "Assez bonne": "?",
        "Excellente": "?",
        "Pas bonne": "?",
        "Mauvaise": "?",
        "TrÃ¨s faible": "?",
        "Tr?s faible": "?",
    },
    "freins": {
        "Manque d'expertise interne": "manque-expertise",
        "Le manque d’expertise": "manque-expertise",
        "MANQUE D EXPERTISE": "manque-expertise",
        "Manque d'intérêt pour l'activité actuelle": "?",
        "Manque d'interet": "manque-interet",
        "Coûts d'investissement": "?",
        "Le coût": "couts",
        "Coûts": "couts",
        "Manque de visibilité sur les cas d'usage": "visibilite-usages",
        "Visibilité usages": "visibilite-usages",
        "Risques de sécurité informatique": "securite-informatique",
        "Sécurité informatique": "securite-informatique",
        "Difficulté à sécuriser les infrastructures": "?",
        "Résistance au changement": "resistance-changement",
        "Résistances au changement": "resistance-changement",
        "Contraintes réglementaires": "contraintes-reglementaires",
        "Contraintes réglementaires (RGPD)": "contraintes-reglementaires",
        "Acceptabilité sociale": "acceptabilite-sociale",
        "Aucun frein": "aucun-frein",
        "Pas de frein": "aucun-frein",
        "Un autre frein": "autre",
        "Autre frein": "autre",
        "Manque": "?",
        "Manque de temps": "?",
        "Sécurité": "?",
        "Frein": "?",
        "Aucun manque d'expertise": "?",
    },
    "branche": {
        "Optique-lunetterie de détail": "optique-lunetterie",
        "OPTIQUE LUNETTERIE": "optique-lunetterie",
        "Optique lunetterie de detail": "optique-lunetterie",
        "Optique": "?",
        "1431": "optique-lunetterie",
        "IDCC 1431": "optique-lunetterie",
        "1431 - Optique-lunetterie de détail": "optique-lunetterie",
        "Import-export et commerce international": "import-export",
        "0043": "import-export",
        "43": "import-export",
        "IDCC 468": "chaussure-succursaliste",
        "Commerce de détail alimentaire": "?",
        "Commerces de détail non alimentaires": "detail-non-alimentaire",
        "Commerce de détail non alimentaire": "detail-non-alimentaire",
        "Commerce de détail alimentaire non spécialisé": "alimentaire-non-specialise",
        "Commerce de detail alimentaire specialise": "alimentaire-specialise",
        "Métiers du commerce de détail alimentaire spécialisé": "alimentaire-specialise",
        "Commerce succursaliste de l’habillement": "habillement-succursaliste",
        "Commerce succursaliste": "?",
        "Négoce de l'ameublement": "negoce-ameublement",
        "Ameublement": "?",
        "Bricolage": "bricolage",
        "Boulangerie": "?",
        "Grands magasins et magasins populaires": "grands-magasins",
        "Grand magasin et magasin populaire": "grands-magasins",
        "Commerce à prédominance alimentaire (détail et gros)": "alimentaire-detail-gros",
        "Commerce à prédominance alimentaire": "alimentaire-detail-gros",
        "Jardinerie et graineterie": "jardineries-graineteries",
        "Entreprises du bureau et du numérique": "bureau-numerique",
        "Bureau et numérique": "bureau-numerique",
        "Autre": "?",
        "9999": "?",
    },
    "fonction": {
        "Direction générale": "direction-generale",
        "Dirigeant(e)": "?",
        "DG": "?",
        "DRH": "drh",
        "Directeur des ressources humaines": "?",
        "Responsable RH": "responsable-rh",
        "Responsable ressources humaines": "responsable-rh",
        "Responsable des ressources humaines (RH)": "responsable-rh",
        "Collaborateur": "collaborateur",
        "Autre": "autre",
        "Autre fonction": "autre",
        "Direction": "?",
        "Responsable": "?",
    },
    "assistants-delai": {
        "Dans les 6 mois": "6-mois",
        "6 mois": "6-mois",
        "Dans les six prochains mois": "?",
        "Dans l'année": "?",
        "Entre 6 mois et 1 an": "1-an",
        "1 an": "1-an",
        "1 à 2 ans": "2-ans",
        "Dans 1 à 2 ans": "2-ans",
        "Plus de 2 ans": "?",
        "Plus tard": "plus-tard",
        "Dans 5 ans": "?",
        "Dans les 12 mois": "?",
    },
    "prise-en-charge": {
        "Pas de formation spécifique": "aucune-formation",
        "Aucune formation": "aucune-formation",
        "Aucune formation particulière": "aucune-formation",
        "Formation": "formation",
        "La formation": "formation",
        "Recrutement": "recrutement",
        "Achat de services spécialisés": "services-specialises",
        "Services spécialisés": "services-specialises",
        "Formations engagées": "?",
        "Sans formation": "aucune-formation",
    },
    "besoins-formation": {
        "Numérique et technique": "numerique-technique",
        "Prompting": "prompting",
        "Cyber-sécurité": "cybersecurite",
        "Cybersécurité": "cybersecurite",
        "CYBERSECURITE": "cybersecurite",
        "Gestion du changement": "gestion-changement",
        "Compétences comportementales": "comportementales",
        "Aucun besoin": "aucun",
        "Éthique et juridique": "ethique-juridique",
        "Cybersecurité": "cybersecurite",
        "Compétences": "?",
    },
    "acces-public": {
        "Oui": "oui",
        "Ne sait pas": "nsp",
        "Je ne sais pas": "nsp",
        "NSP": "nsp",
        "nsp": "nsp",
        "Ne sais pas": "nsp",
        "NSPP": "nsp",
        "Sans objet": "sans-objet",
        "N/A": "sans-objet",
        "Non concerné": "sans-objet",
        "non concernée": "sans-objet",
        "Non applicable": "sans-objet",
        "Sans réponse": "-",
        "-": "-",
        "Pas de réponse": "-",
        "NR": "-",
        "Je ne sais pas trop": "?",
    },
    "budget": {
        "Aucun": "aucun",
        "Aucune dépense": "aucun",
        "Abonnement": "abonnement",
        "Un abonnement": "abonnement",
        "Formation": "formation",
        "Un projet": "projet",
        "500 €": "?",
    },
    "temps-disponible": {
        "Moins d'1 heure": "moins-1h",
        "Moins d’une heure": "moins-1h",
        "1-2h": "1-2h",
        "1 à 2 h": "1-2h",
        "3 à 5 heures": "3-5h",
        "6-10 h": "6-10h",
        "Plus de 10h": "plus-10h",
        "> 10 heures": "plus-10h",
        "2 à 3 heures": "?",
        "02-janv": "?",
        "moins de 3 heures": "?",
    },
    "outil-entreprise": {
        "Comptes gratuits": "comptes-gratuits",
        "Des comptes personnels": "?",
        "Un compte payant": "abonnement-individuel",
        "Outil d'entreprise": "outil-entreprise",
        "Un outil d’entreprise sous licence": "outil-entreprise",
        "Compte": "?",
        "Aucun outil d'entreprise": "?",
    },
    "verification-humaine": {"Jamais": "jamais", "Parfois": "parfois", "Toujours": "?"},
}
# Headings reworded; « ? »: they could be more than one question, or none.
HEADINGS = {
    "Taille de l'entreprise": "taille",
    "Effectif salarié": "?",
    "Nombre de salariés": "?",
    "Branche professionnelle": "branche",
    "Convention collective / branche": "branche",
    "Votre fonction": "fonction",
    "Fonction du répondant": "fonction",
    "Appartenance à un groupe": "?",
    "Stratégie IA générative": "strategie",
    "Existe-t-il une stratégie en matière d’IAG au sein de votre entreprise ?": "strategie",
    "Avez-vous une stratégie IA ?": "strategie",
    "Degré d’appropriation": "appropriation",
    "Sensibilisation des managers": "sensibilisation-managers",
    "Sensibilisation des collaborateurs": "sensibilisation-collaborateurs",
    "Sensibilisation": "?",
    "Vos salariés ont-ils été sensibilisés ?": "?",
    "Applications d'IA développées": "?",
    "Avez-vous développé des applications d'IA générative ?": "applications",
    "Usage d'IA en accès public par des salariés": "acces-public",
    "Avez-vous déployé un assistant virtuel ou des logiciels intégrant l'IAG ?": "?",
    "Intention de déployer un assistant": "assistants-intention",
    "Dans quel délai ?": "?",
    "Équipe ou collaborateur référent": "?",
    "Référent IA": "referent",
    "Processus internes de conception des cas d'usage": "?",
    "Freins": "freins",
    "Quels sont les freins éventuels ?": "freins",
    "Autres impacts": "autres-impacts",
    "Besoins de formation": "besoins-formation",
    "Quels besoins de formation ?": "besoins-formation",
    "Communiquez-vous sur l'IA auprès de vos salariés ?": "?",
    "Budget": "budget",
    "Charte éthique": "?",
    "Pas de stratégie": "?",
    "Date de réponse": "-",
    "Adresse IP": "-",
    "Nom de l'entreprise": "?",
    "Commentaires": "-",
    "Q2.1 - Existe-t-il une stratégie en matière d’Intelligence Artificielle Générative "
    "au sein de votre entreprise ?": "strategie",
    "Impacts sur le secteur": "impacts-secteur",
    "Impacts sur les métiers": "impacts-metiers",
    "Connaissance des impacts de l'IAG sur votre secteur": "impacts-secteur",
    "Métiers identifiés": "metiers-identifies",
    "Temps disponible": "temps-disponible",
    "Domaines d'usage": "domaines-usage",
    "Vos attentes": "attentes",
    "Prise en charge des compétences": "prise-en-charge",
}
YES_NO = {"Oui": 10, "Non": 90}
CSV = Habits("", "CSV")


@pytest.fixture(scope="module")
def questions(pack: Pack) -> Questions:
    return Questions(pack)


def headed(columns: Sequence[tuple[str | tuple[str, str, str], Mapping[str, int]]]) -> tuple[Heading, ...]:
    return tuple(
        Heading(place, text) if isinstance(text, str) else Heading(place, *text)
        for place, (text, _) in enumerate(columns)
    )


def drafter(pack: Pack, columns: Sequence[tuple[str | tuple[str, str, str], Mapping[str, int]]], habits: Habits = CSV):
    return Drafter(headed(columns), habits, [Sample(Counter(values)) for _, values in columns], pack)


def drafted(pack: Pack, columns: Sequence[tuple[str | tuple[str, str, str], Mapping[str, int]]], habits: Habits = CSV):
    return drafter(pack, columns, habits).draft()


def taken(draft: Draft) -> list[tuple[str, str | None, str | None]]:
    return [(column.question, column.row, column.option) for column in draft.mapping.columns]


@pytest.mark.parametrize(
    ("question", "label", "expected"),
    [(question, label, expected) for question, labels in CORPUS.items() for label, expected in labels.items()],
)
def test_each_raw_label_is_the_right_option_or_a_doubt_said(questions: Questions, question, label, expected):
    guess = questions.options[question].guess(label)
    assert guess.option == expected
    assert bool(guess.doubt) == (expected == UNDECIDED)


def test_most_labels_need_no_person(questions: Questions):
    """The threshold is as low as the corpus allows: at 79 « formations engagées » would be « formation »."""
    right = [
        questions.options[question].guess(label).certain
        for question, labels in CORPUS.items()
        for label, expected in labels.items()
        if expected != UNDECIDED
    ]
    assert sum(right) / len(right) > 0.9
    assert questions.options["prise-en-charge"].guess("Formations engagées").score == CERTAIN - 1


@pytest.mark.parametrize(("heading", "expected"), HEADINGS.items())
def test_a_reworded_heading_is_its_question_or_under_the_threshold(questions: Questions, pack: Pack, heading, expected):
    scores = {
        question.id: questions.heading_score(unnumbered(heading), question) for question in pack.questions.values()
    }
    best = max(scores, key=lambda question: scores[question])
    if expected in pack.questions:
        assert best == expected
    else:
        assert scores[best] < CERTAIN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 à 9", Band(1, 9)),
        ("moins de 10", Band(0, 9)),
        ("jusqu’à 9", Band(0, 9)),
        ("plus de 499", Band(500, None)),
        ("au moins 500", Band(500, None)),
        ("≥ 500", Band(500, None)),
        ("500 ou +", Band(500, None)),
        ("9 à 1", None),
        ("1 à 9 ou 12 à 15", None),
        ("sans nombre", None),
        ("9" * 81, None),
    ],
)
def test_bands(text, expected):
    assert band_of(text) == expected


@pytest.mark.parametrize("text", ["9" * 5000, "1/9", "1-9", "mars", "36", "٠١٢٣٤"])
def test_what_is_no_date(text):
    assert not is_date(text)


def test_the_band_that_excel_turned_into_a_date_is_shown_as_the_nearest(questions: Questions):
    for label, nearest in {"09-janv": "1-9", "oct.-49": "10-49", "2026-09-01": "1-9", "46266": ""}.items():
        guess = questions.options["taille"].guess(label)
        assert (guess.nearest, guess.doubt) == (nearest, "Excel a sans doute changé cette tranche en date")


def test_small_numbers_side_by_side_are_codes_even_where_one_is_an_option(questions: Questions):
    guesses = match_labels(questions.options["taille"], {"0": 5, "1": 4, "2": 1})
    assert [guess.option for guess in guesses] == [UNDECIDED] * 3
    assert match_labels(questions.options["taille"], {"0": 5, "1-9": 4})[0].option == "0"


def test_a_similar_label_beside_the_exact_one_is_a_doubt(questions: Questions):
    alone = match_labels(questions.options["appropriation"], {"Acculturation générale": 1})
    beside = match_labels(questions.options["appropriation"], {"Acculturation générale": 1, "Acculturation": 1})
    assert alone[0].option == "acculturation"
    assert [guess.option for guess in beside] == ["acculturation", UNDECIDED]


def test_two_options_alike_are_a_doubt_even_at_full_score(questions: Questions):
    guess = questions.options["verification-humaine"].guess("Toujours")
    assert (guess.option, guess.doubt) == (UNDECIDED, "deux réponses possibles lui ressemblent autant")


def test_marks():
    marks = {"X": 3, "": 2, "N/A": 1, "-": 1, "Y": 1, "0": 1, "✓": 1, "Lyon": 1}
    found = {guess.label: guess.option for guess in match_marks(marks, {"Y"}, {"", "N"})}
    assert found == {
        "X": "oui", "✓": "oui", "Y": "oui", "": "non", "0": "non", "N/A": "sans-objet", "-": "-", "Lyon": UNDECIDED
    }  # fmt: skip


def test_labels_that_contain_the_separator_are_cut_longest_first(questions: Questions):
    rules = "Les règles à respecter, comme le RGPD (règles sur les données personnelles)"
    trades = "Les métiers : achats, vente, magasins, logistique…"
    freins = read_values(questions.options["freins"], {f"Le coût, {rules}, Aucun frein": 2, rules: 1}, ", ")
    actors = read_values(questions.options["processus-acteurs"], {f"{trades}, La direction générale": 1}, ", ")
    assert (freins.separator, freins.counts) == (", ", {"Le coût": 2, rules: 3, "Aucun frein": 2})
    assert actors.counts == {trades: 1, "La direction générale": 1}


@pytest.mark.parametrize("separator", [";", "|", ", ", "\n", " / "])
def test_the_separator_is_found_where_the_tool_has_none(questions: Questions, separator):
    cells = {f"Le coût{separator}Aucun frein{separator}": 3, "Le coût": 1}
    reading = read_values(questions.options["freins"], cells, None)
    assert (reading.separator, reading.share) == (separator, 1.0)


def test_pieces_of_a_long_cell_stay_linear():
    assert len(pieces("a;" * 50_000, ";", lambda _: False, 3)) == 50_000


def test_a_whole_export_of_google_forms(pack: Pack):
    draft = drafted(
        pack,
        [
            ("Horodateur", {"2024/11/05": 1}),
            ("Effectif", {"Aucun salarié": 3, "1 à 9 salariés": 85, "10 à 49 salariés": 12, "09-janv": 40}),
            ("Votre branche", {"Optique-lunetterie de détail": 4, "Bricolage": 5, "Autre": 2}),
            ("Existe-t-il une stratégie en matière d'IAG dans votre entreprise ?", YES_NO),
            ("Degré d'appropriation", {"Aucune réflexion": 62, "Acculturation générale": 17}),
            ("Les managers ont-ils été sensibilisés à l'IA ?", YES_NO),
            ("Quels sont les freins rencontrés ?", {"Manque d'expertise, Le coût": 5, "Aucun frein": 4}),
            ("Compréhension des enjeux [Employés et ouvriers]", {"Très faible": 40, "NSP": 3}),
            ("Compréhension des enjeux [Cadres]", {"Faible": 10, "Très bonne": 10}),
            ("Commentaire libre", {"Merci !": 1, "RAS": 2}),
            ("Utilisez-vous ChatGPT en accès public ?", {"Oui": 20, "Non": 50, "Ne sait pas": 30}),
        ],
        Habits("google-forms", "Google Forms", metadata=frozenset({0}), separator=", "),
    )
    assert taken(draft) == [
        ("-", None, None),
        ("taille", None, None),
        ("branche", None, None),
        ("strategie", None, None),
        ("appropriation", None, None),
        ("?", None, None),
        ("freins", None, None),
        ("apprehension", "employes", None),
        ("apprehension", "cadres", None),
        ("-", None, None),
        ("acces-public", None, None),
    ]
    assert draft.mapping.undecided == ("colonne 6", "« 09-janv » (colonne 2)", "« Autre » (colonne 3)")
    assert draft.columns[6].separator == ", "
    assert draft.columns[10].as_column().labels == {"Non": "non", "Ne sait pas": "nsp", "Oui": "oui"}
    assert not draft.foreign


LIME = Habits(
    "limesurvey", "LimeSurvey", key=0, metadata=frozenset({1}), ticked=frozenset({"Y"}),
    unticked=frozenset({"", "N"}), other=frozenset({"other"}),
)  # fmt: skip


def test_limesurvey_headings_with_codes(pack: Pack):
    columns = [
        ("id", {"1": 1}),
        ("submitdate", {"2024": 2}),
        (("freins[couts]", "freins[couts]", "couts"), {"Y": 2, "": 3}),
        (("freins[manque-expertise]", "freins[manque-expertise]", "manque-expertise"), {"Y": 2, "": 3}),
        (("freins[other]", "freins[other]", "other"), {"pas le temps": 1}),
        (("apprehension_cadres", "apprehension_cadres", "cadres"), {"Faible": 2}),
        ("apprehension_1", {"Faible": 2}),
        ("strategie", {"Y": 2, "N": 2}),
        ("G02Q05[SQ001]", {"Y": 2}),
    ]
    draft = drafted(pack, columns, LIME)
    assert draft.key == 1
    assert taken(draft)[2:] == [
        ("freins", None, "couts"),
        ("freins", None, "manque-expertise"),
        ("-", None, None),
        ("apprehension", "cadres", None),
        ("?", None, None),
        ("strategie", None, None),
        ("-", None, None),
    ]
    assert draft.columns[2].as_column().labels == {"": "non", "Y": "oui"}
    assert (
        draft.columns[4].doubt == "texte libre à côté de « autre »".replace(" ", " ")
        or draft.columns[4].question == "-"
    )


@pytest.mark.parametrize("form", ["Q10 [{}]", "10. Freins - {}", "Freins : {}", "Freins ? {}"])
def test_one_column_per_option_by_the_headings_alone(pack: Pack, form: str):
    options = ["Le manque d’expertise", "Le coût", "Aucun frein"]
    draft = drafted(pack, [(form.format(option), {"X": 5}) for option in options])
    assert taken(draft) == [
        ("freins", None, "manque-expertise"), ("freins", None, "couts"), ("freins", None, "aucun-frein")
    ]  # fmt: skip


def test_a_row_and_an_option_in_one_heading(pack: Pack):
    draft = drafted(
        pack,
        [
            ("Que change l’IA ? [Caisse et accueil][Automatisation]", {"Oui": 5, "Non": 1}),
            ("Que change l’IA ? [Caisse et accueil][Amélioration]", {"Oui": 5, "Non": 1}),
            ("Que change l’IA ? [Communication][Aucun effet]", {"Oui": 5, "Non": 1}),
        ],
    )
    assert taken(draft) == [
        ("nature-impacts", "caisse-accueil", "automatisation"),
        ("nature-impacts", "caisse-accueil", "amelioration"),
        ("nature-impacts", "communication", "aucun"),
    ]


def test_a_tick_per_answer_of_a_table_with_one_answer_is_left_to_a_person(pack: Pack):
    """A mapping cannot say it: the columns are not taken for something else either."""
    headings = ["apprehension [Cadres][Faible]", "apprehension [Cadres][Bonne]"]
    assert taken(drafted(pack, [(heading, {"X": 1}) for heading in headings])) == [("-", None, None)] * 2


def test_cells_that_are_no_ticks_put_the_options_in_doubt(pack: Pack):
    columns = [("Freins cités [Le coût]", {"Lyon": 5}), ("Freins cités [Aucun frein]", {"Brest": 5})]
    draft = drafted(pack, columns)
    assert taken(draft) == [("?", None, None)] * 2
    assert "à décider, le plus proche\u00a0: freins (75\u00a0%)" in picture(draft)


def test_only_the_first_columns_are_drawn(pack: Pack):
    draft = drafted(pack, [(f"Divers {number}", {}) for number in range(15)])
    assert picture(draft).endswith("… et 3 autres colonnes.")
    assert picture(draft).count("aucune valeur") == 12


def test_lines_of_a_table_headed_by_the_line_alone(pack: Pack):
    draft = drafted(pack, [("Employés et ouvriers", {"Faible": 3}), ("Agents de maîtrise", {"Très bonne": 3})])
    assert taken(draft) == [("apprehension", "employes", None), ("apprehension", "agents-maitrise", None)]


def test_one_question_is_never_given_two_columns(pack: Pack):
    draft = drafted(pack, [("strategie", YES_NO), ("strategie", YES_NO), ("Freins [Le coût]", {"X": 1})])
    assert taken(draft)[:2] == [("strategie", None, None), ("?", None, None)]
    assert draft.columns[1].doubt == "une autre colonne répond déjà à cette question"


def test_one_option_is_never_given_two_columns(pack: Pack):
    draft = drafted(pack, [("Freins [Le coût]", {"X": 1}), ("Freins [Coût]", {"X": 1}), ("Freins [Zzz]", {"X": 1})])
    assert taken(draft) == [("freins", None, "couts"), ("?", None, None), ("?", None, None)]


def test_yes_and_no_never_name_a_question(pack: Pack):
    assert taken(drafted(pack, [("Question 12", YES_NO)])) == [("-", None, None)]


def test_free_text_is_no_closed_question_whatever_its_heading(pack: Pack):
    columns = [("taille", {})]
    draft = Drafter(headed(columns), CSV, [Sample(Counter({"1": 1}), free=True)], pack).draft()
    assert taken(draft) == [("-", None, None)]


def test_a_text_question_keeps_its_texts_out_of_the_mapping(pack: Pack):
    draft = drafted(pack, [("autres-impacts-texte", {"la charge mentale": 2, "NSP": 1})])
    assert draft.columns[0].as_column().labels == {"NSP": "nsp"}


def test_values_of_identifying_columns_are_kept_nowhere(pack: Pack):
    draft = drafted(pack, [("SIRET", {"123": 1}), ("Adresse", {"a@b.fr": 1}), ("taille", {"1-9": 1})],
                    Habits("", "", metadata=frozenset({1})))  # fmt: skip
    assert draft.key == 1
    assert [column.seen for column in draft.columns[:2]] == [(), ()]


def test_codes_instead_of_answers_are_refused_with_a_picture(pack: Pack):
    draft = drafted(pack, [("id", {}), ("taille", {"A1": 5}), ("strategie", {"1": 3, "2": 2}), ("ville", {"Lyon": 1})])
    with pytest.raises(IagDiagError) as refused:
        refuse_foreign(draft)
    assert "(0 sur 10)" in refused.value.message
    assert refused.value.message.endswith(picture(draft))
    assert "A1" in picture(draft)
    assert f"question taille (85{NB}%), 0 valeurs reconnues sur 1" in picture(draft)
    assert "ne ressemble à aucune question" in picture(draft)


def test_an_export_of_something_else_is_refused_and_one_of_ours_is_not(pack: Pack):
    with pytest.raises(IagDiagError, match="Aucune colonne"):
        refuse_foreign(drafted(pack, [("nom", {"Zoé": 1}), ("ville", {"Lyon": 1})]))
    refuse_foreign(drafted(pack, [("taille", {"1-9": 1, "A2": 1})]))


def test_a_decision_reads_the_labels_again(pack: Pack):
    holder = drafter(pack, [("Les managers sont-ils au courant ?", {"Oui": 2, "Peut-être": 1}), ("Divers", {"a": 1})])
    draft = holder.draft()
    settled = holder.settled(draft, draft.columns[0].unit, "sensibilisation-managers")
    assert settled.columns[0].as_column().labels == {"Oui": "oui", "Peut-être": UNDECIDED}
    decided = settled.with_label({1}, "Peut-être", "nsp")
    assert decided.columns[0].as_column().labels == {"Oui": "oui", "Peut-être": "nsp"}
    assert taken(holder.settled(decided, draft.columns[0].unit, "-")) == [("-", None, None)] * 2


def test_stems_shared_by_neighbours_only():
    headings = [Heading(place, text) for place, text in enumerate(["A - x", "B - y", "A - z", "A - t"])]
    assert [[part.sub for part in unit.parts] for unit in units_of(headings, ())] == [[""], [""], ["z", "t"]]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [("Q2.1 - Taille", "Taille"), ("12) Taille", "Taille"), ("Q7. Taille", "Taille"), ("2024", "2024"), ("1-9", "1-9")],
)
def test_numbers_of_questions_are_dropped(heading, expected):
    assert unnumbered(heading) == expected
