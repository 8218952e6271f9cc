"""Faults of YAML itself, said in French, where an author will look for them."""

import re

import yaml

from iag_diag.errors import Problem

BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line, as YAML counts them."""

_UNCLOSED = "end of stream"
_NO_KEY = "expected ':'"
_DEPTH = "nesting depth"
_WHERE_IT_BEGINS = (_UNCLOSED, _NO_KEY)
_SAID = {
    _UNCLOSED: "un guillemet ouvert ici n’est jamais fermé",
    _NO_KEY: "il manque un deux-points après ce mot, ou un retrait avant lui",
    _DEPTH: "trop de niveaux emboîtés",
    "mapping values": "un deux-points ou un retrait est mal placé",
    "',' or ']'": "une liste « [ … ] » est mal fermée",
    "',' or '}'": "un groupe « { … } » est mal fermé",
    "expected '-'": "cette ligne n’a pas le retrait de la liste qu’elle suit",
    "expected key": "un retrait ou un guillemet est mal placé",
    "node content": "une valeur manque, ou un crochet n’est pas fermé",
    "start any token": "une tabulation, ou un signe à mettre entre guillemets",
    "unknown escape": "entre guillemets doubles, « \\ » s’écrit « \\\\ »",
    "another document": "« --- » ouvre un deuxième document",
    "undefined alias": "un renvoi « *nom » ne mène nulle part",
}
_HINT = "Vérifiez les retraits, les guillemets et les deux-points à cet endroit."
_TOO_DEEP = "Répartissez cette règle en conditions nommées."


def unreadable(error: yaml.MarkedYAMLError, name: str, text: str) -> Problem:
    """Say a fault of syntax; what is never closed stands where it opens."""
    problem = error.problem or ""
    begins = any(english in problem for english in _WHERE_IT_BEGINS)
    mark = error.context_mark if begins and error.context_mark else error.problem_mark
    said = next((f" : {french}" for english, french in _SAID.items() if english in problem), "")
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    written = BREAKS.split(text.rstrip())
    if line > len(written):
        line, column = len(written), len(written[-1]) + 1
    return Problem(name, line, "", f"YAML illisible{said}.", _TOO_DEEP if _DEPTH in problem else _HINT, column)


def aliases(text: str, name: str, loader: type[yaml.SafeLoader]) -> list[Problem]:
    """Find where the aliases are written: a node only knows where its anchor is."""
    return [
        Problem(
            name,
            event.start_mark.line + 1,
            "",
            f"Le renvoi YAML « *{event.anchor} » n’est pas accepté ici.",
            "Recopiez la valeur.",
            event.start_mark.column + 1,
        )
        for event in yaml.parse(text, Loader=loader)
        if isinstance(event, yaml.AliasEvent) and event.start_mark
    ]


def at(name: str, text: str, offset: int, what: str, hint: str) -> Problem:
    """Make a fault of one character of the text."""
    before = BREAKS.split(text[:offset])
    return Problem(name, len(before), "", what, hint, len(before[-1]) + 1)


def column(node: yaml.Node, path: tuple[str | int, ...], *, key: bool) -> int:
    """Column of what stands at a path: of the value where it begins beside its key, else (or if `key`) of the key."""
    mark = node.start_mark
    for step in path:
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            mark = node.start_mark
        elif isinstance(node, yaml.MappingNode):
            name, node = next(pair for pair in node.value if pair[0].value == step)
            mark = name.start_mark if key or node.start_mark.line != name.start_mark.line else node.start_mark
    return mark.column + 1


def ids_inside(node: yaml.Node) -> set[str]:
    """Ids written under a key that is not read."""
    found: set[str] = set()
    waiting, seen = [node], set()
    while waiting:
        here = waiting.pop()
        if id(here) in seen or isinstance(here, yaml.ScalarNode):
            continue
        seen.add(id(here))
        if isinstance(here, yaml.MappingNode):
            found.update(value.value for key, value in here.value if key.value == "id")
            waiting += (value for _, value in here.value)
        else:
            waiting += here.value
    return found
