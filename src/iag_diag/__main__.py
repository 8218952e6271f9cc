"""`python -m iag_diag`."""

from iag_diag.cli.app import main

if __name__ == "__main__":
    main()
