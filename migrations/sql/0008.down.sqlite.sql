DROP TRIGGER attempts_chain_grows

DROP TRIGGER submissions_in_order

DROP TRIGGER answers_no_surplus

DROP TRIGGER users_stay

DROP TRIGGER users_same_id

DROP TRIGGER users_no_replace

DROP TRIGGER users_no_takeover

DROP TRIGGER quizzes_stay

DROP TRIGGER quizzes_same_id

DROP TRIGGER quizzes_no_replace

DROP TRIGGER quizzes_no_takeover

DROP TRIGGER quiz_questions_stay

DROP TRIGGER quiz_questions_same_id

DROP TRIGGER quiz_questions_no_replace

DROP TRIGGER quiz_questions_no_takeover

CREATE TRIGGER attempts_chain_grows BEFORE UPDATE ON attempts
WHEN NEW.chain_length < OLD.chain_length
  OR NEW.chain_length > OLD.chain_length AND NEW.chain_length IS NOT (
    SELECT max(e.seq) FROM grade_events e WHERE e.attempt_id = NEW.id)
  OR NEW.chain_length = OLD.chain_length AND NEW.chain_head <> OLD.chain_head
BEGIN SELECT RAISE(ABORT, 'attempts: the chain only grows'); END

CREATE TRIGGER submissions_in_order BEFORE INSERT ON submissions
WHEN EXISTS (
    SELECT 1 FROM submissions s WHERE s.attempt_id = NEW.attempt_id AND s.received_at > NEW.received_at)
BEGIN SELECT RAISE(ABORT, 'submissions: backdated'); END

CREATE TRIGGER answers_no_surplus BEFORE INSERT ON answers
WHEN (
    SELECT COALESCE(q.tries, z.tries) FROM items i
    JOIN quiz_questions q ON q.id = i.question_id JOIN quizzes z ON z.id = q.quiz_id WHERE i.id = NEW.item_id
  ) <= (
    SELECT count(*) FROM answers a WHERE a.item_id = NEW.item_id AND NOT COALESCE((
        SELECT e.outcome IN ('invalid', 'undecided') FROM grade_events e
        WHERE e.answer_id = a.id ORDER BY e.seq DESC LIMIT 1), FALSE))
BEGIN SELECT RAISE(ABORT, 'answers: no tries left'); END
