"""Single edits of the shipped pack after which it still loads, and decides wrongly; each with what is to be found.

Only conditions, points and sizes are edited: the wordings of the pack may change freely.
"""

from typing import NamedTuple

COMPLETE, EXPRESS = "questionnaires/complet.yaml", "questionnaires/express.yaml"
CONDITIONS, DIMENSIONS = "rules/conditions.yaml", "rules/dimensions.yaml"
PHASES, ALERTS, SHEETS = "rules/phases.yaml", "rules/alerts.yaml", "rules/sheets.yaml"


class Found(NamedTuple):
    """A finding of this kind about this subject; it stands where `at` is first written after `after`."""

    kind: str
    subject: str
    at: str = ""
    after: str = ""
    file: str = ""


class Mutation(NamedTuple):
    """After `anchor`, the next `good` text of a file becomes `bad`; what is found is then this, and nothing else.

    One that does not say where it stands is on the first line of `bad`; its `at` is looked for after `anchor`.
    """

    file: str
    anchor: str
    good: str
    bad: str
    found: Found
    also: Found | None = None

    def applied(self, text: str) -> str:
        """Make the edit."""
        start = self._start(text)
        return text[:start] + self.bad + text[start + len(self.good) :]

    def _start(self, text: str) -> int:
        return text.index(self.good, after(self.anchor, text))

    def line(self, found: Found, text: str) -> int:
        """Line where a finding is to be; `text` is that of its file, before the edit."""
        place = self._start(text) if not found.at else 0
        if not found.file:
            text = self.applied(text)
        if found.at:
            place = text.index(found.at, after(found.after or self.anchor, text))
        return text.count("\n", 0, place) + 1


def after(anchor: str, text: str) -> int:
    """Place of a text that is written once."""
    assert text.count(anchor) == 1, f"{anchor!r}, {text.count(anchor)} times"
    return text.index(anchor)


NOBODY = '{all: [{answer: taille, is: "0"}, {answer: taille, is: 500+}]}'
EVERYBODY = '{answer: taille, at_least: "0"}'
FAMILIES = (
    *("drh", "finance", "juridique", "marketing", "qhse", "sav", "informatique", "immobilier", "e-commerce"),
    *("merchandising", "patient-client", "metiers-bouche"),
)
TOO_MANY = f"{{any: [{', '.join(f'{{answer: metiers-presents, includes: {family}}}' for family in FAMILIES)}]}}"
FIRST_TOOL = """any:
            - {named: outil-deploye}
            - {named: deploiement-date}"""
ALL_OF_EXPERIMENTATION = """all:
            - {named: outil-deploye}
            - {answer: part-utilisateurs, at_least: moins-du-quart}
            - {any: [{named: petite-structure}, {answer: referent, is: oui}]}
            - {named: formation-commencee}
            - {named: regles-ecrites}"""

# fmt: off
QUESTIONS = [
    # Asked of nobody: what they wait for is answered by those only who are not asked it.
    Mutation(COMPLETE, "- id: assistants-delai", "{answer: assistants-intention, is: oui}",
             "{all: [{answer: assistants-intention, is: oui}, {answer: assistants, is: oui}]}",
             Found("question-inatteignable", "assistants-delai")),
    Mutation(COMPLETE, "- id: fonction", '{answer: taille, at_least: "1-9"}',
             '{all: [{answer: taille, at_least: "1-9"}, {answer: taille, is: "0"}]}',
             Found("question-inatteignable", "fonction")),
    Mutation(COMPLETE, "- id: processus-acteurs", "{answer: processus, is: oui}",
             '{all: [{answer: processus, is: oui}, {answer: taille, is: "1-9"}]}',
             Found("question-inatteignable", "processus-acteurs")),
    Mutation(COMPLETE, "- id: mesure-gains", "{named: outil-deploye}",
             "{all: [{named: outil-deploye}, {answer: assistants-intention, is: oui}]}",
             Found("question-inatteignable", "mesure-gains")),
    # The express questionnaire forgets a question on which others depend.
    Mutation(EXPRESS, "questions:", "  - assistants-intention\n", "",
             Found("question-inatteignable", "express/assistants-delai", at="- assistants-delai")),
    Mutation(EXPRESS, "questions:", "  - taille\n", "",
             Found("question-inatteignable", "express/sensibilisation-collaborateurs", at="- sensibilisation-coll"),
             Found("question-inatteignable", "express/referent", at="- referent")),
]

