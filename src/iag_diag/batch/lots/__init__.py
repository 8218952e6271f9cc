"""A run: cells decoded, companies scored in parts, refusals named, files put in place."""
