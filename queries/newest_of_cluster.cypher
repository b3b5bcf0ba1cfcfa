// title: Newest applicants of the clusters
// description: Members of clusters who applied on or after $since, newest first: whom to look at before the interview.
// category: findings
// param since: date = "1970-01-01" -- first day, as YYYY-MM-DD
// param row_limit: integer = 100 -- most rows returned
// returns: applied_at, applicant_id, name, role, status, rank, cluster_id
MATCH (a:Applicant)-[:MEMBER_OF]->(c:Cluster)
WHERE a.applied_at >= $since
RETURN a.applied_at AS applied_at, a.id AS applicant_id, a.name AS name, a.role AS role, a.status AS status,
       c.rank AS rank, c.id AS cluster_id
ORDER BY applied_at DESC, applicant_id, rank, cluster_id
LIMIT $row_limit
