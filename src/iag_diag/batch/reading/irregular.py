"""The signal that an export has to be read again, in another way."""

from iag_diag.batch.export import Export


class Irregular(Exception):  # noqa: N818 - not a fault: the reader changes its way
    """The quick way cannot vouch for every row. Forget the chunks read so far and read `export` from its start.

    It may be raised at any moment of `chunks()`, its very end included, and twice for one file (first an encoding that
    was not the one the beginning promised, then a row that does not fit).
    """

    def __init__(self, export: Export) -> None:
        super().__init__(f"{export.path} is read again")
        self.export = export
