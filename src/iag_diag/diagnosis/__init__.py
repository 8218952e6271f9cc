"""The engine: pure, frozen, traced."""
