"""Reading exports: any format, any dialect, every row in a frame or refused by name."""

from iag_diag.batch.reading.irregular import Irregular
from iag_diag.batch.reading.opening import open_export

__all__ = ["Irregular", "open_export"]
