-- A group is a door like any other: what is asked of its members tells who of them provisioning may not touch.

DROP FUNCTION lock_members(uuid, uuid, uuid[], uuid[], boolean);

-- As before, with protected_account.
CREATE FUNCTION lock_members(p_tenant uuid, p_group uuid, p_add uuid[], p_remove uuid[], p_replace boolean)
RETURNS TABLE (user_id uuid, directory text, protected_account boolean, member boolean, dormant boolean, state_version bigint)
LANGUAGE plpgsql AS $$
DECLARE
    ids uuid[] := p_add || p_remove;
BEGIN
    IF p_replace THEN
        ids := ids || ARRAY(SELECT m.member_id FROM membership m WHERE m.tenant_id = p_tenant AND m.group_id = p_group);
    END IF;
    PERFORM 1 FROM users u WHERE u.tenant_id = p_tenant AND u.id = ANY (ids) ORDER BY u.id FOR NO KEY UPDATE;
    PERFORM 1 FROM seat_claim c WHERE c.tenant_id = p_tenant AND c.user_id = ANY (ids) ORDER BY c.user_id FOR UPDATE;
    RETURN QUERY
        SELECT u.id, u.directory, u.protected, m.member_id IS NOT NULL, m.dormant_since IS NOT NULL, c.state_version
        FROM users u
        JOIN seat_claim c ON c.tenant_id = u.tenant_id AND c.user_id = u.id
        LEFT JOIN membership m ON m.tenant_id = u.tenant_id AND m.group_id = p_group AND m.member_id = u.id
        WHERE u.tenant_id = p_tenant AND u.id = ANY (ids) AND u.directory <> 'deleted';
END $$;

REVOKE EXECUTE ON FUNCTION lock_members(uuid, uuid, uuid[], uuid[], boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_members(uuid, uuid, uuid[], uuid[], boolean) TO "${application}";
