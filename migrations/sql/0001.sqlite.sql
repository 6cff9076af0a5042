CREATE VIEW current_grades AS
SELECT attempt_id, item_id, event_id, answer_id, outcome, points, tag
FROM (
    SELECT e.attempt_id, e.item_id, e.id AS event_id, e.answer_id, e.outcome, e.points, e.tag,
        row_number() OVER (
            PARTITION BY e.attempt_id, e.item_id
            ORDER BY CASE WHEN e.answer_id IS NULL THEN 0 ELSE 1 END,
                CASE WHEN e.outcome = 'invalid' THEN 1 ELSE 0 END,
                CASE WHEN i.counts = 'best' THEN e.points ELSE 0 END DESC,
                COALESCE(a.seq, 0) DESC) AS place
    FROM grade_events e
    JOIN items i ON i.id = e.item_id
    LEFT JOIN answers a ON a.id = e.answer_id
    WHERE NOT EXISTS (
        SELECT 1 FROM grade_events later
        WHERE later.attempt_id = e.attempt_id AND later.item_id = e.item_id AND later.seq > e.seq
          AND COALESCE(later.answer_id, 0) = COALESCE(e.answer_id, 0))
) ranked
WHERE place = 1

CREATE TRIGGER question_versions_no_update BEFORE UPDATE ON question_versions
BEGIN SELECT RAISE(ABORT, 'question_versions: append-only'); END

CREATE TRIGGER question_versions_no_delete BEFORE DELETE ON question_versions
BEGIN SELECT RAISE(ABORT, 'question_versions: append-only'); END

CREATE TRIGGER question_versions_no_replace BEFORE INSERT ON question_versions
WHEN EXISTS (SELECT 1 FROM question_versions WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'question_versions: there already'); END

CREATE TRIGGER items_no_update BEFORE UPDATE ON items
BEGIN SELECT RAISE(ABORT, 'items: append-only'); END

CREATE TRIGGER items_no_delete BEFORE DELETE ON items
BEGIN SELECT RAISE(ABORT, 'items: append-only'); END

CREATE TRIGGER items_no_replace BEFORE INSERT ON items
WHEN EXISTS (SELECT 1 FROM items WHERE id = NEW.id
  OR attempt_id = NEW.attempt_id AND question_id = NEW.question_id AND field = NEW.field)
BEGIN SELECT RAISE(ABORT, 'items: there already'); END

CREATE TRIGGER submissions_no_update BEFORE UPDATE ON submissions
BEGIN SELECT RAISE(ABORT, 'submissions: append-only'); END

CREATE TRIGGER submissions_no_delete BEFORE DELETE ON submissions
BEGIN SELECT RAISE(ABORT, 'submissions: append-only'); END

CREATE TRIGGER submissions_no_replace BEFORE INSERT ON submissions
WHEN EXISTS (SELECT 1 FROM submissions WHERE id = NEW.id
  OR attempt_id = NEW.attempt_id AND question_id = NEW.question_id AND idempotency_key = NEW.idempotency_key
  OR attempt_id = NEW.attempt_id AND question_id = NEW.question_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'submissions: there already'); END

CREATE TRIGGER answers_no_update BEFORE UPDATE ON answers
BEGIN SELECT RAISE(ABORT, 'answers: append-only'); END

CREATE TRIGGER answers_no_delete BEFORE DELETE ON answers
BEGIN SELECT RAISE(ABORT, 'answers: append-only'); END

CREATE TRIGGER answers_no_replace BEFORE INSERT ON answers
WHEN EXISTS (SELECT 1 FROM answers WHERE id = NEW.id
  OR item_id = NEW.item_id AND seq = NEW.seq
  OR submission_id = NEW.submission_id AND item_id = NEW.item_id)
BEGIN SELECT RAISE(ABORT, 'answers: there already'); END

CREATE TRIGGER grade_events_no_update BEFORE UPDATE ON grade_events
BEGIN SELECT RAISE(ABORT, 'grade_events: append-only'); END

CREATE TRIGGER grade_events_no_delete BEFORE DELETE ON grade_events
BEGIN SELECT RAISE(ABORT, 'grade_events: append-only'); END

CREATE TRIGGER grade_events_no_replace BEFORE INSERT ON grade_events
WHEN EXISTS (SELECT 1 FROM grade_events WHERE id = NEW.id
  OR attempt_id = NEW.attempt_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'grade_events: there already'); END

CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'audit_log: append-only'); END

CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'audit_log: append-only'); END

CREATE TRIGGER audit_log_no_replace BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'audit_log: there already'); END

CREATE TRIGGER attempts_no_delete BEFORE DELETE ON attempts
BEGIN SELECT RAISE(ABORT, 'attempts: never deleted'); END

CREATE TRIGGER attempts_no_replace BEFORE INSERT ON attempts
WHEN EXISTS (SELECT 1 FROM attempts WHERE id = NEW.id
  OR quiz_id = NEW.quiz_id AND user_id = NEW.user_id AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'attempts: there already'); END

