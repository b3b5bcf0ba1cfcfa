// title: Referral stars
// description: Who recommended at least $min_referred applicants, and how many of these are in a cluster.
// category: people
// param min_referred: integer = 2 -- fewest applicants recommended
// param row_limit: integer = 200 -- most rows returned
// returns: referrer, referred, in_clusters, applicant_ids
MATCH (a:Applicant)-[:REFERRED_BY]->(r:Referrer)
WITH r, a ORDER BY a.id
OPTIONAL MATCH (a)-[m:MEMBER_OF]->(:Cluster)
WITH r, a, count(m) AS clusters ORDER BY a.id
WITH r, collect(a.id) AS applicant_ids, sum(CASE WHEN clusters > 0 THEN 1 ELSE 0 END) AS in_clusters
WHERE size(applicant_ids) >= $min_referred
RETURN r.display AS referrer, size(applicant_ids) AS referred, in_clusters, applicant_ids
ORDER BY referred DESC, referrer, r.key
LIMIT $row_limit
