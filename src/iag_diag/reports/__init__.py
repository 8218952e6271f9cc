"""What comes out: view models, then screen, Markdown and JSON."""
