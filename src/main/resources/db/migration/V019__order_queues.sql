-- Who comes first in a queue: an administrator's choice before the time of coming; a lower number comes first.
ALTER TABLE seat_claim ADD COLUMN priority integer NOT NULL DEFAULT 100 CHECK (priority BETWEEN 1 AND 1000);
CREATE INDEX seat_claim_line ON seat_claim (tenant_id, wanted_type, priority, waiting_since, user_id)
    WHERE waiting_since IS NOT NULL;
DROP INDEX seat_claim_queue;

-- What the rules of his groups say of somebody: the lowest priority counts, then the highest type, then the group's id.
CREATE FUNCTION rule_of(p_tenant uuid, p_user uuid)
RETURNS TABLE (in_group uuid, gives text, makes_admin boolean)
LANGUAGE sql STABLE AS $$
    SELECT (array_agg(g.id ORDER BY g.rule_priority, s.rank, g.id))[1],
           (array_agg(g.rule_type ORDER BY g.rule_priority, s.rank, g.id))[1],
           coalesce(bool_or(g.rule_admin), false)
    FROM membership m
    JOIN groups g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
    JOIN seat_pool s ON s.tenant_id = g.tenant_id AND s.type = g.rule_type
    WHERE m.tenant_id = p_tenant AND m.member_id = p_user AND m.dormant_since IS NULL
$$;

