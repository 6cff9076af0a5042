CREATE TRIGGER regrade_messages_no_update BEFORE UPDATE ON regrade_messages
BEGIN SELECT RAISE(ABORT, 'regrade_messages: append-only'); END

CREATE TRIGGER regrade_messages_no_delete BEFORE DELETE ON regrade_messages
BEGIN SELECT RAISE(ABORT, 'regrade_messages: append-only'); END

CREATE TRIGGER regrade_messages_no_replace BEFORE INSERT ON regrade_messages
WHEN EXISTS (SELECT 1 FROM regrade_messages WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'regrade_messages: there already'); END
