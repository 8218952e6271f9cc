"""The public function: a frame of answers in, a frame of diagnoses out, wherever the frame lives."""

import polars as pl

from iag_diag.batch.export import ROW, SEPARATOR, TICKED, UNTICKED, Heading
from iag_diag.batch.lots.decoding import Decoder
from iag_diag.batch.lots.tabling import LINE, tabled
from iag_diag.batch.mapping.model import Mapping
from iag_diag.batch.mapping.plain import plain_column
from iag_diag.batch.scoring.scorer import Scorer
from iag_diag.content.pack import Pack
from iag_diag.errors import IagDiagError


def score_frame(frame: pl.LazyFrame, pack: Pack) -> pl.LazyFrame:
    """Diagnose every row of a frame in the plain format: columns are question ids, cells are option ids.

    Several choices are joined by « | », a list, or a column per option (`freins[couts]`: oui, non); a line of a matrix
    is a column (`apprehension[cadres]`). Columns that are no question are handed on, before the results. A cell that
    is no possible answer counts as unanswered, and among `cellules_refusees`. Rows are diagnosed batch by batch, in
    Polars' streaming engine or out of it. Raises `IagDiagError` when no column is a question.
    """
    scoring = FrameScorer(frame.collect_schema(), pack)
    return frame.map_batches(scoring.score, schema=scoring.schema, streamable=True)


class FrameScorer:
    """A pack and the columns of a frame, made ready once; then each batch of rows is scored on its own."""

    def __init__(self, schema: pl.Schema, pack: Pack) -> None:
        headings = [Heading(place, name) for place, name in enumerate(schema)]
        columns = {heading: column for heading in headings if (column := plain_column(heading, heading.text, pack))}
        if not columns:
            raise IagDiagError(
                "Aucune colonne de ce tableau n’est une question du référentiel.",
                "Les titres sont des identifiants de questions : iag-diag show questions.",
            )
        self._cells = [_text(schema, heading) for heading in columns]
        self._others = [heading.text for heading in headings if heading not in columns]
        self._scorer = Scorer(pack)
        mapping = Mapping(mapping=1, pack=pack.manifest.id, columns=tuple(columns.values()))
        self._decoder = Decoder(mapping, list(columns), pack, self._scorer.slots)
        try:
            self.schema = self.score(schema.to_frame()).schema
        except pl.exceptions.DuplicateError as error:
            raise IagDiagError(
                "Une colonne de ce tableau porte le nom d’une colonne de résultat (phase, alertes, fiche_1…).",
                "Renommez-la avant le calcul.",
            ) from error

    def score(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Score some rows, in order."""
        lines = pl.int_range(pl.len(), dtype=pl.UInt32)
        decoded = self._decoder.decode(frame.select(lines.alias(ROW), *self._cells))
        rows = frame.select(lines.alias(LINE))
        table = tabled(self._scorer, rows, decoded.coded, decoded.refusals).drop(LINE)
        return pl.concat([frame.select(self._others), table], how="horizontal")


def _text(schema: pl.Schema, heading: Heading) -> pl.Expr:
    """Read a column as the text that a file would hold."""
    cells, dtype = pl.col(heading.text), schema[heading.text]
    if isinstance(dtype, pl.List):
        cells = cells.cast(pl.List(pl.String)).list.join(SEPARATOR)
    elif dtype == pl.Boolean:
        cells = pl.when(cells).then(pl.lit(TICKED)).when(~cells).then(pl.lit(UNTICKED))
    return cells.cast(pl.String).alias(heading.column)
