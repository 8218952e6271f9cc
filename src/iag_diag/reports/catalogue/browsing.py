"""What `show` and `search` do: find the kind, the entries, and print them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rich.console import Console

from iag_diag.content.folding import folded
from iag_diag.content.library.shelves import Library
from iag_diag.content.pack import Pack
from iag_diag.errors import IagDiagError, UsageError, did_you_mean
from iag_diag.reports import french
from iag_diag.reports.catalogue import figures, occupations, resources, sheets, skills, trainings
from iag_diag.reports.catalogue.filters import filtered
from iag_diag.reports.catalogue.pages import Item, Kind, name_of
from iag_diag.reports.catalogue.printing import paged, print_json, print_list, print_page
from iag_diag.reports.catalogue.searching import Hit, search
from iag_diag.reports.glossing import Glossary
from iag_diag.reports.terminal import paragraph, verbatim

SHEET = "fiche"
_MOST_HITS = 8
_MOST_NEAR = 5


@dataclass(frozen=True)
class Catalogue:
    """The catalogue of a pack on one day, for a person (`plain` or not) or for a machine (`as_json`)."""

    pack: Pack
    day: date
    as_json: bool = False
    plain: bool = False

    @cached_property
    def _library(self) -> Library:
        return Library(self.pack)

    def _kinds(self, size: str | None = None) -> tuple[Kind, ...]:
        library = self._library
        return (
            sheets.sheets(self.pack, size),
            occupations.occupations(library),
            skills.skills(library),
            trainings.trainings(library, self.day),
            trainings.services(library),
            trainings.schemes(library),
            resources.resources(library, self.day),
            figures.figures(library),
            resources.terms(library),
            sheets.questions(self.pack),
        )

    def show(self, kind: str, entry: str | None, size: str | None, filters: Sequence[str]) -> None:
        """Show a list or an entry, or say what exists."""
        self._check_size(size)
        chosen = self._kind(kind, size)
        if entry is not None and filters:
            raise UsageError(
                "--filter ne va qu’avec une liste.", f"Retirez-le, ou listez : iag-diag show {chosen.plural}"
            )
        if size is not None and chosen.name != SHEET:
            raise UsageError("--size ne va qu’avec les fiches.", "Retirez-le.")
        items = filtered(chosen, chosen.items(), filters)
        if entry is not None:
            self._show_entries(_found(chosen, items, entry))
        elif self.as_json:
            print_json([item.data() for item in items])
        else:
            with paged(plain=self.plain) as output:
                self._list(output, chosen, items, whole=not filters)

    def _list(self, output: Console, kind: Kind, items: Sequence[Item], *, whole: bool) -> None:
        if not items:
            paragraph(output, f"Ce référentiel n’a aucune entrée dans « {kind.plural} ».")
            return
        print_list(output, kind, items)
        paragraph(output, "\nPour lire une entrée en entier, par exemple :")
        verbatim(output, f"iag-diag show {kind.name} {items[len(items) // 2].id}", indent=2)
        if whole and (remark := kind.remark()):
            paragraph(output, f"\n{remark}")

    def _show_entries(self, items: Sequence[Item]) -> None:
        if self.as_json:
            print_json(items[0].data() if len(items) == 1 else [item.data() for item in items])
            return
        explain = Glossary(self._library.terms).reader()
        with paged(plain=self.plain) as output:
            for place, item in enumerate(items):
                if place:
                    paragraph(output, "")
                print_page(output, item.page(), explain, plain=self.plain)

    def search(self, words: str) -> None:
        """Look for words everywhere."""
        if not folded(words):
            raise UsageError("Que faut-il chercher ?", "Par exemple : iag-diag search prix")
        hits = search(self._kinds(), words)
        if self.as_json:
            print_json([_data(hit) for hit in hits])
            return
        if not hits:
            raise IagDiagError(
                f"Rien ne contient « {words} » dans le catalogue.",
                "Essayez un seul mot, ou un mot plus court : « form » trouve formation et formateur.",
            )
        with paged(plain=self.plain) as output:
            for kind in self._kinds():
                of_kind = [hit for hit in hits if hit.kind.name == kind.name]
                if of_kind:
                    noun = kind.noun if len(of_kind) == 1 else _plural(kind.noun)
                    paragraph(output, f"{len(of_kind)} {noun}", "bold cyan")
                for hit in of_kind[:_MOST_HITS]:
                    paragraph(output, name_of(hit.kind, hit.item), "bold", indent=2)
                    if hit.excerpt != name_of(hit.kind, hit.item):
                        paragraph(output, hit.excerpt, indent=4)
                    verbatim(output, f"iag-diag show {hit.kind.name} {hit.item.id}", indent=4)
                if len(of_kind) > _MOST_HITS:
                    more = french.counted(len(of_kind) - _MOST_HITS, "autre")
                    paragraph(output, f"… et {more} : ajoutez un mot.", indent=2)

    def _check_size(self, size: str | None) -> None:
        sizes = [known.id for known in self.pack.planning.sizes]
        if size is not None and size not in sizes:
            raise UsageError(f"La taille « {size} » n’existe pas.", did_you_mean(size, sizes))

    def _kind(self, word: str, size: str | None) -> Kind:
        """Find a kind by its name, singular or plural, accents apart."""
        kinds = self._kinds(size)
        names = {name: kind for kind in kinds for name in (kind.plural, kind.name)}
        low = folded(word)
        if low not in names:
            raise UsageError(f"« {word} » ne se montre pas.", did_you_mean(low, [kind.plural for kind in kinds]))
        return names[low]


def _data(hit: Hit) -> dict[str, str]:
    return {
        "kind": hit.kind.name,
        "id": hit.item.id,
        "title": name_of(hit.kind, hit.item),
        "excerpt": hit.excerpt,
    }


def _plural(noun: str) -> str:
    first, space, rest = noun.partition(" ")
    return f"{first}s{space}{rest}"


def _found(kind: Kind, items: Sequence[Item], entry: str) -> Sequence[Item]:
    """Entries called so: by id, by number, or by another name; a kind may have several of the same id."""
    low = folded(str(int(entry)) if entry.isdecimal() else entry)
    found = [item for item in items if folded(item.id) == low] or [
        item for item in items if low in map(folded, (name_of(kind, item), *item.names))
    ]
    if found:
        return found
    article = "La" if kind.feminine else "Le"
    listed = f"La liste : iag-diag show {kind.plural}"
    numbers = [int(name) for item in items for name in item.names if name.isdecimal()]
    if entry.isdecimal() and numbers:
        raise IagDiagError(
            f"Il n’y a pas de {kind.noun} {entry}.",
            f"Elles vont de {min(numbers)} à {max(numbers)}. {listed}",
        )
    near = [item.id for item in items if low in folded(f"{item.id} {' '.join(item.cells)}")]
    near = sorted(near, key=lambda name: low not in folded(name).split())[:_MOST_NEAR]
    hint = f"Peut-être : {', '.join(near)}." if near else did_you_mean(entry.lower(), [item.id for item in items])
    raise IagDiagError(f"{article} {kind.noun} « {entry} » n’existe pas.", f"{hint} {listed}".strip())
