// title: All clusters
// description: The ranked findings with score, size and what holds them together.
// category: findings
// param min_applicants: integer = 2 -- fewest applicants of a cluster
// param row_limit: integer = 200 -- most rows returned
// returns: rank, cluster_id, type, title, score, applicants, persons, families, facilitator
MATCH (c:Cluster)
WHERE c.retired IS NULL AND c.applicants >= $min_applicants
RETURN c.rank AS rank, c.id AS cluster_id, c.type AS type, c.title AS title, c.score AS score,
       c.applicants AS applicants, c.persons AS persons, c.families AS families, c.facilitator AS facilitator
ORDER BY rank, cluster_id
LIMIT $row_limit