CREATE TRIGGER attempts_fresh BEFORE INSERT ON attempts
WHEN NEW.chain_length <> 0 OR NEW.finished_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'attempts: begins empty'); END

CREATE TRIGGER attempts_no_change BEFORE UPDATE ON attempts
WHEN NEW.id IS NOT OLD.id
  OR NEW.quiz_id IS NOT OLD.quiz_id
  OR NEW.user_id IS NOT OLD.user_id
  OR NEW.number IS NOT OLD.number
  OR NEW.seed IS NOT OLD.seed
  OR NEW.started_at IS NOT OLD.started_at
  OR NEW.key_id IS NOT OLD.key_id
  OR NEW.genesis IS NOT OLD.genesis
BEGIN SELECT RAISE(ABORT, 'attempts: this never changes'); END

CREATE TRIGGER attempts_due_grows BEFORE UPDATE ON attempts
WHEN OLD.due_at IS NULL AND NEW.due_at IS NOT NULL OR NEW.due_at < OLD.due_at
BEGIN SELECT RAISE(ABORT, 'attempts: due_at only grows'); END

CREATE TRIGGER attempts_stay_closed BEFORE UPDATE ON attempts
WHEN OLD.finished_at IS NOT NULL AND NEW.finished_at IS NOT OLD.finished_at
BEGIN SELECT RAISE(ABORT, 'attempts: handed in once'); END

CREATE TRIGGER attempts_chain_grows BEFORE UPDATE ON attempts
WHEN NEW.chain_length < OLD.chain_length
  OR NEW.chain_length > OLD.chain_length AND NEW.chain_length IS NOT (
    SELECT max(e.seq) FROM grade_events e WHERE e.attempt_id = NEW.id)
  OR NEW.chain_length = OLD.chain_length AND NEW.chain_head <> OLD.chain_head
BEGIN SELECT RAISE(ABORT, 'attempts: the chain only grows'); END

CREATE TRIGGER submissions_open BEFORE INSERT ON submissions
WHEN NOT EXISTS (
    SELECT 1 FROM attempts t JOIN quiz_questions q ON q.quiz_id = t.quiz_id
    WHERE t.id = NEW.attempt_id AND t.quiz_id = NEW.quiz_id AND q.id = NEW.question_id
      AND t.finished_at IS NULL AND NEW.received_at >= t.started_at
      AND (t.due_at IS NULL OR NEW.received_at <= t.due_at))
BEGIN SELECT RAISE(ABORT, 'submissions: not open'); END

CREATE TRIGGER submissions_in_order BEFORE INSERT ON submissions
WHEN EXISTS (
    SELECT 1 FROM submissions s WHERE s.attempt_id = NEW.attempt_id AND s.received_at > NEW.received_at)
BEGIN SELECT RAISE(ABORT, 'submissions: backdated'); END

CREATE TRIGGER answers_belong BEFORE INSERT ON answers
WHEN NOT EXISTS (
    SELECT 1 FROM submissions s JOIN items i ON i.attempt_id = s.attempt_id AND i.question_id = s.question_id
    WHERE s.id = NEW.submission_id AND s.seq = NEW.seq AND i.id = NEW.item_id)
BEGIN SELECT RAISE(ABORT, 'answers: not of this submission'); END

CREATE TRIGGER answers_no_surplus BEFORE INSERT ON answers
WHEN (
    SELECT COALESCE(q.tries, z.tries) FROM items i
    JOIN quiz_questions q ON q.id = i.question_id JOIN quizzes z ON z.id = q.quiz_id WHERE i.id = NEW.item_id
  ) <= (
    SELECT count(*) FROM answers a WHERE a.item_id = NEW.item_id AND NOT COALESCE((
        SELECT e.outcome IN ('invalid', 'undecided') FROM grade_events e
        WHERE e.answer_id = a.id ORDER BY e.seq DESC LIMIT 1), FALSE))
BEGIN SELECT RAISE(ABORT, 'answers: no tries left'); END

CREATE TRIGGER grade_events_next BEFORE INSERT ON grade_events
WHEN NEW.seq <> 1 + COALESCE((
    SELECT max(e.seq) FROM grade_events e WHERE e.attempt_id = NEW.attempt_id), 0)
  OR NEW.previous <> COALESCE(
    (SELECT e.mac FROM grade_events e WHERE e.attempt_id = NEW.attempt_id AND e.seq = NEW.seq - 1),
    (SELECT t.genesis FROM attempts t WHERE t.id = NEW.attempt_id))
BEGIN SELECT RAISE(ABORT, 'grade_events: not the next of its chain'); END

CREATE TRIGGER grade_events_belong BEFORE INSERT ON grade_events
WHEN NOT EXISTS (SELECT 1 FROM items i WHERE i.id = NEW.item_id AND i.attempt_id = NEW.attempt_id)
  OR NEW.answer_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM answers a WHERE a.id = NEW.answer_id AND a.item_id = NEW.item_id)
BEGIN SELECT RAISE(ABORT, 'grade_events: not of this attempt'); END
