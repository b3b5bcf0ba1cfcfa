// title: Devices of several accounts
// description: Devices that served at least $min_holders applicants or accounts: an authenticator, a laptop, an interview computer.
// category: devices
// param min_holders: integer = 2 -- fewest applicants
// param row_limit: integer = 200 -- most rows returned
// returns: device, holders, applicant_ids, contexts
MATCH (a:Applicant)-[e:USED_DEVICE]->(d:Device)
WITH d, a, e ORDER BY a.id
WITH d, collect(DISTINCT a.id) AS applicant_ids, collect(e.contexts) AS contexts
WHERE size(applicant_ids) >= $min_holders
RETURN d.display AS device, size(applicant_ids) AS holders, applicant_ids, contexts
ORDER BY holders DESC, device, d.key
LIMIT $row_limit
