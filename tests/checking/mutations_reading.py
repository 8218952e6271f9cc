"""Single edits of the shipped pack that keep a file from being read, break a link, or spoil a text.

In `good` and `bad`, a plain space stands for the no-break space that French typography asks for, but in the
edits that take one away, which write both.
"""

import re
from typing import NamedTuple

COMPLETE, EXPRESS = "questionnaires/complet.yaml", "questionnaires/express.yaml"
MANIFEST, CONDITIONS, DIMENSIONS = "rules/pack.yaml", "rules/conditions.yaml", "rules/dimensions.yaml"
PHASES, ALERTS, SHEETS = "rules/phases.yaml", "rules/alerts.yaml", "rules/sheets.yaml"
LEVERS, SELECTIONS = "rules/levers.yaml", "rules/selections.yaml"
CHARTER, SAV = "catalogue/fiches/charte-ethique.yaml", "catalogue/metiers/sav.yaml"
RESOURCES, REPERES, GLOSSARY = "catalogue/ressources.yaml", "catalogue/reperes.yaml", "catalogue/glossaire.yaml"
TRAININGS, TECHNICALS = "catalogue/formations.yaml", "catalogue/competences/techniques.yaml"
MACROS = "catalogue/competences/macro-competences.yaml"

READING = "lecture"
TOO_LONG, TWOFOLD, NO_QUESTION = "texte-trop-long", "question-double", "pas-une-question"
EMPTY, REPEATED, SAME_ANSWER = "aide-vide", "aide-qui-repete", "reponse-en-double"
UNWRITTEN, APOSTROPHE, SPACE = "texte-a-ecrire", "apostrophe-droite", "espace-insecable"


class Edit(NamedTuple):
    """The first `good` text of a file becomes `bad`; a finding of this kind then says `said`.

    It stands on the first line of `bad`, or where `at` is written.
    """

    file: str
    good: str
    bad: str
    said: str
    kind: str = READING
    at: str = ""

    def applied(self, text: str) -> str:
        """Make the edit."""
        assert self._spaced(self.good) in text, self.good
        return text.replace(self._spaced(self.good), self._spaced(self.bad), 1)

    def line(self, text: str) -> int:
        """Line where the finding is to be, in the text edited."""
        return text.count("\n", 0, text.index(self._spaced(self.at or self.bad))) + 1

    def _spaced(self, text: str) -> str:
        return text if self.kind == SPACE else spaced(text)


def spaced(text: str) -> str:
    """Write the no-break spaces of French."""
    return re.sub(r"(?<=\w) (?=[;?!%])|(?<=[\w…]) (?=»)|(?<=«) |(?<=\w) (?=: [«a-zà])", "\u00a0", text)


LABEL = '"De quelle branche professionnelle votre entreprise relève-t-elle ?"'
HELP = (
    '"Choisissez celle qui occupe l’essentiel de votre temps. '
    'Le patron ou la patronne d’une boutique choisit la direction générale."'
)
REFLECTION = "id: charte-sans-strategie, force: fort, when: {answer: appropriation"
WHY = (
    '"Les questions et les conseils s’adaptent à la taille : '
    'ce qui convient à une chaîne ne convient pas à une boutique de quatre personnes."'
)

FORM = [
    Edit(ALERTS, "solo:", "sollo:", "La clé « sollo » n’existe pas ici."),
    Edit(ALERTS, "acces-public, is: oui}", "acces-public, is: No}", "YAML lit « No » comme un « vrai » ou « faux »."),
    Edit(DIMENSIONS, "weight: 4", "weight: quatre", "Un nombre entier est attendu."),
    Edit(DIMENSIONS, "points: 75", "points: 175", "Ce nombre est trop grand (au plus 100)."),
    Edit(DIMENSIONS, "at_least: cas-usage-definis}", "at_most: cas-usage-definis}", "Cette condition n’est pas dans"),
    Edit(PHASES, '    source: "2281"\n', "", "Il manque « source ».", at="- id: deploiement"),
    Edit(MANIFEST, "version:", "version: 2\nversion:", "La clé « version » est écrite deux fois", at='version: "'),
    Edit(COMPLETE, "id: taille", "id: Taille", "« Taille » n’a pas la forme attendue."),
    Edit(COMPLETE, "kind: single", "kind: simple", "« simple » n’est pas possible ici."),
    Edit(COMPLETE, f"        help: {HELP}\n", "", "Il manque « help ».", at="- id: fonction"),
    Edit(COMPLETE, f"help: {HELP}", 'help: ""', "Ce texte est vide ou trop court."),
    Edit(COMPLETE, '        source: {lines: "300"}\n', "", "L’origine n’est pas claire.", at="- id: fonction"),
    Edit(COMPLETE, f"label: {LABEL}", f"label: {LABEL[:-1]}", "YAML illisible", at='solo: "De quelle'),
    Edit(EXPRESS, "borrows:", "\tborrows:", "YAML illisible"),
    Edit(
        SHEETS,
        "done_from: en-place",
        "done_from: &fait en-place\n  autre: *fait",
        "Le renvoi YAML « *fait »",
        at="*fait",
    ),
    Edit(SAV, "minutes: 30", "minutes: 61", "Ce nombre est trop grand (au plus 60)."),
    Edit(RESOURCES, "type: mooc", "type: moc", "« moc » n’est pas possible ici."),
    Edit(REPERES, "percent: 18,", "percent: 118,", "Un pourcentage"),
    Edit(TECHNICALS, "nature: nouveau", "nature: neuf", "« neuf » n’est pas possible ici."),
]

