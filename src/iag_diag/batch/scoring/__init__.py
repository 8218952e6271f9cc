"""The rules of a pack on columns: the twin of the interpreter, for many companies at once."""
