"""`--filter`: keep the entries that carry a word, and say which words exist when none does."""

from collections import Counter
from collections.abc import Sequence

from iag_diag.content.folding import folded
from iag_diag.errors import UsageError, did_you_mean
from iag_diag.reports.catalogue.pages import Item, Kind
from iag_diag.reports.library_words import FACETS

_MOST_WORDS = 40


def filtered(kind: Kind, items: Sequence[Item], wanted: Sequence[str]) -> tuple[Item, ...]:
    """Entries that satisfy every filter: « mode=en-ligne », or « en-ligne » alone."""
    kept = tuple(items)
    for text in wanted:
        name, equals, word = text.partition("=")
        criterion = _criterion(kind, items, name) if equals else None
        looked_for = _slug(word if equals else name)
        found = tuple(item for item in kept if _carries(item, criterion, looked_for))
        if not found:
            words = {one for item in kept for facet in item.facets for one in item.facets[facet]}
            near = did_you_mean(looked_for, sorted(words))
            hint = f"{near}\n" if near.startswith("Vouliez") else ""
            raise UsageError(f"Aucune entrée pour « {text} ».", hint + existing(kept))
        kept = found
    return kept


def _criterion(kind: Kind, items: Sequence[Item], name: str) -> str:
    names = {FACETS[facet]: facet for item in items for facet in item.facets if item.facets[facet]}
    if not names:
        raise UsageError(f"Il n’y a rien à filtrer dans « {kind.plural} ».", "Retirez --filter.")
    if _slug(name) not in names:
        raise UsageError(f"Le critère « {name} » n’existe pas ici.", did_you_mean(_slug(name), names))
    return names[_slug(name)]


def _carries(item: Item, criterion: str | None, word: str) -> bool:
    words = item.facets.get(criterion, ()) if criterion else (word for words in item.facets.values() for word in words)
    return any(_slug(one) == word for one in words)


def _slug(text: str) -> str:
    return folded(text).replace(" ", "-")


def existing(items: Sequence[Item]) -> str:
    """List the criteria of these entries, with their words and how many entries carry each."""
    counts: dict[str, Counter[str]] = {}
    for item in items:
        for facet, carried in item.facets.items():
            counts.setdefault(facet, Counter()).update(carried)
    lines = []
    for facet, words in counts.items():
        if words:
            listed = [f"{word} ({count})" for word, count in sorted(words.items())[:_MOST_WORDS]]
            more = ", …" if len(words) > _MOST_WORDS else ""
            lines.append(f"  {FACETS[facet]} : {', '.join(listed)}{more}")
    return "\n".join(["Ce qui existe :", *lines]) if lines else "Rien ne se filtre ici : retirez --filter."
