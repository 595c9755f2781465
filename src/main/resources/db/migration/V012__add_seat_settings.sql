-- What a tenant sells, and what decides which seat a person is to have.

-- types: what is sold, the highest first, each with its capabilities. mappings: which values of roles and userType name a
-- seat type or the application role admin. The version tells a change that was opened before them from one opened after.
ALTER TABLE tenants
    ADD COLUMN seat_settings jsonb NOT NULL DEFAULT '{"types": [
        {"type": "full", "capabilities": ["content", "pitch", "crm", "analytics", "training"]},
        {"type": "partner", "capabilities": ["content", "pitch", "training"]},
        {"type": "learning", "capabilities": ["training"]}], "mappings": []}',
    ADD COLUMN seat_settings_version integer NOT NULL DEFAULT 1;

ALTER TABLE seat_pool
    ADD COLUMN rank        integer NOT NULL DEFAULT 0,        -- of its type among those of the tenant, the highest first
    ADD COLUMN valid_from  timestamptz,
    ADD COLUMN valid_until timestamptz,
    ADD COLUMN moved_at    timestamptz,                       -- of its last movement: no later one is told as earlier
    ADD CHECK (valid_from < valid_until);
ALTER TABLE seat_pool NO FORCE ROW LEVEL SECURITY;
UPDATE seat_pool SET rank = array_position(ARRAY['full', 'partner', 'learning'], type COLLATE "default") - 1;
ALTER TABLE seat_pool FORCE ROW LEVEL SECURITY;

-- pinned_type: an administrator's choice, in force until pinned_until or until he takes it back.
ALTER TABLE seat_claim
    ADD COLUMN app_role     text NOT NULL DEFAULT 'user' CHECK (app_role IN ('admin', 'user')),
    ADD COLUMN rule_group   uuid,                             -- whose rule chose wanted_type, when a rule did
    ADD COLUMN pinned_type  text COLLATE "C",
    ADD COLUMN pinned_until timestamptz,
    ADD COLUMN pin_reason   text,
    ADD CHECK ((pinned_type IS NULL) = (pin_reason IS NULL)),
    ADD CHECK (pinned_type IS NOT NULL OR pinned_until IS NULL);

ALTER TABLE seat_ledger
    ADD COLUMN source     text,                               -- what chose the seat type
    ADD COLUMN rule_group uuid,
    ADD COLUMN over_after integer NOT NULL DEFAULT 0;         -- of those used, how many were beyond the quantity

-- A group's rule lies in its own row: who changes members holds that row, and reads the rule as it is.
-- A rule that makes people admins names the type full with it, which an admin needs.
ALTER TABLE groups
    ADD COLUMN rule_type     text COLLATE "C",
    ADD COLUMN rule_admin    boolean NOT NULL DEFAULT false,
    ADD COLUMN rule_priority integer,
    ADD COLUMN allowed_seat_types text[],
    ADD COLUMN privileged    boolean NOT NULL DEFAULT false,
    ADD CHECK ((rule_type IS NULL) = (rule_priority IS NULL)),
    ADD CHECK (rule_type IS NOT NULL OR NOT rule_admin);
CREATE INDEX groups_with_rule ON groups (tenant_id) WHERE rule_type IS NOT NULL;

-- What is done later, in batches and by any program of the installation.
CREATE TABLE work (
    tenant_id  uuid NOT NULL REFERENCES tenants (id),
    id         uuid NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('people', 'members', 'everybody', 'pin', 'pool')),
    subject    text,                             -- id of the group or of the person, type of the pool
    people     uuid[],                           -- who, in the order of their ids, when nothing else says it
    last_id    uuid,                             -- how far it is, in the order of ids
    total      integer NOT NULL,
    done       integer NOT NULL DEFAULT 0,
    record_id  uuid NOT NULL,                    -- of the change that made it
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE work ENABLE ROW LEVEL SECURITY;
ALTER TABLE work FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON work USING (tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid);

