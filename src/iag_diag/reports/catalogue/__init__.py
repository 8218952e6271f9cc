"""The catalogue on screen: what `show` and `search` print, for a person or for a machine."""
