"""A judged group as a finding: parts that add up, sentences, sources."""
