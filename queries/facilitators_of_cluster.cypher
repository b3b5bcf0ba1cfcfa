// title: Facilitators of a cluster
// description: The values that hold one cluster together, best first, with the evidence against chance.
// category: findings
// param cluster_id: string -- id of the finding
// param row_limit: integer = 50 -- most rows returned
// returns: rank, kind, display, role, members, holders, p_value, q_value
MATCH (i:Identifier)-[f:FACILITATES]->(:Cluster {id: $cluster_id})
RETURN f.rank AS rank, i.kind AS kind, i.display AS display, f.role AS role, f.members AS members,
       i.holders AS holders, f.p_value AS p_value, f.q_value AS q_value
ORDER BY rank, kind, i.key
LIMIT $row_limit
