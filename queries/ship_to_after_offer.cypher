// title: Delivery addresses that came after the offer
// description: Delivery addresses that the applicant had not given as home or on identity papers, first seen after the offer (after the application where no offer date is known). Moving house is the usual innocent reason.
// category: devices
// param row_limit: integer = 200 -- most rows returned
// returns: applicant_id, name, offered_at, first_seen, ship_to, holders, source, pointer
MATCH (a:Applicant)-[e:HAS_ADDRESS]->(i:Address)
WHERE e.first_seen > coalesce(a.offered_at, a.applied_at)
  AND (e.contexts CONTAINS 'ship_to' OR e.contexts CONTAINS 'delivered')
  AND NOT e.contexts CONTAINS 'home' AND NOT e.contexts CONTAINS 'id_address'
RETURN a.id AS applicant_id, a.name AS name, a.offered_at AS offered_at, e.first_seen AS first_seen,
       i.display AS ship_to, i.holders AS holders, e.source AS source, e.pointer AS pointer
ORDER BY holders DESC, ship_to, applicant_id
LIMIT $row_limit
