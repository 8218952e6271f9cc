"""The pack: models, strict loader, cross-checks."""
