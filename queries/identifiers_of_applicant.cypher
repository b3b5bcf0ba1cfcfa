// title: Identifiers of an applicant
// description: Everything known of one applicant, as it stood in its source, with where it stood and who else holds it.
// category: links
// param applicant_id: string -- id of the application
// param row_limit: integer = 200 -- most rows returned
// returns: kind, display, contexts, raw, source, pointer, first_seen, holders
MATCH (a:Applicant {id: $applicant_id})-[e]->(i:Identifier)
RETURN i.kind AS kind, i.display AS display, e.contexts AS contexts, e.raw AS raw, e.source AS source,
       e.pointer AS pointer, e.first_seen AS first_seen, i.holders AS holders
ORDER BY kind, display, i.key
LIMIT $row_limit
