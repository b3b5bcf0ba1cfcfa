"""One file per system, writing what that system really exports. Writers read the world and change nothing."""
