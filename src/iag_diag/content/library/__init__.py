"""What the study says besides its sheets: families of jobs, skills, training, resources, figures, words.

Read on need, part by part, never with the pack: a diagnosis does without it.
"""
