// title: Similar CVs
// description: Pairs of applicants whose CVs say the same in the same words, or tell one career in other words, most alike first.
// category: text
// param min_score: float = 0.5 -- least Jaccard similarity of the texts, 0 to 1
// param min_retold: float = 40 -- or so many bits of agreeing facts, whatever the words
// param row_limit: integer = 200 -- most rows returned
// returns: score, shared_passages, retold, facts, left_id, left_name, right_id, right_name
MATCH (a:Applicant)-[s:SIMILAR_CV]->(b:Applicant)
WHERE s.score >= $min_score OR s.retold >= $min_retold
RETURN s.score AS score, s.shared_passages AS shared_passages, s.retold AS retold, s.facts AS facts,
       a.id AS left_id, a.name AS left_name, b.id AS right_id, b.name AS right_name
ORDER BY score DESC, left_id, right_id
LIMIT $row_limit
