-- Seats: how many there are, who holds or waits for one, and every movement ever made.

CREATE TABLE seat_pool (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    type      text COLLATE "C" NOT NULL,
    quantity  integer CHECK (quantity >= 0),     -- null: unlimited
    used      integer NOT NULL CHECK (used >= 0),
    waiting   integer NOT NULL CHECK (waiting >= 0),
    PRIMARY KEY (tenant_id, type)
);

-- One row per person, apart from users: somebody else's leaving promotes him without touching his users row.
-- For the same reason it carries what such a promotion changes about him: state_version and sign_in_since.
CREATE TABLE seat_claim (
    tenant_id     uuid NOT NULL,
    user_id       uuid NOT NULL,
    wanted_type   text COLLATE "C",
    source        text,                          -- what chose wanted_type
    held_type     text COLLATE "C",
    assigned_at   timestamptz,
    waiting_since timestamptz,                   -- his place in the queue for wanted_type
    sign_in_since timestamptz NOT NULL,          -- since when the gate's answer about him is what it is
    state_version bigint NOT NULL,
    status        text NOT NULL GENERATED ALWAYS AS (
        CASE WHEN held_type IS NULL AND waiting_since IS NULL THEN 'none'
             WHEN held_type IS NULL THEN 'waitlisted'
             WHEN waiting_since IS NULL THEN 'assigned'
             ELSE 'fallback' END) STORED,
    PRIMARY KEY (tenant_id, user_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    CHECK ((held_type IS NULL) = (assigned_at IS NULL)),
    CHECK (wanted_type IS NOT NULL OR (held_type IS NULL AND waiting_since IS NULL)),
    CHECK (waiting_since IS NULL OR held_type IS DISTINCT FROM wanted_type)
);
CREATE INDEX seat_claim_queue ON seat_claim (tenant_id, wanted_type, waiting_since, user_id)
    WHERE waiting_since IS NOT NULL;

CREATE SEQUENCE seat_ledger_seq;
-- Within a pool, order by seq is order of happening: seq is taken while the pool is locked.
CREATE TABLE seat_ledger (
    tenant_id     uuid NOT NULL,
    seq           bigint NOT NULL DEFAULT nextval('seat_ledger_seq'),
    at            timestamptz NOT NULL,
    type          text COLLATE "C" NOT NULL,
    movement      text NOT NULL CHECK (movement IN ('assigned', 'freed', 'queued', 'left_queue', 'resized')),
    user_id       uuid,                          -- null: the pool itself was resized
    cause         text NOT NULL,
    record_id     uuid NOT NULL,
    quantity      integer,
    used_after    integer NOT NULL,
    waiting_after integer NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX seat_ledger_by_user ON seat_ledger (tenant_id, user_id, seq);

-- Takes the locks of a seat change in the one order that every change keeps: all pools by type, then the own claim, then
-- the first of each queue by id; the caller already holds the users row. Only the person's own changes alter wanted_type,
-- and they hold his users row: reading it before the locks is safe, and most changes then need no pool.
-- A function, because its inner statements each see what was committed while they waited; one statement would not.
CREATE FUNCTION lock_seats(p_tenant uuid, p_user uuid, p_wanted text)
RETURNS TABLE (kind text, type text, quantity integer, used integer, waiting integer,
               user_id uuid, wanted_type text, source text, held_type text, assigned_at timestamptz,
               waiting_since timestamptz, sign_in_since timestamptz, state_version bigint)
LANGUAGE plpgsql AS $$
DECLARE
    moves boolean;
BEGIN
    SELECT c.wanted_type IS DISTINCT FROM p_wanted INTO moves
    FROM seat_claim c WHERE c.tenant_id = p_tenant AND c.user_id = p_user;
    moves := coalesce(moves, p_wanted IS NOT NULL);
    IF moves THEN
        RETURN QUERY
            SELECT 'pool', s.type, s.quantity, s.used, s.waiting,
                   NULL::uuid, NULL, NULL, NULL, NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, NULL::bigint
            FROM seat_pool s WHERE s.tenant_id = p_tenant ORDER BY s.type FOR UPDATE;
    END IF;
    RETURN QUERY
        SELECT 'own', NULL, NULL::integer, NULL::integer, NULL::integer, c.user_id, c.wanted_type, c.source, c.held_type,
               c.assigned_at, c.waiting_since, c.sign_in_since, c.state_version
        FROM seat_claim c WHERE c.tenant_id = p_tenant AND c.user_id = p_user FOR UPDATE;
    IF moves THEN
        RETURN QUERY
            SELECT 'queue', NULL, NULL::integer, NULL::integer, NULL::integer, c.user_id, c.wanted_type, c.source,
                   c.held_type, c.assigned_at, c.waiting_since, c.sign_in_since, c.state_version
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

-- Takes the locks of a membership change: the caller holds the groups row; here the users rows by id, then their claims.
-- Answers for each person whom the change names or (p_replace) would drop: his state, whether provisioning may touch him,
-- and whether he is a member.
-- Nobody else of the group is read.
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