-- When it goes on. No policy, since whoever looks for work is in no tenant yet; so there is nothing in it but ids.
CREATE TABLE work_queue (
    tenant_id uuid NOT NULL,
    work_id   uuid NOT NULL,
    due_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, work_id),
    FOREIGN KEY (tenant_id, work_id) REFERENCES work (tenant_id, id)
);
CREATE INDEX work_queue_by_due ON work_queue (due_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON work, work_queue TO "${application}";

-- What a function returns cannot be changed, so these are made anew, with the rights they had.
DROP FUNCTION open_for_token(uuid, uuid);
CREATE FUNCTION open_for_token(p_tenant uuid, p_token uuid)
RETURNS TABLE (tenant_name text, provisioning text, default_seat_type text, suspended_at timestamptz,
               connection_id uuid, connection_kind text, connection_name text, connection_dialect text, scope text,
               seat_settings jsonb, seat_settings_version integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.tenant', p_tenant::text, true);
    RETURN QUERY
        SELECT t.name, t.provisioning, t.default_seat_type, t.suspended_at, c.id, c.kind, c.name, c.dialect, k.scope,
               t.seat_settings, t.seat_settings_version
        FROM scim_token k
        JOIN connections c ON c.tenant_id = k.tenant_id AND c.id = k.connection_id
        JOIN tenants t ON t.id = k.tenant_id
        WHERE k.tenant_id = p_tenant AND k.id = p_token AND k.revoked_at IS NULL AND k.expires_at > now();
    IF NOT FOUND THEN
        PERFORM set_config('app.tenant', '', true);
    END IF;
END $$;

DROP FUNCTION open_for_operator(bytea, text);
CREATE FUNCTION open_for_operator(p_hash bytea, p_tenant text)
RETURNS TABLE (tenant_id uuid, tenant_name text, provisioning text, default_seat_type text, suspended_at timestamptz,
               seat_settings jsonb, seat_settings_version integer)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM operator_token o WHERE o.hash = p_hash) THEN
        RETURN;
    END IF;
    SELECT t.id, t.name, t.provisioning, t.default_seat_type, t.suspended_at, t.seat_settings, t.seat_settings_version
    INTO tenant_id, tenant_name, provisioning, default_seat_type, suspended_at, seat_settings, seat_settings_version
    FROM tenants t
    WHERE t.name = p_tenant
       OR t.id = CASE WHEN p_tenant ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN p_tenant::uuid END;
    PERFORM set_config('app.tenant', coalesce(tenant_id::text, ''), true);
    RETURN NEXT;
END $$;

-- Takes the locks of a seat change in the one order that every change keeps: all pools by type, then the claims of those
-- whose change it is, then the first of each queue; the caller already holds their users rows. What they are to have depends
-- on their pins, on rules of their groups and on settings, read here, after those rows are locked; only who holds them
-- alters any of it. Most changes let everybody have what he was to have, and need no pool.
-- p_asked: what each person's resource asks for. p_pin: null for the pin that each has; '' for none; else the new one.
-- A function, because its inner statements each see what was committed while they waited; one statement would not.
CREATE FUNCTION lock_claims(p_tenant uuid, p_people uuid[], p_active boolean[], p_asked text[], p_pin text, p_now timestamptz)
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
            SELECT (array_agg(g.id ORDER BY g.rule_priority, s.rank, g.id))[1] AS in_group,
                   (array_agg(g.rule_type ORDER BY g.rule_priority, s.rank, g.id))[1] AS gives,
                   coalesce(bool_or(g.rule_admin), false) AS makes_admin
            INTO rule
            FROM membership m
            JOIN groups g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
            JOIN seat_pool s ON s.tenant_id = g.tenant_id AND s.type = g.rule_type
            WHERE m.tenant_id = p_tenant AND m.member_id = p_people[i] AND m.dormant_since IS NULL;
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
                    ORDER BY q.waiting_since, q.user_id LIMIT 1) first
                WHERE s.tenant_id = p_tenant)
            ORDER BY c.user_id FOR UPDATE;
    END IF;
END $$;

REVOKE EXECUTE ON FUNCTION open_for_token(uuid, uuid), open_for_operator(bytea, text),
    lock_claims(uuid, uuid[], boolean[], text[], text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_for_token(uuid, uuid), open_for_operator(bytea, text),
    lock_claims(uuid, uuid[], boolean[], text[], text, timestamptz) TO "${application}";

-- As before, with the application role and what the administrators' list shows beside.
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
             AND (q.waiting_since, q.user_id) <= (c.waiting_since, c.user_id)) END AS waitlist_position,
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
       u.origin, u.protected AS protected_account, c.rule_group, c.pinned_type, c.pinned_until, c.pin_reason
FROM users u
JOIN tenants t ON t.id = u.tenant_id
LEFT JOIN seat_claim c ON c.tenant_id = u.tenant_id AND c.user_id = u.id;
