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
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = tuple[str | int, ...]


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
        document.problems.append(Problem(name, line, "", "Ce fichier n'est pas en UTF-8.", "Enregistrez-le en UTF-8."))
        return document
    try:
        node = yaml.compose(text, Loader=_Loader)
        if node is None:
            document.problem((), "Le fichier est vide.")
        else:
            document.data = _Walk(document).value(node, ())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = f"YAML illisible ({error.problem})."
        hint = "Vérifiez les retraits, les guillemets et les deux-points à cet endroit."
        document.problems.append(Problem(name, mark.line + 1 if mark else 0, "", what, hint))
    except (yaml.YAMLError, RecursionError) as error:
        document.problems.append(
            Problem(name, 0, "", f"YAML illisible ({type(error).__name__}).", "Simplifiez ce fichier.")
        )
    return document


class _Walk:
    """Turn YAML nodes into plain data, noting lines and faults on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.seen: set[int] = set()

    def value(self, node: yaml.Node, path: Path) -> Any:
        self.document.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, path)
        if id(node) in self.seen:
            self.document.problem(path, "Un renvoi YAML (« *nom ») n'est pas accepté ici.", "Recopiez la valeur.")
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            return tuple(self.value(child, (*path, index)) for index, child in enumerate(node.value))
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            return self.mapping(node, path)
        self.document.problem(path, f"L'étiquette YAML « {node.tag} » n'est pas acceptée.", "Retirez-la.")
        return None

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, child in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode) or self.key_trap(key_node):
                shown = key_node.value if isinstance(key_node, yaml.ScalarNode) else "…"
                what = f"La clé « {shown} » n'est pas lue comme un mot par YAML."
                self.document.problems.append(
                    Problem(
                        self.document.name, line, show_path(path), what, f'Écrivez-la entre guillemets : "{shown}".'
                    )
                )
                continue
            key = key_node.value
            if key in data:
                what = f"La clé « {key} » est écrite deux fois (d'abord ligne {self.document.lines[*path, key]})."
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
                return self.trap(path, text, "un « vrai » ou « faux »")
            case "int" | "float":
                return self.trap(path, text, "un nombre qu'il transforme")
            case "timestamp":
                return self.trap(path, text, "une date")
            case _:
                return self.trap(path, text, "une valeur spéciale")

    def trap(self, path: Path, text: str, read_as: str) -> None:
        self.document.problem(path, f"YAML lit « {text} » comme {read_as}.", f'Écrivez-le entre guillemets : "{text}".')
