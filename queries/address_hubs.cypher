// title: Buildings with several applicants
// description: Buildings that at least $min_holders applicants gave, and how many of them gave no unit: without one a block of flats looks like one home.
// category: locations
// param min_holders: integer = 2 -- fewest applicants
// param row_limit: integer = 200 -- most rows returned
// returns: building, holders, addresses, without_address, applicant_ids
MATCH (a:Applicant)-[:IN_BUILDING]->(b:Building)
WITH b, a ORDER BY a.id
OPTIONAL MATCH (a)-[:HAS_ADDRESS]->(i:Address)-[:PART_OF]->(b)
WITH b, a, collect(i.display) AS given ORDER BY a.id
WITH b, collect(a.id) AS applicant_ids,
     sum(CASE WHEN size(given) = 0 THEN 1 ELSE 0 END) AS without_address
WHERE size(applicant_ids) >= $min_holders
OPTIONAL MATCH (u:Address)-[:PART_OF]->(b)
WITH b, applicant_ids, without_address, count(DISTINCT u) AS addresses
RETURN b.display AS building, size(applicant_ids) AS holders, addresses, without_address, applicant_ids
ORDER BY holders DESC, building, b.key
LIMIT $row_limit
