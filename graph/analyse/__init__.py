"""Links to findings. Pure functions: no I/O, no clock, no randomness."""
