"""The words that a reader may not know."""

from typing import Annotated

from pydantic import Field, StringConstraints

from iag_diag.content.model import Content, Slug, Sourced, Text


class Term(Sourced):
    """A word explained. `forms` are its spellings in our texts; `short` fits in a parenthesis beside its first use.

    `told` are other parentheses by which our texts explain it: once it has been explained, they are left out.
    `in_glossary`: it stands in the study's own glossary; else the study explains it elsewhere, or it is ours.
    """

    id: Slug
    term: Text
    forms: Annotated[tuple[Text, ...], Field(min_length=1)]
    short: Annotated[str, StringConstraints(min_length=3, max_length=80)]
    told: tuple[Text, ...] = ()
    text: Text
    in_glossary: bool = False


class GlossaryFile(Content):
    """`catalogue/glossaire.yaml`."""

    terms: Annotated[tuple[Term, ...], Field(min_length=1)]
