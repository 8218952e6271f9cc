"""The two closed lists that describe a question; kept apart from the models so that a face can read them at no cost."""

from enum import StrEnum


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    MATRIX = "matrix"
    TEXT = "text"


class Scale(StrEnum):
    """Whether the options, as listed, go from the least advanced to the most, the other way round, or nowhere."""

    ASCENDING = "ascending"
    DESCENDING = "descending"
