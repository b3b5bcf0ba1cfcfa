"""Files to facts to links, and the whole way to the graph."""
