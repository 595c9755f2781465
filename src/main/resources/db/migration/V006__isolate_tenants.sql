-- The second lock: whatever a query forgets, a row of another tenant is not there. Forced, so that it holds for the owner too.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['connections', 'scim_token', 'users', 'user_value', 'groups', 'membership', 'seat_pool',
                                'seat_claim', 'seat_ledger', 'person_key', 'audit_record', 'audit_subject', 'outbox'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        -- After a committed local setting the value is '', and ''::uuid would be an error.
        EXECUTE format('CREATE POLICY tenant_isolation ON %I
                        USING (tenant_id = NULLIF(current_setting(''app.tenant'', true), '''')::uuid)', name);
    END LOOP;
END $$;

-- The working account owns nothing and may do just this. The log, the ledger and the outbox can only grow.
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO "${application}";
GRANT SELECT, INSERT, UPDATE ON tenants, connections, scim_token, users, groups, seat_pool, seat_claim TO "${application}";
GRANT SELECT, INSERT, DELETE ON user_value, operator_token TO "${application}";
GRANT SELECT, INSERT, UPDATE, DELETE ON membership TO "${application}";
GRANT SELECT, INSERT ON seat_ledger, audit_record, audit_subject, outbox, person_key, signing_key TO "${application}";
GRANT SELECT ON person, flyway_schema_history TO "${application}";
GRANT USAGE ON SEQUENCE seat_ledger_seq, audit_record_seq, outbox_seq TO "${application}";
REVOKE EXECUTE ON FUNCTION open_for_token(uuid, uuid), open_for_operator(bytea, text), note_token_use(uuid, uuid, timestamptz),
    lock_seats(uuid, uuid, text), lock_members(uuid, uuid, uuid[], uuid[], boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_for_token(uuid, uuid), open_for_operator(bytea, text), note_token_use(uuid, uuid, timestamptz),
    lock_seats(uuid, uuid, text), lock_members(uuid, uuid, uuid[], uuid[], boolean) TO "${application}";
