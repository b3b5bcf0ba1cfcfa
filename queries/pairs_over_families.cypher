// title: Pairs that share over several families
// description: Pairs of applicants who share values of at least $min_families independent families (contact, location, money, device, text, people); public values do not count.
// category: links
// param min_families: integer = 2 -- fewest families
// param row_limit: integer = 200 -- most rows returned
// returns: families, shared_values, left_id, left_name, right_id, right_name
MATCH (a:Applicant)-[]->(i:Identifier)<-[]-(b:Applicant)
WHERE a.id < b.id AND i.public = false
WITH a, b, i ORDER BY i.family, i.key
WITH a, b, collect(DISTINCT i.family) AS families, count(DISTINCT i) AS shared_values
WHERE size(families) >= $min_families
RETURN families, shared_values, a.id AS left_id, a.name AS left_name, b.id AS right_id, b.name AS right_name
ORDER BY size(families) DESC, shared_values DESC, left_id, right_id
LIMIT $row_limit
