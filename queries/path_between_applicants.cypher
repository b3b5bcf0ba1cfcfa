// title: How two applicants are connected
// description: The ways between two applicants over one, two or three shared values, shortest first. Values that a crowd holds connect nobody.
// category: links
// param left_id: string -- id of one application
// param right_id: string -- id of the other application
// param row_limit: integer = 10 -- most rows returned
// returns: values, stations
MATCH (a:Applicant {id: $left_id}), (b:Applicant {id: $right_id})
CALL (a, b) {
  MATCH (a)-[]->(i:Identifier)<-[]-(b)
  WHERE i.public = false
  RETURN 1 AS values, [a.name, i.display, b.name] AS stations
  UNION
  MATCH (a)-[]->(i:Identifier)<-[]-(m:Applicant)-[]->(j:Identifier)<-[]-(b)
  WHERE i.public = false AND j.public = false AND i.key <> j.key AND m.id <> a.id AND m.id <> b.id
  RETURN 2 AS values, [a.name, i.display, m.name, j.display, b.name] AS stations
  UNION
  MATCH (a)-[]->(i:Identifier)<-[]-(m:Applicant)-[]->(j:Identifier)<-[]-(n:Applicant)-[]->(k:Identifier)<-[]-(b)
  WHERE i.public = false AND j.public = false AND k.public = false AND i.key <> j.key AND j.key <> k.key
    AND i.key <> k.key AND m.id <> a.id AND m.id <> b.id AND n.id <> a.id AND n.id <> b.id AND m.id <> n.id
  RETURN 3 AS values, [a.name, i.display, m.name, j.display, n.name, k.display, b.name] AS stations
}
RETURN values, stations
ORDER BY values, stations
LIMIT $row_limit
