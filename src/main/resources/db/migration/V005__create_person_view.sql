-- A person as he is read: what the directory holds of him, his seat, his groups, and the gate's answer.
-- Read under the caller's own rights, so that the policies of the tables below hold.
-- sign_in_reason is the gate's rule once more, so that it can be filtered on; a test proves that both agree.
CREATE VIEW person WITH (security_invoker = true) AS
SELECT u.tenant_id, u.id, u.connection_id, u.directory, u.directory = 'active' AS active, u.holds,
       u.user_name, u.external_id, u.display_name, u.document, u.search, u.version, u.created_at, u.last_modified_at,
       c.held_type AS seat_type, coalesce(c.status, 'none') AS seat_status, c.source AS seat_source,
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
