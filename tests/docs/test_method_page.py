"""`docs/methode.md` says the numbers of the rules: it is written from them, and nobody types one."""

import re
import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
WRITTEN_BY_RULES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\]\([^)]*\)")
SMALL = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "seize", "vingt")


def test_the_page_is_what_its_source_and_the_rules_say_today():
    build = runpy.run_path(str(DOCS / "build.py"))
    assert build["METHOD"].read_text(encoding="utf-8") == build["method"](), "run: python docs/build.py"


def test_no_number_is_typed_in_the_source():
    typed = WRITTEN_BY_RULES.sub("", (DOCS / "sources" / "methode.md.j2").read_text(encoding="utf-8"))
    assert not re.findall(r".*\d.*", typed)
    counts = [line for line in typed.splitlines() if any(re.search(rf"\b{word}\b", line) for word in SMALL)]
    allowed = ("Quand les deux diffèrent", "Rien n’est calculé entre deux tailles", "deux axes", "deux entreprises")
    allowed += ("deux personnes", "deux moteurs")
    assert [line for line in counts if not any(text in line for text in allowed)] == []
