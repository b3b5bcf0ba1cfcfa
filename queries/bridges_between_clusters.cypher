// title: Values that bridge clusters
// description: Values held by members of at least two clusters: perhaps one facilitator behind both.
// category: findings
// param include_public: boolean = false -- whether values that a crowd holds are listed too
// param row_limit: integer = 200 -- most rows returned
// returns: kind, display, holders, cluster_ids
MATCH (c:Cluster)<-[:MEMBER_OF]-(:Applicant)-[]->(i:Identifier)
WHERE $include_public OR i.public = false
WITH i, c ORDER BY c.rank, c.id
WITH i, collect(DISTINCT c.id) AS cluster_ids
WHERE size(cluster_ids) > 1
RETURN i.kind AS kind, i.display AS display, i.holders AS holders, cluster_ids
ORDER BY size(cluster_ids) DESC, kind, display, i.key
LIMIT $row_limit
