// title: References that vouch for several applicants
// description: A name, phone or e-mail address that at least $min_holders applicants give as a reference. A real former manager of a laid-off team is the usual innocent reason.
// category: people
// param min_holders: integer = 2 -- fewest applicants
// param row_limit: integer = 200 -- most rows returned
// returns: kind, reference, holders, applicant_ids
MATCH (a:Applicant)-[]->(i:Identifier)
WHERE i.kind IN ['reference_name', 'reference_phone', 'reference_email'] AND i.public = false
WITH i, a ORDER BY a.id
WITH i, collect(DISTINCT a.id) AS applicant_ids
WHERE size(applicant_ids) >= $min_holders
RETURN i.kind AS kind, i.display AS reference, size(applicant_ids) AS holders, applicant_ids
ORDER BY holders DESC, kind, reference, i.key
LIMIT $row_limit
