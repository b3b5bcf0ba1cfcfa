// title: Accounts whose payee is not the worker
// description: Accounts whose payee has no word of his or her name in common with the worker. A married name, a company or a joint account are the usual innocent reasons.
// category: money
// param row_limit: integer = 200 -- most rows returned
// returns: applicant_id, name, payee, account, first_seen, source, pointer
MATCH (a:Applicant)-[e]->(i:Identifier)
WHERE i.family = 'money' AND e.holder_names IS NOT NULL
UNWIND split(e.holder_names, '; ') AS payee
WITH a, e, i, payee
WHERE none(word IN split(toLower(a.name), ' ') WHERE word IN split(toLower(payee), ' '))
RETURN a.id AS applicant_id, a.name AS name, payee, i.display AS account, e.first_seen AS first_seen,
       e.source AS source, e.pointer AS pointer
ORDER BY applicant_id, payee, account, i.key
LIMIT $row_limit
