"""Each single edit that makes the rules decide wrongly is found, at its line, and nothing else is."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

import pytest
from mutations import MUTATIONS, Mutation

from iag_diag.checking.analysis import analysed
from iag_diag.checking.findings import Finding
from iag_diag.content import strict_yaml
from iag_diag.content.doubts import Doubts
from iag_diag.content.pack import Pack, load_pack, shipped_root
from iag_diag.content.strict_yaml import Document
from iag_diag.diagnosis.engine import Engine
from shown import shown

Load = Callable[[Mutation], Pack]


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Load]:
    """Load the shipped pack with one edit; a file that does not change is parsed once."""
    root = tmp_path_factory.mktemp("pack")
    for folder in ("questionnaires", "rules", "catalogue", "templates"):
        shutil.copytree(shipped_root() / folder, root / folder)

    def loaded(mutation: Mutation) -> Pack:
        path = root / mutation.file
        text = path.read_text(encoding="utf-8")
        path.write_text(mutation.applied(text), encoding="utf-8")
        try:
            return load_pack(root)
        finally:
            path.write_text(text, encoding="utf-8")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(strict_yaml, "parse", parsed_once())
        yield loaded


def parsed_once() -> Callable[[bytes, str], Document]:
    """Keep what was parsed; faults are noted on a document, so that each pack has its own."""
    parse = lru_cache(strict_yaml.parse)
    return lambda content, name: replace(parse(content, name), problems=[], doubts=Doubts())


def name(mutation: Mutation) -> str:
    return f"{mutation.found.kind} {mutation.found.subject}"


@pytest.mark.parametrize("mutation", MUTATIONS, ids=name)
def test_mutation_is_found(load: Load, mutation: Mutation):
    pack = load(mutation)
    found = analysed(pack)
    assert sorted(map(place, found)) == sorted(expected(mutation))
    engine = Engine(pack)
    for finding in found:
        assert finding.what.endswith(".")
        assert finding.hint.endswith(".")
        assert shown(engine, finding)


def place(finding: Finding) -> tuple[str, str, str, int]:
    return finding.kind, finding.subject, finding.file, finding.line


def expected(mutation: Mutation) -> Iterator[tuple[str, str, str, int]]:
    for found in (mutation.found, mutation.also):
        if found is not None:
            file = found.file or mutation.file
            text = (shipped_root() / file).read_text(encoding="utf-8")
            yield found.kind, found.subject, file, mutation.line(found, text)
