// title: Who else used this IP address
// description: Every applicant seen at an IP address, with when and in which system.
// category: links
// param ip: string -- the address as it is kept, for example 203.0.113.7
// param row_limit: integer = 200 -- most rows returned
// returns: applicant_id, name, type, contexts, first_seen, last_seen, source, pointer
MATCH (a:Applicant)-[e:SEEN_AT_IP]->(:Identifier {key: 'ip:' + $ip})
RETURN a.id AS applicant_id, a.name AS name, a.type AS type, e.contexts AS contexts, e.first_seen AS first_seen,
       e.last_seen AS last_seen, e.source AS source, e.pointer AS pointer
ORDER BY first_seen, applicant_id
LIMIT $row_limit
