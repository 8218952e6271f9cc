"""The companies of a run described as a whole: weighted, compared with the study, small cells hidden."""
