// title: Payroll accounts that pay several workers
// description: Accounts, wallets and payment handles that at least $min_holders applicants are paid into, with the names of the payees.
// category: money
// param min_holders: integer = 2 -- fewest applicants
// param row_limit: integer = 200 -- most rows returned
// returns: kind, account, holders, applicant_ids, names, payees
MATCH (a:Applicant)-[e]->(i:Identifier)
WHERE i.family = 'money' AND i.public = false AND i.kind <> 'payroll_last4'
WITH i, a, e ORDER BY a.id
WITH i, collect(DISTINCT a.id) AS applicant_ids, collect(DISTINCT a.name) AS names,
     collect(DISTINCT e.holder_names) AS payees
WHERE size(applicant_ids) >= $min_holders
RETURN i.kind AS kind, i.display AS account, size(applicant_ids) AS holders, applicant_ids, names, payees
ORDER BY holders DESC, kind, account, i.key
LIMIT $row_limit
