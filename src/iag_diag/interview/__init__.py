"""The conversation: one protocol, two faces, the loop that asks."""