REVOKE EXECUTE ON FUNCTION rule_of(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rule_of(uuid, uuid) TO "${application}";

-- As in V012, with the rule of groups where it can be asked for without the locks, and queues by priority.
CREATE OR REPLACE FUNCTION lock_claims(p_tenant uuid, p_people uuid[], p_active boolean[], p_asked text[], p_pin text,
                                       p_now timestamptz)
RETURNS TABLE (kind text, settings_version integer, pool seat_pool, claim seat_claim, rule_group uuid, rule_type text,
               rule_admin boolean)
LANGUAGE plpgsql AS $$
DECLARE
    default_type text;
    version      integer;
    ruled        boolean;
    moves        boolean := false;
    own          seat_claim;
    groups_of    uuid[] := '{}';
    types_of     text[] := '{}';
    admins       boolean[] := '{}';
    rule         record;
BEGIN
    SELECT t.default_seat_type, t.seat_settings_version INTO default_type, version FROM tenants t WHERE t.id = p_tenant;
    ruled := EXISTS (SELECT 1 FROM groups g WHERE g.tenant_id = p_tenant AND g.rule_type IS NOT NULL);
    FOR i IN 1 .. cardinality(p_people) LOOP
        SELECT NULL::uuid AS in_group, NULL::text AS gives, false AS makes_admin INTO rule;
        IF ruled AND p_active[i] THEN
            SELECT * INTO rule FROM rule_of(p_tenant, p_people[i]);
        END IF;
        groups_of := array_append(groups_of, rule.in_group);
        types_of := array_append(types_of, rule.gives);
        admins := array_append(admins, rule.makes_admin);
        SELECT c.* INTO own FROM seat_claim c WHERE c.tenant_id = p_tenant AND c.user_id = p_people[i];
        moves := moves OR own.wanted_type IS DISTINCT FROM CASE WHEN p_active[i] THEN coalesce(
            nullif(p_pin, ''),
            CASE WHEN p_pin IS NULL AND coalesce(own.pinned_until > p_now, true) THEN own.pinned_type END,
            p_asked[i], rule.gives, default_type) END;
    END LOOP;
    RETURN QUERY SELECT 'settings', version, NULL::seat_pool, NULL::seat_claim, NULL::uuid, default_type, NULL::boolean;
    IF moves THEN
        RETURN QUERY
            SELECT 'pool', NULL::integer, s, NULL::seat_claim, NULL::uuid, NULL, NULL::boolean FROM seat_pool s
            WHERE s.tenant_id = p_tenant ORDER BY s.type FOR UPDATE;
    END IF;
    FOR i IN 1 .. cardinality(p_people) LOOP
        RETURN QUERY
            SELECT 'own', NULL::integer, NULL::seat_pool, c, groups_of[i], types_of[i], admins[i] FROM seat_claim c
            WHERE c.tenant_id = p_tenant AND c.user_id = p_people[i] FOR UPDATE;
    END LOOP;
    IF moves THEN
        RETURN QUERY
            SELECT 'queue', NULL::integer, NULL::seat_pool, c, NULL::uuid, NULL, NULL::boolean
            FROM seat_claim c
            WHERE c.tenant_id = p_tenant AND c.user_id IN (
                SELECT first.user_id
                FROM seat_pool s
                CROSS JOIN LATERAL (
                    SELECT q.user_id FROM seat_claim q
                    WHERE q.tenant_id = p_tenant AND q.wanted_type = s.type AND q.waiting_since IS NOT NULL
                      AND q.user_id <> ALL (p_people)
                    ORDER BY q.priority, q.waiting_since, q.user_id LIMIT 1) first
                WHERE s.tenant_id = p_tenant)
            ORDER BY c.user_id FOR UPDATE;
    END IF;
END $$;

-- As before, with the place in a queue by priority.
CREATE OR REPLACE VIEW person WITH (security_invoker = true) AS
SELECT u.tenant_id, u.id, u.connection_id, u.directory, u.directory = 'active' AS active, u.holds,
       u.user_name, u.external_id, u.display_name, u.document, u.search, u.version, u.created_at, u.last_modified_at,
       c.held_type AS seat_type,
       CASE WHEN c.status = 'assigned' AND c.grace_since IS NOT NULL THEN 'grace'
            ELSE coalesce(c.status, 'none') END AS seat_status,
       c.source AS seat_source,
       c.assigned_at AS seat_assigned_at, c.wanted_type, c.waiting_since,
       CASE WHEN c.waiting_since IS NOT NULL THEN (
           SELECT count(*) FROM seat_claim q
           WHERE q.tenant_id = c.tenant_id AND q.wanted_type = c.wanted_type AND q.waiting_since IS NOT NULL
             AND (q.priority, q.waiting_since, q.user_id) <= (c.priority, c.waiting_since, c.user_id)) END AS waitlist_position,
       NULL::timestamptz AS last_activity_at,
       CASE WHEN c.wanted_type IS NOT NULL THEN c.app_role END AS app_role,
       c.state_version,
       CASE WHEN t.suspended_at IS NOT NULL THEN 'tenant_suspended'
            WHEN u.directory = 'deleted' THEN 'deleted'
            WHEN 'security' = ANY (u.holds) THEN 'security_hold'
            WHEN 'admin' = ANY (u.holds) THEN 'admin_hold'
            WHEN u.directory = 'inactive' THEN 'directory_inactive'
            WHEN t.provisioning = 'requires_sso' THEN 'sso_not_configured'
            WHEN c.held_type IS NOT NULL THEN 'ok'
            WHEN c.waiting_since IS NOT NULL THEN 'seat_waitlisted'
            ELSE 'no_seat' END AS sign_in_reason,
       t.suspended_at IS NULL AND NOT ('security' = ANY (u.holds) OR 'admin' = ANY (u.holds))
           AND u.directory = 'active' AND t.provisioning <> 'requires_sso' AND c.held_type IS NOT NULL AS sign_in_allowed,
       coalesce(t.suspended_at, c.sign_in_since, u.created_at) AS sign_in_since,
       (SELECT jsonb_agg(jsonb_build_object('value', g.id, 'display', g.document ->> 'displayName') ORDER BY g.id)
        FROM membership m
        JOIN groups g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
        WHERE m.tenant_id = u.tenant_id AND m.member_id = u.id) AS groups,
       u.origin, u.protected AS protected_account, c.rule_group, c.pinned_type, c.pinned_until, c.pin_reason,
       c.priority
FROM users u
JOIN tenants t ON t.id = u.tenant_id
LEFT JOIN seat_claim c ON c.tenant_id = u.tenant_id AND c.user_id = u.id;
