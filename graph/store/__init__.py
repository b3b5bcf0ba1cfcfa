"""The identity graph over Bolt: one driver, two engines."""
