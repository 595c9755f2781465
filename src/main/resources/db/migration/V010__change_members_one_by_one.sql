-- The locks of a membership change, for as many people as a statement can take. Each person is looked up by his key and on
-- his own, and the plan is made anew at each call: a plan that rests on what the database believes about tables which grew
-- since it last looked, or which it never looked at, compares everybody with everybody.
-- The function of this name that finds the members by itself goes one release later: the program of before calls it.

-- The users rows, in the order in which they are given: that of their ids, as everybody locks them.
CREATE FUNCTION lock_people(p_tenant uuid, p_ids uuid[]) RETURNS void
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    PERFORM 1
    FROM unnest(p_ids) AS named (id)
    CROSS JOIN LATERAL (
        SELECT 1 FROM users u WHERE u.tenant_id = p_tenant AND u.id = named.id FOR NO KEY UPDATE) locked;
END $$;

-- Takes the locks of a membership change: the caller holds the groups row; here the users rows by id, then their claims.
-- Answers for each person whom the change names or would drop: his state, whether provisioning may touch him, and whether
-- he is a member.
-- Nobody else of the group is read.
CREATE FUNCTION lock_members(p_tenant uuid, p_group uuid, p_ids uuid[])
RETURNS TABLE (user_id uuid, directory text, protected_account boolean, member boolean, dormant boolean, state_version bigint)
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    PERFORM lock_people(p_tenant, p_ids);
    PERFORM 1
    FROM unnest(p_ids) AS named (id)
    CROSS JOIN LATERAL (
        SELECT 1 FROM seat_claim c WHERE c.tenant_id = p_tenant AND c.user_id = named.id FOR UPDATE) locked;
    -- One row at most each; the limit keeps the database from joining whole tables instead.
    RETURN QUERY
        SELECT u.id, u.directory, u.protected, m.member_id IS NOT NULL, m.dormant_since IS NOT NULL, c.state_version
        FROM unnest(p_ids) AS named (id)
        CROSS JOIN LATERAL (
            SELECT * FROM users u WHERE u.tenant_id = p_tenant AND u.id = named.id AND u.directory <> 'deleted' LIMIT 1) u
        CROSS JOIN LATERAL (
            SELECT * FROM seat_claim c WHERE c.tenant_id = p_tenant AND c.user_id = named.id LIMIT 1) c
        LEFT JOIN LATERAL (
            SELECT * FROM membership m
            WHERE m.tenant_id = p_tenant AND m.group_id = p_group AND m.member_id = named.id LIMIT 1) m ON true;
END $$;

-- They leave, and they count again. One after the other, by key: a plan for all of them at once that was made when the table
-- was small compares everybody with everybody.
CREATE FUNCTION leave_group(p_tenant uuid, p_group uuid, p_members uuid[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    id uuid;
BEGIN
    FOREACH id IN ARRAY p_members LOOP
        DELETE FROM membership m WHERE m.tenant_id = p_tenant AND m.group_id = p_group AND m.member_id = id;
    END LOOP;
END $$;

CREATE FUNCTION wake_members(p_tenant uuid, p_group uuid, p_members uuid[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    id uuid;
BEGIN
    FOREACH id IN ARRAY p_members LOOP
        UPDATE membership m SET dormant_since = NULL
        WHERE m.tenant_id = p_tenant AND m.group_id = p_group AND m.member_id = id;
    END LOOP;
END $$;

REVOKE EXECUTE ON FUNCTION lock_people(uuid, uuid[]), lock_members(uuid, uuid, uuid[]),
    leave_group(uuid, uuid, uuid[]), wake_members(uuid, uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_people(uuid, uuid[]), lock_members(uuid, uuid, uuid[]),
    leave_group(uuid, uuid, uuid[]), wake_members(uuid, uuid, uuid[]) TO "${application}";
