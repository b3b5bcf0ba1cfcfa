// title: Applicants who touch present staff
// description: Values that an applicant has in common with somebody who works here already and did not come from these applications.
// category: people
// param row_limit: integer = 200 -- most rows returned
// returns: staff_id, staff_name, kind, display, applicant_id, name
MATCH (s:Applicant)-[]->(i:Identifier)<-[]-(a:Applicant)
WHERE s.type <> 'application' AND a.type = 'application' AND i.public = false
RETURN DISTINCT s.id AS staff_id, s.name AS staff_name, i.kind AS kind, i.display AS display, a.id AS applicant_id,
       a.name AS name
ORDER BY staff_id, kind, display, applicant_id
LIMIT $row_limit
