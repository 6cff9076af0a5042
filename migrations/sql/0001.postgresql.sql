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

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'append-only' USING ERRCODE = 'integrity_constraint_violation';
  RETURN NEW;
END $$

CREATE FUNCTION attempts_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.chain_length <> 0 OR NEW.finished_at IS NOT NULL THEN
    RAISE EXCEPTION 'attempts: begins empty' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$

CREATE FUNCTION attempts_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id IS DISTINCT FROM OLD.id
    OR NEW.quiz_id IS DISTINCT FROM OLD.quiz_id
    OR NEW.user_id IS DISTINCT FROM OLD.user_id
    OR NEW.number IS DISTINCT FROM OLD.number
    OR NEW.seed IS DISTINCT FROM OLD.seed
    OR NEW.started_at IS DISTINCT FROM OLD.started_at
    OR NEW.key_id IS DISTINCT FROM OLD.key_id
    OR NEW.genesis IS DISTINCT FROM OLD.genesis THEN
    RAISE EXCEPTION 'attempts: this never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.due_at IS NULL AND NEW.due_at IS NOT NULL OR NEW.due_at < OLD.due_at THEN
    RAISE EXCEPTION 'attempts: due_at only grows' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.finished_at IS NOT NULL AND NEW.finished_at IS DISTINCT FROM OLD.finished_at THEN
    RAISE EXCEPTION 'attempts: handed in once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.chain_length < OLD.chain_length
  OR NEW.chain_length > OLD.chain_length AND NEW.chain_length IS DISTINCT FROM (
    SELECT max(e.seq) FROM grade_events e WHERE e.attempt_id = NEW.id)
  OR NEW.chain_length = OLD.chain_length AND NEW.chain_head <> OLD.chain_head THEN
    RAISE EXCEPTION 'attempts: the chain only grows' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$

CREATE FUNCTION submissions_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM attempts t JOIN quiz_questions q ON q.quiz_id = t.quiz_id
    WHERE t.id = NEW.attempt_id AND t.quiz_id = NEW.quiz_id AND q.id = NEW.question_id
      AND t.finished_at IS NULL AND NEW.received_at >= t.started_at
      AND (t.due_at IS NULL OR NEW.received_at <= t.due_at)) THEN
    RAISE EXCEPTION 'submissions: not open' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (
    SELECT 1 FROM submissions s WHERE s.attempt_id = NEW.attempt_id AND s.received_at > NEW.received_at) THEN
    RAISE EXCEPTION 'submissions: backdated' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$

CREATE FUNCTION answers_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM submissions s JOIN items i ON i.attempt_id = s.attempt_id AND i.question_id = s.question_id
    WHERE s.id = NEW.submission_id AND s.seq = NEW.seq AND i.id = NEW.item_id) THEN
    RAISE EXCEPTION 'answers: not of this submission' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (
    SELECT COALESCE(q.tries, z.tries) FROM items i
    JOIN quiz_questions q ON q.id = i.question_id JOIN quizzes z ON z.id = q.quiz_id WHERE i.id = NEW.item_id
  ) <= (
    SELECT count(*) FROM answers a WHERE a.item_id = NEW.item_id AND NOT COALESCE((
        SELECT e.outcome IN ('invalid', 'undecided') FROM grade_events e
        WHERE e.answer_id = a.id ORDER BY e.seq DESC LIMIT 1), FALSE)) THEN
    RAISE EXCEPTION 'answers: no tries left' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$

CREATE FUNCTION grade_events_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seq <> 1 + COALESCE((
    SELECT max(e.seq) FROM grade_events e WHERE e.attempt_id = NEW.attempt_id), 0)
  OR NEW.previous <> COALESCE(
    (SELECT e.mac FROM grade_events e WHERE e.attempt_id = NEW.attempt_id AND e.seq = NEW.seq - 1),
    (SELECT t.genesis FROM attempts t WHERE t.id = NEW.attempt_id)) THEN
    RAISE EXCEPTION 'grade_events: not the next of its chain' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM items i WHERE i.id = NEW.item_id AND i.attempt_id = NEW.attempt_id)
  OR NEW.answer_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM answers a WHERE a.id = NEW.answer_id AND a.item_id = NEW.item_id) THEN
    RAISE EXCEPTION 'grade_events: not of this attempt' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$

CREATE TRIGGER question_versions_kept BEFORE UPDATE OR DELETE ON question_versions
FOR EACH ROW EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER question_versions_not_emptied BEFORE TRUNCATE ON question_versions
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER items_kept BEFORE UPDATE OR DELETE ON items
FOR EACH ROW EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER items_not_emptied BEFORE TRUNCATE ON items
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER submissions_kept BEFORE UPDATE OR DELETE ON submissions
FOR EACH ROW EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER submissions_not_emptied BEFORE TRUNCATE ON submissions
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER answers_kept BEFORE UPDATE OR DELETE ON answers
FOR EACH ROW EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER answers_not_emptied BEFORE TRUNCATE ON answers
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER grade_events_kept BEFORE UPDATE OR DELETE ON grade_events
FOR EACH ROW EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER grade_events_not_emptied BEFORE TRUNCATE ON grade_events
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER audit_log_kept BEFORE UPDATE OR DELETE ON audit_log
FOR EACH ROW EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER audit_log_not_emptied BEFORE TRUNCATE ON audit_log
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER attempts_kept BEFORE DELETE ON attempts
FOR EACH ROW EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER attempts_not_emptied BEFORE TRUNCATE ON attempts
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER attempts_checked BEFORE INSERT ON attempts
FOR EACH ROW EXECUTE FUNCTION attempts_insert()

CREATE TRIGGER submissions_checked BEFORE INSERT ON submissions
FOR EACH ROW EXECUTE FUNCTION submissions_insert()

CREATE TRIGGER answers_checked BEFORE INSERT ON answers
FOR EACH ROW EXECUTE FUNCTION answers_insert()

CREATE TRIGGER grade_events_checked BEFORE INSERT ON grade_events
FOR EACH ROW EXECUTE FUNCTION grade_events_insert()

CREATE TRIGGER attempts_changed BEFORE UPDATE ON attempts
FOR EACH ROW EXECUTE FUNCTION attempts_update()

REVOKE UPDATE, DELETE, TRUNCATE ON question_versions FROM PUBLIC

REVOKE UPDATE, DELETE, TRUNCATE ON items FROM PUBLIC

REVOKE UPDATE, DELETE, TRUNCATE ON submissions FROM PUBLIC

REVOKE UPDATE, DELETE, TRUNCATE ON answers FROM PUBLIC

REVOKE UPDATE, DELETE, TRUNCATE ON grade_events FROM PUBLIC

REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM PUBLIC
