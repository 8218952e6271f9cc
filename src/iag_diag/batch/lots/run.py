"""A run: an export read slice by slice, decoded, scored, and kept in parts, each written whole."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import chain, islice

import polars as pl

from iag_diag.batch.export import ROW, Chunk, Export
from iag_diag.batch.lots.decoding import Decoder
from iag_diag.batch.lots.refusals import ROW_ASIDE, NothingToScore, UnknownLabels, notices
from iag_diag.batch.lots.tabling import ANSWERED, KEY, LINE, REFUSED, code_column, tabled
from iag_diag.batch.lots.workshop import Tally, Workshop
from iag_diag.batch.mapping.model import Mapping
from iag_diag.batch.reading.irregular import Irregular
from iag_diag.batch.scoring.scorer import Scorer
from iag_diag.content.pack import Pack

_CHUNK = 100_000
_CHUNKS_A_PART = 4
NO_ANSWER = "aucune réponse lue sur cette ligne"
TOO_LITTLE = "moins de {floor} % des réponses de cette ligne sont lisibles"
_WHOLE = 100

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class _Read:
    """A part of the export, decoded and not yet scored."""

    rows: pl.DataFrame
    answers: pl.DataFrame
    refusals: pl.DataFrame
    tally: Tally

    @classmethod
    def of(cls, decoder: Decoder, chunks: Iterable[Chunk]) -> "_Read":
        """Decode chunks one after the other, and put them together."""
        rows, answers, refusals = [], [], []
        tally = Tally()
        for chunk in chunks:
            decoded = decoder.decode(chunk.frame)
            rows.append(_keys(chunk.frame, decoder.key))
            answers.append(decoded.coded)
            refusals += [decoded.refusals, _faults(chunk)]
            count = chunk.frame.height + len(chunk.faults)
            tally += Tally(rows=count, understood=decoded.understood, refused=decoded.refusals.height)
        return cls(pl.concat(rows), pl.concat(answers), pl.concat(refusals), tally)


class Run:
    """One export, one mapping, one pack."""

    def __init__(
        self, export: Export, mapping: Mapping, scorer: Scorer, workshop: Workshop, kept: Sequence[str]
    ) -> None:
        """`kept` names the slots whose codes stay beside the results."""
        self._export = export
        self._mapping = mapping
        self._scorer = scorer
        self._workshop = workshop
        self._kept = [scorer.slots[name] for name in kept]

    def complete(self, progress: Progress) -> Tally:
        """Read everything, whatever it takes; `progress` is told the rows read so far."""
        while True:
            try:
                return self._pass(progress)
            except Irregular as again:
                self._export = again.export
                self._workshop.again()

    def _pass(self, progress: Progress) -> Tally:
        """Read the export once; while a part is scored and written, the next one is being read."""
        decoder = Decoder(self._mapping, self._export.headings, self._scorer.pack, self._scorer.slots)
        whole = Tally()
        waiting: Future[Tally] | None = None
        with ThreadPoolExecutor(1) as scoring:
            for number, chunks in enumerate(_grouped(self._export.chunks(_CHUNK, decoder.closed))):
                tally = self._workshop.tally(number)
                if tally is None:
                    read = _Read.of(decoder, chunks)
                    part = scoring.submit(self._part, number, read)
                    tally, waiting = (waiting.result() if waiting else Tally()), part
                else:
                    deque(chunks, maxlen=0)
                whole += tally
                self._require_sense(whole)
                progress(whole.rows)
            whole += waiting.result() if waiting else Tally()
        self._require_sense(whole)
        if not whole.rows:
            raise NothingToScore(
                f"« {self._export.path.name} » n’a que des titres : aucune ligne de réponses.",
                "Vérifiez l’export, ou la feuille choisie avec --sheet.",
            )
        progress(whole.rows)
        return whole

    def _part(self, number: int, read: "_Read") -> Tally:
        """Score a part and keep what comes out."""
        rows = tabled(self._scorer, read.rows, read.answers, read.refusals)
        table = pl.concat([rows, self._codes(read.answers)], how="horizontal")
        table, aside = _sifted(table, self._scorer.pack)
        refused = pl.concat([read.refusals, aside]).sort(LINE, "colonne", nulls_last=True)
        tally = replace(read.tally, scored=table.height)
        self._workshop.keep(number, table, refused, tally)
        return tally

    def _require_sense(self, tally: Tally) -> None:
        """Stop where most labels match nothing: scores would only be noise."""
        if tally.refused > tally.understood:
            raise UnknownLabels(tally, pl.scan_ipc(self._workshop.refusals()[0]).collect())

    def _codes(self, answers: pl.DataFrame) -> pl.DataFrame:
        """Codes kept beside the results, for the answers that are shown and for the roadmaps."""
        empty = {slot.name: pl.lit(None, dtype=slot.dtype) for slot in self._kept}
        kept = empty | {name: pl.col(name) for name in empty if name in answers.columns}
        return answers.select(code.alias(code_column(name)) for name, code in kept.items())


def _grouped(chunks: Iterator[Chunk]) -> Iterator[Iterator[Chunk]]:
    """Chunks by groups of a few, so that a part is worth its cost."""
    for first in chunks:
        yield chain([first], islice(chunks, _CHUNKS_A_PART - 1))


def _keys(frame: pl.DataFrame, key: str | None) -> pl.DataFrame:
    """Keep the number of each row, and the text that identifies the company."""
    named = pl.col(key).str.strip_chars() if key is not None else pl.lit(None, dtype=pl.String)
    return frame.select(pl.col(ROW).alias(LINE), pl.when(named != "").then(named).alias(KEY))


def _faults(chunk: Chunk) -> pl.DataFrame:
    faults = chunk.faults
    return notices(
        [fault.row for fault in faults],
        [fault.reason for fault in faults],
        ROW_ASIDE,
        [fault.excerpt for fault in faults],
    )


def _sifted(table: pl.DataFrame, pack: Pack) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Part the rows that can be scored from those of which too little was read, or nothing."""
    floor = pack.dimensions.coverage_floor
    read, refused = pl.col(ANSWERED).cast(pl.UInt32), pl.col(REFUSED).cast(pl.UInt32)
    little = (refused > 0) & (_WHOLE * read < floor * (read + refused))
    reason = pl.when(little).then(pl.lit(TOO_LITTLE.format(floor=floor))).when(read == 0).then(pl.lit(NO_ANSWER))
    marked = table.select(LINE, reason=reason)
    aside = marked.drop_nulls("reason")
    if aside.is_empty():
        return table, notices([], [], ROW_ASIDE)
    return table.filter(marked["reason"].is_null()), notices(aside[LINE], aside["reason"], ROW_ASIDE)
