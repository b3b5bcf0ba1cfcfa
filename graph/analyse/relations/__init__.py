"""Who brought whom, and whose reference is whom. Evidence to read; what of it weighs is counted by the contest alone."""
