// title: References that are applicants themselves
// description: A phone or e-mail address that one applicant gives as a reference and another gives as his or her own.
// category: people
// param row_limit: integer = 200 -- most rows returned
// returns: applicant_id, name, reference, reference_id, reference_name
MATCH (r:Identifier)<-[]-(a:Applicant)
WHERE r.kind IN ['reference_phone', 'reference_email']
MATCH (own:Identifier {key: replace(r.key, 'reference_', '')})<-[]-(b:Applicant)
WHERE b.id <> a.id
RETURN DISTINCT a.id AS applicant_id, a.name AS name, r.display AS reference, b.id AS reference_id,
       b.name AS reference_name
ORDER BY reference_id, applicant_id, reference
LIMIT $row_limit
