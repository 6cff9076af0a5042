DROP TRIGGER attempts_chain_grows

DROP TRIGGER submissions_in_order

DROP TRIGGER answers_no_surplus

CREATE TRIGGER attempts_chain_grows BEFORE UPDATE ON attempts
WHEN NEW.chain_length < OLD.chain_length
  OR NEW.chain_length > OLD.chain_length AND NEW.chain_length IS NOT (
    SELECT max(e.seq) FROM grade_events e WHERE e.attempt_id = NEW.id)
  OR NEW.chain_length = OLD.chain_length AND NEW.chain_head <> OLD.chain_head
    AND NEW.due_at IS OLD.due_at AND NEW.finished_at IS OLD.finished_at
BEGIN SELECT RAISE(ABORT, 'attempts: the chain only grows'); END

CREATE TRIGGER submissions_in_order BEFORE INSERT ON submissions
WHEN NEW.received_at < (
    SELECT max(s.received_at) FROM submissions s WHERE s.attempt_id = NEW.attempt_id)
BEGIN SELECT RAISE(ABORT, 'submissions: backdated'); END

CREATE TRIGGER answers_no_surplus BEFORE INSERT ON answers
WHEN (
    SELECT CASE WHEN COALESCE(q.tries, z.tries) IS NOT NULL THEN COALESCE(q.tries, z.tries) <= (
        SELECT count(*) FROM answers a WHERE a.item_id = NEW.item_id AND NOT COALESCE((
            SELECT e.outcome IN ('invalid', 'undecided') FROM grade_events e
            WHERE e.answer_id = a.id ORDER BY e.seq DESC LIMIT 1), FALSE)) END
    FROM items i JOIN quiz_questions q ON q.id = i.question_id JOIN quizzes z ON z.id = q.quiz_id
    WHERE i.id = NEW.item_id)
BEGIN SELECT RAISE(ABORT, 'answers: no tries left'); END

CREATE TRIGGER users_stay BEFORE DELETE ON users
WHEN EXISTS (SELECT 1 FROM attempts WHERE user_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'users: attempts stand on it'); END

CREATE TRIGGER users_same_id BEFORE UPDATE OF id ON users
WHEN NEW.id <> OLD.id AND EXISTS (SELECT 1 FROM attempts WHERE user_id IN (OLD.id, NEW.id))
BEGIN SELECT RAISE(ABORT, 'users: attempts stand on it'); END

CREATE TRIGGER users_no_replace BEFORE INSERT ON users
WHEN EXISTS (SELECT 1 FROM users u JOIN attempts o ON o.user_id = u.id
    WHERE u.name_key = NEW.name_key AND u.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'users: attempts stand on it'); END

CREATE TRIGGER users_no_takeover BEFORE UPDATE OF name_key ON users
WHEN EXISTS (SELECT 1 FROM users u JOIN attempts o ON o.user_id = u.id
    WHERE u.name_key = NEW.name_key AND u.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'users: attempts stand on it'); END

CREATE TRIGGER quizzes_stay BEFORE DELETE ON quizzes
WHEN EXISTS (SELECT 1 FROM attempts WHERE quiz_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'quizzes: attempts stand on it'); END

CREATE TRIGGER quizzes_same_id BEFORE UPDATE OF id ON quizzes
WHEN NEW.id <> OLD.id AND EXISTS (SELECT 1 FROM attempts WHERE quiz_id IN (OLD.id, NEW.id))
BEGIN SELECT RAISE(ABORT, 'quizzes: attempts stand on it'); END

CREATE TRIGGER quizzes_no_replace BEFORE INSERT ON quizzes
WHEN EXISTS (SELECT 1 FROM quizzes u JOIN attempts o ON o.quiz_id = u.id
    WHERE u.course_id = NEW.course_id AND u.slug = NEW.slug AND u.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'quizzes: attempts stand on it'); END

CREATE TRIGGER quizzes_no_takeover BEFORE UPDATE OF course_id, slug ON quizzes
WHEN EXISTS (SELECT 1 FROM quizzes u JOIN attempts o ON o.quiz_id = u.id
    WHERE u.course_id = NEW.course_id AND u.slug = NEW.slug AND u.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'quizzes: attempts stand on it'); END

CREATE TRIGGER quiz_questions_stay BEFORE DELETE ON quiz_questions
WHEN EXISTS (SELECT 1 FROM items WHERE question_id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'quiz_questions: attempts stand on it'); END

CREATE TRIGGER quiz_questions_same_id BEFORE UPDATE OF id ON quiz_questions
WHEN NEW.id <> OLD.id AND EXISTS (SELECT 1 FROM items WHERE question_id IN (OLD.id, NEW.id))
BEGIN SELECT RAISE(ABORT, 'quiz_questions: attempts stand on it'); END

CREATE TRIGGER quiz_questions_no_replace BEFORE INSERT ON quiz_questions
WHEN EXISTS (SELECT 1 FROM quiz_questions u JOIN items o ON o.question_id = u.id
    WHERE u.quiz_id = NEW.quiz_id AND u.slug = NEW.slug AND u.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'quiz_questions: attempts stand on it'); END

CREATE TRIGGER quiz_questions_no_takeover BEFORE UPDATE OF quiz_id, slug ON quiz_questions
WHEN EXISTS (SELECT 1 FROM quiz_questions u JOIN items o ON o.question_id = u.id
    WHERE u.quiz_id = NEW.quiz_id AND u.slug = NEW.slug AND u.id <> NEW.id)
BEGIN SELECT RAISE(ABORT, 'quiz_questions: attempts stand on it'); END
