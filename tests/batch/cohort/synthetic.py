"""A cohort of 1 050 companies drawn so that, once weighted by size and branch, it says what the study says.

The figures are the study's (lines 337-339, 360, 384-449, 496-519, 555, 576); the shares that it does not publish are
chosen so that the whole adds up. Large firms are over-represented on purpose: only the weights put them right.
"""

import csv
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from iag_diag.batch.cohort.weights import Margin, rake
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.engine import Engine

SIZES = {"1-9": 691, "10-49": 200, "50-199": 75, "200-499": 34, "500+": 50}
KNOWN_SIZES = {"1-9": 85.0, "10-49": 12.0, "50-199": 2.0, "200-499": 0.5, "500+": 0.5}
MAIN_BRANCHES = {"alimentaire-detail-gros": 18.0, "detail-non-alimentaire": 18.0, "alimentaire-non-specialise": 13.7}
OTHER_BRANCHES = ("bricolage", "commerce-a-distance", "bureau-numerique", "negoce-ameublement", "optique-lunetterie")
KNOWN_BRANCHES = MAIN_BRANCHES | dict.fromkeys(OTHER_BRANCHES, 50.3 / len(OTHER_BRANCHES))
DRAWN_BRANCHES = dict(zip(KNOWN_BRANCHES, (24, 14, 12, 10, 10, 10, 10, 10), strict=True))
LEVELS = ("aucune-reflexion", "acculturation", "premieres-reflexions", "strategie-formalisee", "cas-usage-definis")
BY_SIZE: Mapping[str, Mapping[str, Mapping[str, float]]] = {
    "strategie": {
        size: {"oui": share, "non": 100 - share} for size, share in zip(SIZES, (8, 9, 12, 18, 32), strict=True)
    },
    "appropriation": {
        size: dict(zip(LEVELS, shares, strict=True))
        for size, shares in {
            "1-9": (64, 16.2, 15.9, 2.4, 1.5),
            "10-49": (53, 20, 20.5, 4, 2.5),
            "50-199": (56, 18, 17, 5, 4),
            "200-499": (41, 20, 21, 10, 8),
            "500+": (10, 30, 30, 15, 15),
        }.items()
    },
    "assistants": {
        size: {"oui": share, "non": 100 - share} for size, share in zip(SIZES, (15, 23, 20, 30, 38), strict=True)
    },
    "sensibilisation-collaborateurs": {
        size: {"oui": share, "non": 100 - share} for size, share in zip(SIZES, (12, 8, 7, 15, 26), strict=True)
    },
    "acces-public": {size: {"oui": 20, "non": 62, "nsp": 18} for size in SIZES},
}
AT_RANDOM: Mapping[str, Mapping[str, float]] = {
    "impacts-secteur": {"oui": 13, "non": 82, "nsp": 5},
    "impacts-metiers": {"oui": 13, "non": 82, "nsp": 5},
    "metiers-identifies": {"oui": 17, "non": 83},
    "applications": {"oui": 7, "non": 93},
    "referent": {"oui": 23, "non": 77},
    "consignes-donnees": {"aucune": 70, "orales": 15, "ecrites": 15},
    "verification-humaine": {"jamais": 30, "parfois": 30, "avant-envoi": 40},
    "part-utilisateurs": {"personne": 40, "moins-du-quart": 40, "moitie-ou-plus": 20},
    "outil-entreprise": {"comptes-gratuits": 60, "outil-entreprise": 40},
}
TICKED: Mapping[str, tuple[Mapping[str, float], str]] = {
    "freins": ({"manque-expertise": 37, "manque-interet": 33, "couts": 28, "visibilite-usages": 20}, "aucun-frein"),
    "prise-en-charge": ({"formation": 32, "services-specialises": 15, "recrutement": 6}, "aucune-formation"),
}
Company = dict[str, Any]


def companies(seed: int = 2024) -> list[Company]:
    """Draw the answers, as the engine takes them, with the key `identifiant`."""
    chance = random.Random(seed)
    drawn = [
        {"taille": size, "branche": chance.choices(list(DRAWN_BRANCHES), list(DRAWN_BRANCHES.values()))[0]}
        for size, count in SIZES.items()
        for _ in range(count)
    ]
    weights = weights_of(drawn)
    for question, by_size in BY_SIZE.items():
        for size, shares in by_size.items():
            those = [place for place, company in enumerate(drawn) if company["taille"] == size]
            chosen = _spread([weights[place] for place in those], shares, chance)
            for place, option in zip(those, chosen, strict=True):
                drawn[place][question] = option
    for company in drawn:
        for question, shares in AT_RANDOM.items():
            company[question] = chance.choices(list(shares), list(shares.values()))[0]
        for question, (shares, none) in TICKED.items():
            held = tuple(option for option, share in shares.items() if chance.random() < share / 100)
            company[question] = held or (none,)
    return [{"identifiant": f"E{place:04}", **company} for place, company in enumerate(drawn, 1)]


