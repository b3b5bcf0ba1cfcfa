// title: Members of a cluster
// description: The applicants of one cluster, grouped by person, with what they applied for and what came of it.
// category: findings
// param cluster_id: string -- id of the finding
// param row_limit: integer = 500 -- most rows returned
// returns: person, applicant_id, name, role, status, applied_at, offered_at, hired_at
MATCH (a:Applicant)-[m:MEMBER_OF]->(:Cluster {id: $cluster_id})
RETURN m.person AS person, a.id AS applicant_id, a.name AS name, a.role AS role, a.status AS status,
       a.applied_at AS applied_at, a.offered_at AS offered_at, a.hired_at AS hired_at
ORDER BY person, applicant_id
LIMIT $row_limit
