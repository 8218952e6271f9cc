"""Named conditions that never vary, or that nothing reads."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from iag_diag.checking.cases import Cases, holds
from iag_diag.checking.findings import Finding, Severity
from iag_diag.checking.ground import TOO_MANY, Ground, guarded
from iag_diag.content import strict_yaml
from iag_diag.content.conditions import Condition
from iag_diag.diagnosis.reading import Reading

FILE = "rules/conditions.yaml"
NEVER, ALWAYS, UNREAD = "condition-nommee-jamais", "condition-nommee-toujours", "condition-nommee-inutile"
_READ_LATER = "rules/selections.yaml"


def constant_names(ground: Ground) -> tuple[tuple[Finding, ...], Ground]:
    """Find the named conditions that hold for nobody, or for everybody; not those that only repeat another's fault."""
    found: dict[str, Finding] = {}
    for index, (name, when) in enumerate(ground.pack.conditions.items()):
        place = ground.places.at(FILE, "conditions", index)
        for finding in guarded(name, place, _constant(ground, index, name, when)):
            found[name] = finding
    constant = frozenset(name for name, finding in found.items() if finding.kind != TOO_MANY)
    told = (found[name] for name in found if not names_read(ground, ground.pack.conditions[name]) & constant)
    return tuple(told), replace(ground, names=constant)


def _constant(ground: Ground, index: int, name: str, when: Condition) -> Iterator[Finding]:
    cases = Cases(ground, [when])
    node = cases.node(when)
    place = ground.places.at(FILE, "conditions", index, "when")
    if cases.some(node) is None:
        what = "Aucune entreprise ne remplit cette condition : les règles qui la citent ne servent à rien."
        yield Finding(NEVER, Severity.ERROR, name, *place, what, "Revoyez-la, ou retirez-la.")
    elif cases.some(node, lambda value: not holds(value)) is None:
        what = "Toutes les entreprises remplissent cette condition : elle n’en distingue aucune."
        yield Finding(ALWAYS, Severity.WARNING, name, *place, what, "Revoyez-la, ou retirez-la.")


def names_read(ground: Ground, when: Condition) -> set[str]:
    """Name all that a condition rests on, the flow followed."""
    reading = Reading(ground.pack, frozenset())
    reading.condition(when)
    return reading.names


def unread_names(ground: Ground) -> Iterator[Finding]:
    """Find the named conditions that no file cites, the rules of selection included."""
    if FILE not in ground.pack.documents:
        return
    cited = {name for document in ground.pack.documents.values() for name in _cited(document.data)}
    later = ground.pack.root / _READ_LATER
    if later.is_file():
        cited.update(_cited(strict_yaml.parse(later.read_bytes(), _READ_LATER).data))
    for index, name in enumerate(ground.pack.conditions):
        if name not in cited:
            what = "Aucune règle ne cite cette condition."
            place = ground.places.at(FILE, "conditions", index)
            yield Finding(UNREAD, Severity.WARNING, name, *place, what, "Citez-la ({named: …}), ou retirez-la.")


def _cited(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("named"), str):
            yield data["named"]
        for value in data.values():
            yield from _cited(value)
    elif isinstance(data, tuple):
        for value in data:
            yield from _cited(value)
