CREATE OR REPLACE FUNCTION attempts_update() RETURNS trigger LANGUAGE plpgsql AS $$
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
  OR NEW.chain_length = OLD.chain_length AND NEW.chain_head <> OLD.chain_head
    AND NEW.due_at IS NOT DISTINCT FROM OLD.due_at AND NEW.finished_at IS NOT DISTINCT FROM OLD.finished_at THEN
    RAISE EXCEPTION 'attempts: the chain only grows' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION submissions_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM attempts t JOIN quiz_questions q ON q.quiz_id = t.quiz_id
    WHERE t.id = NEW.attempt_id AND t.quiz_id = NEW.quiz_id AND q.id = NEW.question_id
      AND t.finished_at IS NULL AND NEW.received_at >= t.started_at
      AND (t.due_at IS NULL OR NEW.received_at <= t.due_at)) THEN
    RAISE EXCEPTION 'submissions: not open' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.received_at < (
    SELECT max(s.received_at) FROM submissions s WHERE s.attempt_id = NEW.attempt_id) THEN
    RAISE EXCEPTION 'submissions: backdated' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$

CREATE OR REPLACE FUNCTION answers_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM submissions s JOIN items i ON i.attempt_id = s.attempt_id AND i.question_id = s.question_id
    WHERE s.id = NEW.submission_id AND s.seq = NEW.seq AND i.id = NEW.item_id) THEN
    RAISE EXCEPTION 'answers: not of this submission' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (
    SELECT CASE WHEN COALESCE(q.tries, z.tries) IS NOT NULL THEN COALESCE(q.tries, z.tries) <= (
        SELECT count(*) FROM answers a WHERE a.item_id = NEW.item_id AND NOT COALESCE((
            SELECT e.outcome IN ('invalid', 'undecided') FROM grade_events e
            WHERE e.answer_id = a.id ORDER BY e.seq DESC LIMIT 1), FALSE)) END
    FROM items i JOIN quiz_questions q ON q.id = i.question_id JOIN quizzes z ON z.id = q.quiz_id
    WHERE i.id = NEW.item_id) THEN
    RAISE EXCEPTION 'answers: no tries left' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
