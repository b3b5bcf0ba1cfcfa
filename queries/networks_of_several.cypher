// title: Networks (IP ranges) with several applicants
// description: Networks in which at least $min_holders applicants were seen at more than one address, and that no crowd shares.
// category: links
// param min_holders: integer = 2 -- fewest applicants
// param row_limit: integer = 200 -- most rows returned
// returns: network, addresses, holders, applicant_ids
MATCH (i:IpAddress)-[:PART_OF]->(n:Network)<-[:SEEN_IN_NETWORK]-(a:Applicant)
WHERE n.public = false
WITH n, i, a ORDER BY i.value, a.id
WITH n, collect(DISTINCT i.value) AS addresses, collect(DISTINCT a.id) AS applicant_ids
WHERE size(addresses) > 1 AND size(applicant_ids) >= $min_holders
RETURN n.value AS network, addresses, size(applicant_ids) AS holders, applicant_ids
ORDER BY holders DESC, network
LIMIT $row_limit
