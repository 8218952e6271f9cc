"""The dossier file: model, atomic store, answers from outside."""
