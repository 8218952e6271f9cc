"""iag-diag: a self-diagnostic of a company's maturity with generative AI, for the French commerce sector."""

__version__ = "0.1.0"
