"""YAML read the strict way: what a person wrote, or an error with its line.

YAML 1.1 turns `No` into false, `0043` into 35, `12:30` into 750 and a date into an object, and lets a second key
silently replace the first. Here each of these is a problem, as are anchors, aliases and tags.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from iag_diag.errors import Problem

MAX_BYTES = 2_000_000
_INT = re.compile(r"-?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_LONGEST_INTEGER = 18
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNCLOSED = "end of stream"
_SYNTAX = {
    _UNCLOSED: "un guillemet ouvert ici n’est jamais fermé",
    "mapping values": "un deux-points ou un retrait est mal placé",
    "',' or ']'": "une liste « [ … ] » est mal fermée",
    "',' or '}'": "un groupe « { … } » est mal fermé",
    "start any token": "une tabulation, ou un signe à mettre entre guillemets",
    "another document": "« --- » ouvre un deuxième document",
    "undefined alias": "un renvoi « *nom » ne mène nulle part",
}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = tuple[str | int, ...]


class Group(dict[str, Any]):
    """A mapping of the file, which remembers its line."""

    line = 0


@dataclass(slots=True)
class Document:
    """A parsed file: its data (mappings as dict, sequences as tuple), the line of each path, its problems."""

    name: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Line of the deepest known place on this path; steps that are not in the file are passed over."""
        known: Path = ()
        for step in path:
            if (*known, step) in self.lines:
                known = (*known, step)
        return self.lines.get(known, 0)

    def faulty(self, path: Path) -> bool:
        """Whether a fault is already noted on the line of this path."""
        return any(problem.line == self.line(path) for problem in self.problems)

    def problem(self, path: Path, what: str, hint: str = "") -> None:
        """Note a fault at this path."""
        self.problems.append(Problem(self.name, self.line(path), show_path(path), what, hint))


def show_path(path: Path) -> str:
    """Write a path as a person reads it: « sections[2].questions[0].label »."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def parse(content: bytes, name: str) -> Document:
    """Read one YAML document; `name` is how problems call the file."""
    document = Document(name)
    if len(content) > MAX_BYTES:
        document.problem((), "Fichier trop gros.", f"Au plus {MAX_BYTES // 1_000_000} Mo.")
        return document
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        document.problems.append(Problem(name, line, "", "Ce fichier n’est pas en UTF-8.", "Enregistrez-le en UTF-8."))
        return document
    if invisible := _CONTROL.search(text):
        line = text.count("\n", 0, invisible.start()) + 1
        what = f"Un caractère invisible (code {ord(invisible[0])}) n’est pas permis."
        document.problems.append(Problem(name, line, "", what, "Effacez-le."))
        return document
    try:
        node = yaml.compose(text, Loader=_Loader)
        if node is not None:
            walk = _Walk(document)
            document.data = walk.value(node, ())
            if walk.aliased:
                document.problems += _aliases(text, name)
        if document.data is None and not document.problems:
            document.problem((), "Le fichier est vide.", "Remplissez-le ou retirez-le.")
    except yaml.MarkedYAMLError as error:
        document.problems.append(_unreadable(error, name))
    except RecursionError:
        document.problem((), "YAML illisible : trop de niveaux emboîtés.", "Simplifiez ce fichier.")
    return document


def _unreadable(error: yaml.MarkedYAMLError, name: str) -> Problem:
    """Say a fault of syntax in French; an unclosed quote stands where it opens."""
    problem = error.problem or ""
    mark = error.context_mark if _UNCLOSED in problem else error.problem_mark
    said = next((f" : {french}" for english, french in _SYNTAX.items() if english in problem), "")
    hint = "Vérifiez les retraits, les guillemets et les deux-points à cet endroit."
    return Problem(name, mark.line + 1 if mark else 0, "", f"YAML illisible{said}.", hint)


def _aliases(text: str, name: str) -> list[Problem]:
    """Find where the aliases are written: a node only knows where its anchor is."""
    return [
        Problem(
            name,
            event.start_mark.line + 1,
            "",
            f"Le renvoi YAML « *{event.anchor} » n’est pas accepté ici.",
            "Recopiez la valeur.",
        )
        for event in yaml.parse(text, Loader=_Loader)
        if isinstance(event, yaml.AliasEvent) and event.start_mark
    ]


class _Walk:
    """Turn YAML nodes into plain data, noting lines and faults on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.seen: set[int] = set()
        self.aliased = False

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.document.lines[path] = node.start_mark.line + 1
        if id(node) in self.seen:
            self.aliased = True
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            return tuple(self.value(child, (*path, index)) for index, child in enumerate(node.value))
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            return self.mapping(node, path)
        return self.label(node, path)

    def mapping(self, node: yaml.MappingNode, path: Path) -> Group:
        data = Group()
        data.line = node.start_mark.line + 1
        for key_node, child in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or self.key_trap(key_node):
                shown = key_node.value if isinstance(key_node, yaml.ScalarNode) else "…"
                what = f"La clé « {shown} » n’est pas lue comme un mot par YAML."
                self.document.problems.append(
                    Problem(
                        self.document.name, line, show_path(path), what, f'Écrivez-la entre guillemets : "{shown}".'
                    )
                )
                continue
            key = key_node.value
            if key in data:
                what = f"La clé « {key} » est écrite deux fois (d’abord ligne {self.document.lines[*path, key]})."
                self.document.problems.append(
                    Problem(self.document.name, line, show_path(path), what, "Gardez-en une.")
                )
                continue
            data[key] = self.value(child, (*path, key))
            self.document.lines[*path, key] = line
        return data

    def key_trap(self, node: yaml.ScalarNode) -> bool:
        return node.tag != "tag:yaml.org,2002:str"

    def scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        text: str = node.value
        match node.tag.removeprefix("tag:yaml.org,2002:"):
            case "str":
                return text
            case "int" if _INT.fullmatch(text):
                return int(text) if len(text) <= _LONGEST_INTEGER else self.trap(path, text, "un nombre démesuré")
            case "float" if _FLOAT.fullmatch(text):
                return float(text)
            case "bool" if text in ("true", "false"):
                return text == "true"
            case "null":
                return None
            case "bool":
                return self.trap(path, text, "un « vrai » ou « faux »")
            case "int" | "float":
                return self.trap(path, text, "un nombre qu’il transforme")
            case "timestamp":
                return self.trap(path, text, "une date")
            case "merge" | "value":
                return self.trap(path, text, "une valeur spéciale")
            case _:
                return self.label(node, path)

    def label(self, node: yaml.Node, path: Path) -> None:
        self.document.problem(path, f"L’étiquette YAML « {node.tag} » n’est pas acceptée.", "Retirez-la.")

    def trap(self, path: Path, text: str, read_as: str) -> None:
        self.document.problem(path, f"YAML lit « {text} » comme {read_as}.", f'Écrivez-le entre guillemets : "{text}".')
