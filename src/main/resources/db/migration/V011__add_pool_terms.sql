-- What a pool does when it has no seat, and what a seat costs.

ALTER TABLE seat_pool
    ADD COLUMN over            integer NOT NULL DEFAULT 0,    -- of those used, how many are beyond the quantity
    ADD COLUMN over_since      timestamptz,
    ADD COLUMN on_limit        text NOT NULL DEFAULT 'waitlist'
        CHECK (on_limit IN ('waitlist', 'fallback', 'overage', 'reject')),
    ADD COLUMN fallback_type   text COLLATE "C",
    ADD COLUMN overage_seats   integer CHECK (overage_seats > 0),
    ADD COLUMN overage_days    integer CHECK (overage_days > 0),
    ADD COLUMN overage_rejects boolean,                       -- after both: refuse, or let wait
    ADD COLUMN price_amount    bigint CHECK (price_amount >= 0), -- in the smallest unit of the currency
    ADD COLUMN price_currency  text,
    ADD CHECK (over BETWEEN 0 AND used),
    ADD CHECK ((over = 0) = (over_since IS NULL)),
    ADD CHECK ((on_limit = 'fallback') = (fallback_type IS NOT NULL)),
    ADD CHECK ((on_limit = 'overage') = (num_nonnulls(overage_seats, overage_days, overage_rejects) = 3)),
    ADD CHECK ((price_amount IS NULL) = (price_currency IS NULL));

ALTER TABLE seat_claim
    ADD COLUMN grace_since timestamptz,                       -- since when his seat is beyond the pool's quantity
    ADD CHECK (grace_since IS NULL OR held_type IS NOT NULL);
CREATE INDEX seat_claim_grace ON seat_claim (tenant_id, held_type, grace_since, user_id)
    WHERE grace_since IS NOT NULL;

ALTER TABLE seat_ledger DROP CONSTRAINT seat_ledger_movement_check;
ALTER TABLE seat_ledger ADD CONSTRAINT seat_ledger_movement_check CHECK (
    movement IN ('assigned', 'granted', 'confirmed', 'freed', 'queued', 'left_queue', 'resized'));

-- lock_seats with whole rows; the program of before still calls that one, which goes one release later.
CREATE FUNCTION lock_seats_of(p_tenant uuid, p_user uuid, p_wanted text)
RETURNS TABLE (kind text, pool seat_pool, claim seat_claim)
LANGUAGE plpgsql AS $$
DECLARE
    moves boolean;
BEGIN
    SELECT c.wanted_type IS DISTINCT FROM p_wanted INTO moves
    FROM seat_claim c WHERE c.tenant_id = p_tenant AND c.user_id = p_user;
    moves := coalesce(moves, p_wanted IS NOT NULL);
    IF moves THEN
        RETURN QUERY
            SELECT 'pool', s, NULL::seat_claim FROM seat_pool s
            WHERE s.tenant_id = p_tenant ORDER BY s.type FOR UPDATE;
    END IF;
    RETURN QUERY
        SELECT 'own', NULL::seat_pool, c FROM seat_claim c
        WHERE c.tenant_id = p_tenant AND c.user_id = p_user FOR UPDATE;
    IF moves THEN
        RETURN QUERY
            SELECT 'queue', NULL::seat_pool, c
            FROM seat_claim c
            WHERE c.tenant_id = p_tenant AND c.user_id IN (
                SELECT first.user_id
                FROM seat_pool s
                CROSS JOIN LATERAL (
                    SELECT q.user_id FROM seat_claim q
                    WHERE q.tenant_id = p_tenant AND q.wanted_type = s.type AND q.waiting_since IS NOT NULL
                      AND q.user_id <> p_user
                    ORDER BY q.waiting_since, q.user_id LIMIT 1) first
                WHERE s.tenant_id = p_tenant)
            ORDER BY c.user_id FOR UPDATE;
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION lock_seats_of(uuid, uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lock_seats_of(uuid, uuid, text) TO "${application}";

-- As before, but that a seat beyond the quantity shows.
CREATE OR REPLACE VIEW person WITH (security_invoker = true) AS
SELECT u.tenant_id, u.id, u.connection_id, u.directory, u.directory = 'active' AS active, u.holds,
       u.user_name, u.external_id, u.display_name, u.document, u.search, u.version, u.created_at, u.last_modified_at,
       c.held_type AS seat_type, CASE WHEN c.status = 'assigned' AND c.grace_since IS NOT NULL THEN 'grace' ELSE coalesce(c.status, 'none') END AS seat_status, c.source AS seat_source,
       c.assigned_at AS seat_assigned_at, c.wanted_type, c.waiting_since,
       CASE WHEN c.waiting_since IS NOT NULL THEN (
           SELECT count(*) FROM seat_claim q
           WHERE q.tenant_id = c.tenant_id AND q.wanted_type = c.wanted_type AND q.waiting_since IS NOT NULL
             AND (q.waiting_since, q.user_id) <= (c.waiting_since, c.user_id)) END AS waitlist_position,
       NULL::timestamptz AS last_activity_at,
       NULL::text AS app_role,
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
        WHERE m.tenant_id = u.tenant_id AND m.member_id = u.id) AS groups
FROM users u
JOIN tenants t ON t.id = u.tenant_id
LEFT JOIN seat_claim c ON c.tenant_id = u.tenant_id AND c.user_id = u.id;
