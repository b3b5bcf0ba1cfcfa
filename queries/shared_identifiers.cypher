// title: Identifiers held by several applicants
// description: Every identifier shared by at least $min_holders applicants, widest first; public ones (held by a crowd) only on request.
// category: links
// param min_holders: integer = 2 -- fewest applicants that count as sharing
// param include_public: boolean = false -- whether values that a crowd holds are listed too
// param row_limit: integer = 200 -- most rows returned
// returns: kind, value, display, holders, applicant_ids
MATCH (a:Applicant)-[]->(i:Identifier)
WHERE $include_public OR i.public = false
WITH i, a ORDER BY a.id
WITH i, collect(DISTINCT a.id) AS applicant_ids
WHERE size(applicant_ids) >= $min_holders
RETURN i.kind AS kind, i.value AS value, i.display AS display, size(applicant_ids) AS holders, applicant_ids
ORDER BY holders DESC, kind, value
LIMIT $row_limit
