"""What must hold between named conditions: none leads back to itself, and none unfolds beyond reason."""

from collections import Counter
from graphlib import TopologicalSorter

from iag_diag.content.conditions import Named, atoms
from iag_diag.content.doubts import STAND_IN
from iag_diag.content.files import Files
from iag_diag.content.pack import Pack
from iag_diag.content.rings import rings

MOST_TESTS = 1_000
MOST_LEVELS = 20


def check_named(pack: Pack, files: Files) -> None:
    """Refuse loops, and what would take a person or a machine for ever to follow."""
    document = pack.documents["rules/conditions.yaml"]
    places = {entry.id: index for index, entry in enumerate(files.conditions.conditions) if entry.id != STAND_IN}
    read = {name: Counter(_name(atom) for atom in atoms(pack.conditions[name])) for name in places}
    cited = {name: [other for other in names if other in places] for name, names in read.items()}
    looped = rings(cited)
    for name in looped:
        what = f"La condition « {name} » se cite elle-même."
        document.problem(("conditions", places[name]), what, "Rompez la boucle.")
    endless = set(looped)
    tests: dict[str, int] = {}
    levels: dict[str, int] = {}
    straight = {name: [o for o in names if o not in looped] for name, names in cited.items() if name not in looped}
    for name in TopologicalSorter(straight).static_order():
        if endless.intersection(cited[name]):
            endless.add(name)
            continue
        tests[name] = sum(tests.get(other, 1) * count for other, count in read[name].items())
        levels[name] = 1 + max((levels[other] for other in straight[name]), default=0)
        if tests[name] > MOST_TESTS or levels[name] > MOST_LEVELS:
            what = f"La condition « {name} » ne peut plus être suivie : une fois dépliées celles qu’elle cite, "
            what += f"elle dépasse {MOST_TESTS // 1000} 000 tests ou {MOST_LEVELS} niveaux."
            document.problem(("conditions", places[name]), what, "Citez-en moins, ou écrivez-la autrement.")
            endless.add(name)


def _name(atom: object) -> str:
    return atom.named if isinstance(atom, Named) else ""