LINKS = [
    Edit(MANIFEST, "branch_question: branche", "branch_question: branches", "La question « branches » n’existe pas."),
    Edit(
        COMPLETE,
        "- id: autres-impacts-texte",
        "- id: freins",
        "La question « freins » est écrite deux fois.",
        at="- id: freins\n        kind: text",
    ),
    Edit(SHEETS, "id: charte-reflexion", "id: charte-sans-strategie", "est écrit deux fois.", at=REFLECTION),
    Edit(COMPLETE, "answer_set: oui-non", "answer_set: oui-nom", "Le jeu de réponses « oui-nom » n’existe pas."),
    Edit(
        COMPLETE,
        'when: {answer: taille, at_least: "1-9"}',
        "when: {answer: budget, is: projet}",
        "n’est pas posée avant.",
    ),
    Edit(EXPRESS, "- freins", "- frein", "La question « frein » n’existe pas."),
    Edit(
        CONDITIONS,
        "{answer: assistants, is: oui}",
        "{answer: assistants, is: ouais}",
        "(à « assistants ») « ouais » n’existe",
    ),
    Edit(CONDITIONS, "{named: outil-deploye}", "{named: utilise-ia}", "se cite elle-même.", at="- id: utilise-ia"),
    Edit(ALERTS, "{named: utilise-ia}", "{named: utilise-ai}", "La condition « utilise-ai » n’existe pas."),
    Edit(ALERTS, "sheets: [charte-ethique, ", "sheets: [charte-etique, ", "La fiche « charte-etique » n’existe pas."),
    Edit(
        ALERTS,
        "id: donnees-sensibles-exposees",
        "id: acces-public-sans-cadre",
        "« acces-public-sans-cadre » est écrit deux fois.",
        at='sans-cadre\n    label: "Des données',
    ),
    Edit(SHEETS, "force: decisif", "force: decisive", "La force « decisive » n’existe pas."),
    Edit(SHEETS, "- {sheet: communication-interne,", "- {sheet: signature-mail,", "s’attendent l’une l’autre."),
    Edit(SHEETS, "{sheet: comite-gouvernance,", "{sheet: comite,", "La fiche « comite » n’existe pas."),
    Edit(CHARTER, '{"0": 2, ', "{", "La taille « 0 » y manque", at='effort: {"1-9'),
    Edit(LEVERS, "question: appropriation", "question: apropriation", "La question « apropriation » n’existe pas."),
    Edit(LEVERS, "options: [acculturation]", "options: [culture]", "« culture » n’existe pas."),
    Edit(SELECTIONS, "question: strategie", "question: strategies", "La question « strategies » n’existe pas."),
    Edit(
        GLOSSARY,
        "id: ia-generative",
        "id: intelligence-artificielle",
        "est écrit deux fois.",
        at='id: intelligence-artificielle\n    term: "IA',
    ),
    Edit(TRAININGS, "topics: [", "topics: [cuisine, ", "« cuisine » n’existe pas."),
    Edit(MACROS, "families: [", "families: [plombier, ", "« plombier » n’existe pas."),
]

TEXTS = [
    Edit(COMPLETE, LABEL, f'"{"Dites tout ce que vous savez de l’IA, " * 4}d’accord ?"', "plus que l’écran", TOO_LONG),
    Edit(
        COMPLETE,
        'label: "De 1 à 9 salariés"',
        f'label: "De 1 à 9 salariés{", tous comptés" * 7}"',
        "plus que l’écran",
        TOO_LONG,
    ),
    Edit(COMPLETE, HELP, f'"{"Choisissez celle qui vous occupe le plus. " * 10}"', "L’aide a 42", TOO_LONG),
    Edit(
        COMPLETE,
        'label: "Votre entreprise"',
        f'label: "Votre entreprise{", votre commerce" * 4}"',
        "Ce titre a",
        TOO_LONG,
    ),
    Edit(COMPLETE, LABEL, '"Quelle est votre branche et combien êtes-vous ?"', "« branche et combien »", TWOFOLD),
    Edit(COMPLETE, LABEL, '"Quelle est votre branche ? Depuis quand ?"', "deux choses à la fois", TWOFOLD),
    Edit(COMPLETE, LABEL, '"Votre branche professionnelle."', "n’est pas une question.", NO_QUESTION),
    Edit(COMPLETE, HELP, '"Choisissez."', "L’aide ne dit rien", EMPTY),
    Edit(COMPLETE, WHY, '"Pour savoir."', "La raison de demander ne dit rien", EMPTY),
    Edit(
        COMPLETE,
        HELP,
        '"La fonction, dans l’entreprise, c’est quelle fonction."',
        "L’aide répète la question.",
        REPEATED,
    ),
    Edit(
        COMPLETE,
        'label: "De 10 à 49 salariés"',
        'label: "De 1 à 9 salariés"',
        "est déjà le texte de « 1-9 ».",
        SAME_ANSWER,
        at='id: "10-49", label: "De 1 à',
    ),
    Edit(PHASES, '"Une première réflexion concrète est engagée."', '"TODO"', "reste à écrire", UNWRITTEN),
    Edit(CHARTER, '- "Notez pendant', '- "XXX Notez pendant', "reste à écrire", UNWRITTEN),
    Edit(ALERTS, "L’IA est utilisée", "L'IA est utilisée", "« L'IA est", APOSTROPHE),
    Edit(SAV, "L’IA bute", "L'IA bute", "Une apostrophe droite", APOSTROPHE),
    Edit(PHASES, "à préciser\u00a0: c’est", "à préciser : c’est", "espace insécable", SPACE),
    Edit(
        COMPLETE, "qui y décide pour l’IA générative\u00a0?", "qui y décide pour l’IA générative?", "générative?", SPACE
    ),
    Edit(CHARTER, "«\u00a0Je relis", "« Je relis", "espace insécable", SPACE),
]
