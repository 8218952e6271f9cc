"""YAML read the strict way: what a person wrote, or an error with its line and column.

YAML 1.1 turns `No` into false, `0043` into 35, `12:30` into 750 and a date into an object, and lets a second key
silently replace the first. Here each of these is a problem, as are anchors, aliases and tags.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from iag_diag.content.doubts import Doubts
from iag_diag.content.yaml_syntax import aliases, at, ids_inside, unreadable
from iag_diag.content.yaml_syntax import column as column_of
from iag_diag.errors import Problem

MAX_BYTES = 2_000_000
MAX_ENTRIES = 40_000
MAX_DEPTH = 40
_INT = re.compile(r"-?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+")
_LONGEST_INTEGER = 18
_CONTROL = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = ("\n", "\r", ",", ": ", "- ", "[", "{")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Path = tuple[str | int, ...]


class Group(dict[str, Any]):
    """A mapping of the file, which remembers its line."""

    line = 0


@dataclass(slots=True)
class Document:
    """A parsed file: its data (mappings as dict, sequences as tuple), the line of each path from 1, its problems.

    `holes` are the paths of what could not be read, `torn` those and all above them; once `mended`, nothing more is
    said of them. `text` is kept for the columns, which are looked for when there is a fault to tell.
    """

    name: str
    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    holes: set[Path] = field(default_factory=set)
    torn: set[Path] = field(default_factory=set)
    mended: bool = False
    doubts: Doubts = field(default_factory=Doubts)
    text: str = field(default="", repr=False)
    root: yaml.Node | None = field(default=None, repr=False)

    def line(self, path: Path) -> int:
        """Line of the deepest known place on this path; steps that are not in the file are passed over."""
        return self.lines.get(self.written(path), 0)

    def written(self, path: Path) -> Path:
        """Leave out of a path the steps that are not in the file."""
        if path in self.lines:
            return path
        known: Path = ()
        for step in path:
            if (*known, step) in self.lines:
                known = (*known, step)
        return known

    def faulty(self, path: Path) -> bool:
        """Whether a fault is already noted on the line of this path."""
        return any(problem.line == self.line(path) for problem in self.problems)

    def whole(self, path: Path) -> bool:
        """Whether all that stands at this place could be read."""
        return path not in self.torn and not any(path[:end] in self.holes for end in range(len(path)))

    def tear(self, path: Path) -> None:
        """Note that what stands at this path could not be read."""
        self.holes.add(path)
        self.torn.update(path[:end] for end in range(len(path) + 1))

    def problem(self, path: Path, what: str, hint: str = "", *, key: bool = False) -> None:
        """Note a fault at this path, under its value or, if it is meant, under its key."""
        if self.mended and not self.whole(path):
            return
        column = self.column(path, key=key)
        self.problems.append(Problem(self.name, self.line(path), show_path(path), what, hint, column))

    def column(self, path: Path, *, key: bool = False) -> int:
        """Column of that place, from 1, 0 where it is not known; looked for in the text, which takes a moment."""
        path = self.written(path)
        if path not in self.lines:
            return 0
        if self.root is None:
            self.root = yaml.compose(self.text, Loader=_Loader)
        return column_of(self.root, path, key=key) if self.root else 0


def show_path(path: Path) -> str:
    """Write a path as a person reads it: « sections[2].questions[0].label »."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")


def parse(content: bytes, name: str) -> Document:
    """Read one YAML document; `name` is how problems call the file."""
    document = Document(name)
    text = _decoded(content, document)
    if text is None:
        return document
    document.text = text
    try:
        node = yaml.compose(text, Loader=_Loader)
        if node is not None:
            walk = _Walk(document)
            document.data = walk.value(node, ())
            if walk.aliased:
                document.problems += aliases(text, name, _Loader)
        if document.data is None and not document.problems:
            document.problem((), "Le fichier est vide.", "Remplissez-le ou retirez-le.")
    except yaml.MarkedYAMLError as error:
        document.problems.append(unreadable(error, name, text))
    except RecursionError:
        document.problem((), "YAML illisible : trop de niveaux emboîtés.", "Simplifiez ce fichier.")
    return document