PRACTICES = [
    Mutation(COMPLETE, "- id: pratique-signature-mail", "scale: ascending", "scale: descending",
             Found("echelle-inversee", "pratique-signature-mail")),
]

NAMES = [
    Mutation(CONDITIONS, "- id: petite-structure", '{answer: taille, in: ["0", "1-9"]}', NOBODY,
             Found("condition-nommee-jamais", "petite-structure")),
    Mutation(CONDITIONS, "- id: outil-deploye", "{answer: assistants, is: oui}", EVERYBODY,
             Found("condition-nommee-toujours", "outil-deploye")),
    # Other conditions, questions, gates and rules rest on it; the fault is told once.
    Mutation(CONDITIONS, "- id: outil-deploye", "{answer: assistants, is: oui}",
             "{all: [{answer: assistants, is: oui}, {answer: assistants, is: non}]}",
             Found("condition-nommee-jamais", "outil-deploye")),
    Mutation(CONDITIONS, "- id: deploiement-date", "{answer: assistants-delai, at_least: 1-an}",
             "{all: [{answer: assistants-delai, at_least: 1-an}, {answer: assistants, is: oui}]}",
             Found("condition-nommee-jamais", "deploiement-date")),
    Mutation(CONDITIONS, "conditions:\n", "conditions:\n",
             "conditions:\n  - {id: jamais-lue, reason: Essai, when: {answer: assistants, is: non}}\n",
             Found("condition-nommee-inutile", "jamais-lue", at="- {id: jamais-lue")),
]

GATES = [
    Mutation(PHASES, "- id: gains-mesures", "{answer: mesure-gains, at_least: un-indicateur}",
             "{all: [{answer: mesure-gains, at_least: un-indicateur}, {answer: assistants, is: non}]}",
             Found("condition-impossible", "optimisation/gains-mesures")),
    Mutation(PHASES, "- id: cadre-minimal", "{named: regles-ecrites}", EVERYBODY,
             Found("condition-toujours-remplie", "experimentation/cadre-minimal")),
    # An exact level instead of « that one or better », a « no » instead of a « yes ».
    Mutation(PHASES, "- id: usage-large", "at_least: moitie-ou-plus", "is: quart-a-moitie",
             Found("condition-non-monotone", "optimisation/usage-large/part-utilisateurs")),
    Mutation(PHASES, "- id: quelqu-un-pilote", "{answer: referent, is: oui}", "{not: {answer: referent, is: oui}}",
             Found("condition-non-monotone", "experimentation/quelqu-un-pilote/referent", at="when:")),
    Mutation(PHASES, "- id: cadre-minimal", "{named: regles-ecrites}",
             "{any: [{named: regles-ecrites}, {unknown: consignes-donnees}]}",
             Found("condition-sur-ignorance", "experimentation/cadre-minimal")),
    Mutation(PHASES, "- id: gains-mesures", "at_least: un-indicateur", "at_least: aucune",
             Found("condition-superflue", "optimisation/gains-mesures")),
    Mutation(PHASES, "- id: usage-large", "at_least: moitie-ou-plus", "at_least: personne",
             Found("condition-superflue", "optimisation/usage-large")),
    Mutation(PHASES, "- id: gains-mesures", "{answer: mesure-gains, at_least: un-indicateur}",
             "{answer: apprehension, row: cadres, is: moyenne}",
             Found("condition-non-monotone", "optimisation/gains-mesures/apprehension/cadres")),
    Mutation(PHASES, "- id: gains-mesures", "{answer: mesure-gains, at_least: un-indicateur}",
             "{answer: assistants-delai, at_least: 1-an}",
             Found("condition-non-monotone", "optimisation/gains-mesures/assistants"),
             Found("phase-inatteignable", "optimisation", at="- id: optimisation", after="experimentation")),
    # Whatever a company does, its size stays, and nobody is advised to use free tools.
    Mutation(PHASES, "- id: quelqu-un-pilote", "{answer: referent, is: oui}", "{answer: taille, at_least: 500+}",
             Found("phase-sans-levier", "experimentation", at="- id: experimentation", after="phases:")),
    Mutation(PHASES, "- id: cadre-minimal", "{named: regles-ecrites}", "{answer: acces-public, is: non}",
             Found("phase-sans-levier", "experimentation", at="- id: experimentation", after="phases:")),
    Mutation(PHASES, "- id: premier-outil", FIRST_TOOL, ALL_OF_EXPERIMENTATION,
             Found("phase-vide", "deploiement", at="- id: deploiement", after="phases:")),
]

