"""From the headings and labels of an export to the questionnaire: drafted, written, read again; our own format."""
