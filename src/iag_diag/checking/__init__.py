"""Is a pack sound? What its rules can never do, always do, or do by mistake, each with a company that shows it."""
