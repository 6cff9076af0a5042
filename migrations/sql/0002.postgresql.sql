CREATE TRIGGER regrade_messages_kept BEFORE UPDATE OR DELETE ON regrade_messages
FOR EACH ROW EXECUTE FUNCTION ledger_refuse()

CREATE TRIGGER regrade_messages_not_emptied BEFORE TRUNCATE ON regrade_messages
FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()

REVOKE UPDATE, DELETE, TRUNCATE ON regrade_messages FROM PUBLIC