CRITERIA = [
    Mutation(DIMENSIONS, "- id: niveau-appropriation", "points: 100", "points: 10",
             Found("critere-non-monotone", "niveau-appropriation/appropriation")),
    Mutation(DIMENSIONS, "- id: gains-suivis", "otherwise: 0", "otherwise: 100",
             Found("critere-non-monotone", "gains-suivis/mesure-gains", at="at_least: impression"),
             # Having a tool, which is better, makes the question asked.
             Found("critere-non-monotone", "gains-suivis/assistants", at="at_least: impression")),
    Mutation(DIMENSIONS, "- id: strategie-existe", "is: oui", "is: non",
             Found("critere-non-monotone", "strategie-existe/strategie", at="otherwise")),
    Mutation(DIMENSIONS, "- id: formation-en-cours", "points: 100", "points: 45",
             Found("cas-mal-ranges", "formation-en-cours/50", at="recrutement")),
    Mutation(DIMENSIONS, "- id: charte-en-place", "at_least: en-place", "at_least: suivie",
             Found("cas-jamais-atteint", "charte-en-place/80")),
    Mutation(DIMENSIONS, "- id: part-de-l-equipe", "at_least: moitie-ou-plus", "at_least: moins-du-quart",
             Found("cas-jamais-atteint", "part-de-l-equipe/65", at="quart-a-moitie"),
             Found("cas-jamais-atteint", "part-de-l-equipe/35", at="points: 35")),
    Mutation(DIMENSIONS, "- id: impacts-secteur-connus", "{answer: impacts-secteur, is: oui}",
             "{all: [{answer: impacts-secteur, is: oui}, {answer: impacts-secteur, is: non}]}",
             Found("cas-jamais-atteint", "impacts-secteur-connus/100")),
    Mutation(DIMENSIONS, "- id: applications-developpees", "is: oui", "in: [oui, non]",
             Found("cas-jamais-atteint", "applications-developpees/otherwise", at="otherwise")),
    Mutation(DIMENSIONS, "- id: outil-en-service", "{named: deploiement-date}", "{answer: assistants, is: oui}",
             Found("cas-jamais-atteint", "outil-en-service/40")),
    Mutation(DIMENSIONS, "- id: relecture", "points: 80", "points: 100",
             Found("cas-sans-effet", "relecture/100", at="at_least: toujours-tracee")),
    Mutation(DIMENSIONS, "- id: outil-en-service", "points: 20", "points: 40",
             Found("cas-sans-effet", "outil-en-service/40", at="deploiement-date")),
    # A level is forgotten.
    Mutation(DIMENSIONS, "- id: consignes-sur-les-donnees",
             "          - {when: {answer: consignes-donnees, at_least: orales}, points: 30}\n", "",
             Found("liste-incomplete", "consignes-sur-les-donnees/orales", at="cases:")),
    Mutation(DIMENSIONS, "- id: ateliers-tenus",
             "          - {when: {answer: pratique-ateliers-prompt, at_least: amorcee}, points: 30}\n", "",
             Found("liste-incomplete", "ateliers-tenus/amorcee", at="cases:")),
    Mutation(DIMENSIONS, "- id: veille-organisee",
             "          - {when: {answer: pratique-cellule-veille, at_least: suivie}, points: 100}\n", "",
             Found("reponse-sans-effet", "pratique-cellule-veille/suivie", at="id: suivie",
                   after="- id: pratique-cellule-veille", file=COMPLETE)),
    Mutation(DIMENSIONS, "- id: gains-suivis",
             "          - {when: {answer: mesure-gains, at_least: suivi-regulier}, points: 100}\n", "",
             Found("reponse-sans-effet", "mesure-gains/suivi-regulier", at="id: suivi-regulier",
                   after="- id: mesure-gains", file=COMPLETE)),
    Mutation(DIMENSIONS, "- id: part-de-l-equipe",
             "          - {when: {answer: part-utilisateurs, at_least: moins-du-quart}, points: 35}\n", "",
             Found("liste-incomplete", "part-de-l-equipe/moins-du-quart", at="cases:")),
    Mutation(DIMENSIONS, "- id: referent-nomme", "{answer: taille, at_least: 1-9}", NOBODY,
             Found("condition-impossible", "referent-nomme")),
    Mutation(DIMENSIONS, "- id: comite-actif", "at_least: 200-499", 'at_least: "0"',
             Found("condition-toujours-remplie", "comite-actif")),
    Mutation(DIMENSIONS, "- id: metiers-cibles", "{answer: metiers-identifies, is: oui}",
             "{unknown: metiers-identifies}",
             Found("critere-sur-ignorance", "metiers-cibles", at="- id: metiers-cibles")),
]