def weights_of(drawn: Sequence[Company]) -> list[float]:
    cells = Counter((company["taille"], company["branche"]) for company in drawn)
    margins = [
        Margin("taille", KNOWN_SIZES, {cell: cell[0] for cell in cells}),
        Margin("branche", KNOWN_BRANCHES, {cell: cell[1] for cell in cells}),
    ]
    weights = rake(cells, margins).weights
    return [weights[company["taille"], company["branche"]] for company in drawn]


def _spread(weights: Sequence[float], shares: Mapping[str, float], chance: random.Random) -> list[str]:
    """Give each company an option, so that the weighted shares are those asked for, to 0.4 point at most."""
    options, order = list(shares), list(range(len(weights)))
    for _ in range(20_000):
        chance.shuffle(order)
        chosen, ends = [""] * len(order), 0.0
        limits = [sum(list(shares.values())[: rank + 1]) * sum(weights) / 100 for rank in range(len(options))]
        for place in order:
            middle, ends = ends + weights[place] / 2, ends + weights[place]
            chosen[place] = next(
                (option for option, limit in zip(options, limits, strict=True) if middle < limit), options[-1]
            )
        if all(abs(_share(weights, chosen, option) - share) < 0.4 for option, share in shares.items()):
            return chosen
    raise AssertionError(f"no draw comes near {shares}")


def _share(weights: Sequence[float], chosen: Sequence[str], option: str) -> float:
    held = sum(weight for weight, answer in zip(weights, chosen, strict=True) if answer == option)
    return 100 * held / sum(weights)


def plain_csv(drawn: Sequence[Company]) -> str:
    """Write the cohort as an export in the plain format: headings are question ids, cells option ids."""
    file = StringIO()
    writer = csv.DictWriter(file, list(drawn[0]), lineterminator="\n")
    writer.writeheader()
    for company in drawn:
        writer.writerow(
            {question: "|".join(value) if isinstance(value, tuple) else value for question, value in company.items()}
        )
    return file.getvalue()


def population_csv() -> str:
    """Write the population that the cohort is brought back to."""
    lines = ["variable;modalite;effectif"]
    lines += [f"taille;{size};{share}".replace(".", ",") for size, share in KNOWN_SIZES.items()]
    lines += [f"branche;{branch};{share}".replace(".", ",") for branch, share in KNOWN_BRANCHES.items()]
    return "\n".join(lines) + "\n"


def results_csv(engine: Engine, drawn: Sequence[Company], delimiter: str = ";") -> str:
    """Write what a batch writes of these companies, each diagnosed by the interpreter."""
    rows = [_row(engine, line, company) for line, company in enumerate(drawn, 2)]
    file = StringIO()
    writer = csv.DictWriter(file, list(dict.fromkeys(name for row in rows for name in row)), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def _row(engine: Engine, line: int, company: Company) -> dict[str, Any]:
    answers = {question: value for question, value in company.items() if question != "identifiant"}
    diagnosis, states = engine.diagnose(answers), engine.flow.facts(answers).states
    row: dict[str, Any] = {"ligne": line, "identifiant": company["identifiant"]}
    row |= {"phase": diagnosis.phase.id, "phase_min": diagnosis.phase.lowest, "phase_max": diagnosis.phase.highest}
    for axis in diagnosis.dimensions:
        row |= {f"axe_{axis.id}": axis.score, f"axe_{axis.id}_couverture": axis.coverage}
    row["axe_plus_faible"] = diagnosis.weakest
    row["alertes"] = "|".join(alert.trace.rule for alert in diagnosis.alerts)
    row["conditions_manquantes"] = "|".join(gate.trace.rule for gate in diagnosis.phase.blocking)
    kept = [result.sheet for result in diagnosis.roadmap]
    row |= {f"fiche_{rank + 1}": kept[rank] if rank < len(kept) else None for rank in range(6)}
    row |= {"reponses": len(answers), "cellules_refusees": 0}
    for question, value in answers.items():
        asked = states[question] is not State.HIDDEN
        row[f"reponse_{question}"] = ("|".join(value) if isinstance(value, tuple) else value) if asked else None
    return row
