// title: Delivery to another address than the identity papers name
// description: Applicants whose equipment goes to an address that is not the one of their identity papers, where both are known.
// category: devices
// param row_limit: integer = 200 -- most rows returned
// returns: applicant_id, name, id_address, ship_to, holders
MATCH (a:Applicant)-[p:HAS_ADDRESS]->(i:Address), (a)-[s:HAS_ADDRESS]->(t:Address)
WHERE p.contexts CONTAINS 'id_address' AND s.contexts CONTAINS 'ship_to' AND i.key <> t.key
  AND NOT s.contexts CONTAINS 'id_address'
RETURN a.id AS applicant_id, a.name AS name, i.display AS id_address, t.display AS ship_to, t.holders AS holders
ORDER BY holders DESC, applicant_id, id_address, ship_to
LIMIT $row_limit