WARNINGS = [
    Mutation(ALERTS, "- id: outil-sans-formation", "{not: {named: formation-commencee}}",
             "{answer: assistants-intention, is: oui}", Found("alerte-jamais", "outil-sans-formation", at="when:")),
    Mutation(ALERTS, "- id: comite-sans-effet", "{answer: pratique-comite-gouvernance, at_least: en-place}",
             "{answer: mesure-gains, at_least: impression}", Found("alerte-jamais", "comite-sans-effet", at="when:")),
    Mutation(ALERTS, "- id: usage-ignore", "{unknown: acces-public}",
             "{all: [{phase: [optimisation]}, {not: {named: regles-ecrites}}]}",
             Found("alerte-jamais", "usage-ignore")),
    Mutation(ALERTS, "- id: usage-ignore", "{unknown: acces-public}", "{dimension: usages, below: 0}",
             Found("alerte-jamais", "usage-ignore")),
    Mutation(ALERTS, "- id: usage-ignore", "{unknown: acces-public}",
             "{all: [{unknown: acces-public}, {answer: acces-public, is: oui}]}",
             Found("alerte-jamais", "usage-ignore")),
    Mutation(ALERTS, "- id: groupe-sans-marge", "{answer: groupe, is: autre-structure}", EVERYBODY,
             Found("alerte-toujours", "groupe-sans-marge")),
    Mutation(ALERTS, "- id: groupe-sans-marge", "{answer: groupe, is: autre-structure}",
             "{any: [{answer: strategie, is: oui}, {not: {answer: strategie, is: oui}}]}",
             Found("alerte-toujours", "groupe-sans-marge")),
    Mutation(ALERTS, "- id: comptes-gratuits", "is: comptes-gratuits", "is: outil-entreprise",
             Found("meilleure-reponse-declenche", "comptes-gratuits")),
    Mutation(ALERTS, "- id: usage-ignore", "{unknown: acces-public}",
             "{all: [{unknown: acces-public}, {answer: strategie, is: oui}, {dimension: usages, at_least: 80}]}",
             Found("meilleure-reponse-declenche", "usage-ignore")),
    Mutation(ALERTS, "- id: sans-relecture", "in: [jamais, parfois]", "in: [avant-envoi, toujours-tracee]",
             Found("meilleure-reponse-declenche", "sans-relecture", at="when:")),
    Mutation(ALERTS, "- id: outil-dormant", "is: personne", "is: moitie-ou-plus",
             Found("meilleure-reponse-declenche", "outil-dormant", at="when:")),
    Mutation(ALERTS, "- id: groupe-sans-marge", "{answer: groupe, is: autre-structure}", TOO_MANY,
             Found("trop-de-cas", "groupe-sans-marge")),
]