def _decoded(content: bytes, document: Document) -> str | None:
    """Text of a file that is worth reading, or None and a problem."""
    name = document.name
    if len(content) > MAX_BYTES:
        document.problem((), "Fichier trop gros.", f"Au plus {MAX_BYTES // 1_000_000} Mo.")
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", errors="replace")
        document.problems.append(
            at(name, before, len(before), "Ce fichier n’est pas en UTF-8.", "Enregistrez-le en UTF-8.")
        )
        return None
    if len(text) > MAX_ENTRIES and sum(map(text.count, _MARKS)) > MAX_ENTRIES:
        document.problem((), f"Fichier trop gros : plus de {MAX_ENTRIES // 1000}\u00a0000 éléments.", "Répartissez-le.")
        return None
    if invisible := _CONTROL.search(text):
        what = f"Un caractère invisible (code {ord(invisible[0])}) n’est pas permis."
        document.problems.append(at(name, text, invisible.start(), what, "Effacez-le."))
        return None
    return text


class _Walk:
    """Turn YAML nodes into plain data, noting places and faults on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.seen: set[int] = set()
        self.aliased = False
        self.too_deep = False

    def value(self, node: yaml.Node, path: Path) -> Any:
        document = self.document
        if path not in document.lines:
            document.lines[path] = node.start_mark.line + 1
        if id(node) in self.seen:
            self.aliased = True
            document.tear(path)
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, path)
        if len(path) >= MAX_DEPTH:
            return self.bottom(node, path)
        if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
            return tuple([self.value(child, (*path, index)) for index, child in enumerate(node.value)])
        if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
            return self.mapping(node, path)
        return self.label(node, path)

    def mapping(self, node: yaml.MappingNode, path: Path) -> Group:
        """Read a group; where it says several keys twice it is two entries, of which the second lost its beginning."""
        data, document = Group(), self.document
        twice: list[str] = []
        data.line = node.start_mark.line + 1
        for key_node, child in node.value:
            mark = key_node.start_mark
            line = mark.line + 1
            key: str = key_node.value if isinstance(key_node, yaml.ScalarNode) else "…"
            at_key = (*path, key)
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag != "tag:yaml.org,2002:str":
                what = f"La clé « {key} » n’est pas lue comme un mot par YAML."
                hint = f'Écrivez-la entre guillemets : "{key}".'
            elif key in data:
                what = f"La clé « {key} » est écrite deux fois (d’abord ligne {document.lines[at_key]})."
                hint = "Gardez-en une, ou commencez un autre élément par un tiret."
                twice.append(key)
            else:
                document.lines[at_key] = line
                data[key] = self.value(child, at_key)
                continue
            document.tear(at_key)
            if key not in twice[1:]:
                document.problems.append(Problem(document.name, line, show_path(path), what, hint, mark.column + 1))
            else:
                document.doubts.unread.add(document.name)
            document.doubts.ids.update(ids_inside(child))
        return data

    def scalar(self, node: yaml.ScalarNode, path: Path) -> Any:
        text: str = node.value
        match node.tag.removeprefix("tag:yaml.org,2002:"):
            case "str":
                return text
            case "int" if _INT.fullmatch(text):
                return int(text) if len(text) <= _LONGEST_INTEGER else self.trap(node, path, "un nombre démesuré")
            case "float" if _FLOAT.fullmatch(text):
                return float(text)
            case "bool" if text in ("true", "false"):
                return text == "true"
            case "null":
                return None
            case "bool":
                return self.trap(node, path, "un « vrai » ou « faux »")
            case "int" | "float":
                return self.trap(node, path, "un nombre qu’il transforme")
            case "timestamp":
                return self.trap(node, path, "une date")
            case "merge" | "value":
                return self.trap(node, path, "une valeur spéciale")
            case _:
                return self.label(node, path)

    def label(self, node: yaml.Node, path: Path) -> None:
        self.hole(node, path, f"L’étiquette YAML « {node.tag} » n’est pas acceptée.", "Retirez-la.")

    def trap(self, node: yaml.Node, path: Path, read_as: str) -> None:
        what = f"YAML lit « {node.value} » comme {read_as}."
        self.hole(node, path, what, f'Écrivez-le entre guillemets : "{node.value}".')

    def bottom(self, node: yaml.Node, path: Path) -> None:
        """Stop where nobody could follow any more; said once, for the nests of a nest are one fault."""
        self.document.tear(path)
        if not self.too_deep:
            self.too_deep = True
            what = f"Trop de niveaux emboîtés (plus de {MAX_DEPTH})."
            self.hole(node, path, what, "Répartissez cette règle en conditions nommées.")

    def hole(self, node: yaml.Node, path: Path, what: str, hint: str) -> None:
        mark, document = node.start_mark, self.document
        document.problems.append(Problem(document.name, mark.line + 1, show_path(path), what, hint, mark.column + 1))
        document.tear(path)
        document.doubts.ids.update(ids_inside(node))