ADVICE = [
    Mutation(SHEETS, "id: comite-disperse", "chosen_at_least: 2", "chosen_at_least: 20",
             Found("declencheur-jamais", "comite-gouvernance/comite-disperse")),
    Mutation(SHEETS, "id: comite-sans-strategie", "{answer: strategie, is: non}", '{answer: taille, is: "0"}',
             Found("declencheur-jamais", "comite-gouvernance/comite-sans-strategie")),
    Mutation(SHEETS, "id: eloignes-employes", "{answer: apprehension, row: employes, is: tres-faible}",
             "{answer: pratique-eloignes-digital, at_least: en-place}",
             Found("declencheur-jamais", "eloignes-digital/eloignes-employes")),
    Mutation(SHEETS, "id: comite-referent", "{answer: referent, is: non}",
             '{all: [{answer: taille, is: "0"}, {unknown: strategie}, '
             "{answer: metiers-impactes, row: marketing-communication, is: oui}]}",
             Found("declencheur-jamais", "comite-gouvernance/comite-referent")),
    Mutation(SHEETS, "id: coaching-managers-non", "{answer: sensibilisation-managers, is: non}",
             "{answer: taille, at_least: 200-499}",
             Found("declencheur-toujours", "coaching-managers/coaching-managers-non")),
    Mutation(SHEETS, "id: cafe-collectif", "{answer: impacts-competences, includes: collectif-travail}",
             "{any: [{answer: strategie, is: oui}, {answer: strategie, is: non}]}",
             Found("declencheur-toujours", "cafe-ia/cafe-collectif")),
    Mutation(SHEETS, "id: communication-equipe", "is: non", "is: oui",
             Found("meilleure-reponse-declenche", "communication-interne/communication-equipe")),
    Mutation(SHEETS, "id: comite-referent", "is: non", "is: oui",
             Found("meilleure-reponse-declenche", "comite-gouvernance/comite-referent")),
    Mutation(SHEETS, "id: ours-risques-relecture", "in: [jamais, parfois]", "in: [avant-envoi, toujours-tracee]",
             Found("meilleure-reponse-declenche", "risques-biais/ours-risques-relecture")),
    Mutation(SHEETS, "id: veille-cas-definis", "force: fort", "force: appui",
             Found("fiche-jamais", "cellule-veille", at="- id: cellule-veille", after="sheets:\n  - id")),
    Mutation(SHEETS, "id: cas-visibilite", "{answer: freins, includes: visibilite-usages}",
             "{answer: metiers-identifies, is: oui}",
             Found("fiche-toujours", "cas-usage", at="- id: cas-usage", after="sheets:\n  - id")),
    Mutation(SHEETS, "- id: communication-interne", "sizes: [1-9, ", "sizes: [",
             Found("prealable-trop-grand", "signature-mail/communication-interne",
                   at="{sheet: communication-interne", after="- id: signature-mail")),
    Mutation(SHEETS, "- id: comite-gouvernance", "sizes: [200-499, 500+]", "sizes: [500+]",
             Found("prealable-trop-grand", "labs-ia/comite-gouvernance", at="{sheet: comite", after="- id: labs-ia")),
]
# fmt: on

MUTATIONS = [*QUESTIONS, *PRACTICES, *NAMES, *GATES, *CRITERIA, *WARNINGS, *ADVICE]
