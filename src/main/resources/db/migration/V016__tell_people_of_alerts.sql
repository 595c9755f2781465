-- Alerts reach people too: by e-mail, and when a group becomes mixed.

ALTER TABLE tenants ADD COLUMN alert_recipients text[] NOT NULL DEFAULT '{}';

-- A mail to one recipient about one event, until it is sent or given up. The text is made when it is sent.
CREATE TABLE alert_mail (
    tenant_id   uuid NOT NULL REFERENCES tenants (id),
    id          uuid NOT NULL,
    event_id    uuid NOT NULL,
    type        text NOT NULL,                    -- of the event, as its payload
    payload     jsonb NOT NULL,
    happened_at timestamptz NOT NULL,
    recipient   text NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
ALTER TABLE alert_mail ENABLE ROW LEVEL SECURITY;
ALTER TABLE alert_mail FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON alert_mail USING (tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid);

-- When it is tried next. No policy, since whoever looks for mail is in no tenant yet; so there is nothing in it but ids.
CREATE TABLE mail_queue (
    tenant_id uuid NOT NULL,
    mail_id   uuid NOT NULL,
    due_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, mail_id),
    FOREIGN KEY (tenant_id, mail_id) REFERENCES alert_mail (tenant_id, id)
);
CREATE INDEX mail_queue_by_due ON mail_queue (due_at);

-- One mail for each of the tenant's recipients, in the transaction of the change.
CREATE FUNCTION queue_mail(p_tenant uuid, p_event uuid, p_type text, p_payload jsonb, p_at timestamptz) RETURNS void
LANGUAGE sql AS $$
    WITH mail AS (
        INSERT INTO alert_mail (tenant_id, id, event_id, type, payload, happened_at, recipient)
        SELECT t.id, gen_random_uuid(), p_event, p_type, p_payload, p_at, r.recipient
        FROM tenants t CROSS JOIN unnest(t.alert_recipients) AS r (recipient) WHERE t.id = p_tenant
        RETURNING tenant_id, id)
    INSERT INTO mail_queue (tenant_id, mail_id, due_at) SELECT m.tenant_id, m.id, p_at FROM mail m
$$;

-- The mail that has waited longest, or none. It is due again at p_again, should nobody say by then what became of it: who
-- sends holds no transaction meanwhile, and no other program sends it too. It enters the mail's tenant with the caller's own
-- rights, so that the policies hold here as everywhere, and leaves the caller where he was.
CREATE FUNCTION take_mail(p_now timestamptz, p_again timestamptz)
RETURNS TABLE (tenant_id uuid, id uuid, tenant text, display_name text, event_id uuid, type text, payload text,
               happened_at timestamptz, recipient text)
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    opened text := coalesce(current_setting('app.tenant', true), '');
    taken  record;
BEGIN
    UPDATE mail_queue q SET due_at = p_again
    WHERE (q.tenant_id, q.mail_id) = (
        SELECT n.tenant_id, n.mail_id FROM mail_queue n
        WHERE n.due_at <= p_now ORDER BY n.due_at, n.mail_id LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING q.tenant_id, q.mail_id INTO taken;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    PERFORM set_config('app.tenant', taken.tenant_id::text, true);
    RETURN QUERY
        SELECT m.tenant_id, m.id, t.name, t.display_name, m.event_id, m.type, m.payload::text, m.happened_at, m.recipient
        FROM alert_mail m JOIN tenants t ON t.id = m.tenant_id
        WHERE m.tenant_id = taken.tenant_id AND m.id = taken.mail_id;
    PERFORM set_config('app.tenant', opened, true);
END $$;

CREATE FUNCTION finish_mail(p_tenant uuid, p_mail uuid) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    opened text := coalesce(current_setting('app.tenant', true), '');
BEGIN
    PERFORM set_config('app.tenant', p_tenant::text, true);
    DELETE FROM mail_queue q WHERE q.tenant_id = p_tenant AND q.mail_id = p_mail;
    DELETE FROM alert_mail m WHERE m.tenant_id = p_tenant AND m.id = p_mail;
    PERFORM set_config('app.tenant', opened, true);
END $$;

-- Since when its members hold seats of several types, or of one that it does not allow; null when they do not.
-- The group itself is no other one by it: no version and no lastModified.
ALTER TABLE groups ADD COLUMN mixed_since timestamptz;
CREATE INDEX groups_mixed ON groups (tenant_id) WHERE mixed_since IS NOT NULL;

-- Groups that may have become mixed, or no longer be it: to be looked at. No policy, and so nothing but ids.
CREATE TABLE group_queue (
    tenant_id uuid NOT NULL,
    group_id  uuid NOT NULL,
    due_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, group_id)
);
CREATE INDEX group_queue_by_due ON group_queue (due_at);

-- Up to which event the groups concerned stand in the queue, or have been looked at. Of what is there now, nothing is told:
-- a group that is mixed is told when something moves in it.
CREATE TABLE group_watch (
    one      boolean PRIMARY KEY CHECK (one),
    position bigint NOT NULL
);
INSERT INTO group_watch SELECT true, f.last_position FROM event_feed f;

-- Puts in the queue which groups the next events concern, of so many events at most; answers of how many. Nothing is lost:
-- the position goes on in the same transaction. Who looks at a group takes it from the queue before he looks, so what happens
-- later puts it there anew; until he commits, this waits.
CREATE FUNCTION watch_groups(p_most integer) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    opened  text := coalesce(current_setting('app.tenant', true), '');
    seen    bigint;
    through bigint;
    events  integer;
    entered record;
BEGIN
    SELECT w.position INTO seen FROM group_watch w FOR UPDATE SKIP LOCKED;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    SELECT max(n.position), count(*) INTO through, events
    FROM (SELECT p.position FROM event_position p WHERE p.position > seen ORDER BY p.position LIMIT p_most) n;
    IF events = 0 THEN
        RETURN 0;
    END IF;
    FOR entered IN
        SELECT p.tenant_id, array_agg(p.seq) AS seqs FROM event_position p
        WHERE p.position > seen AND p.position <= through GROUP BY p.tenant_id
    LOOP
        PERFORM set_config('app.tenant', entered.tenant_id::text, true);
        INSERT INTO group_queue (tenant_id, group_id, due_at)
        WITH told AS (
            SELECT o.type, o.user_id, o.group_id
            FROM unnest(entered.seqs) AS n (seq)
            CROSS JOIN LATERAL (SELECT * FROM outbox b WHERE b.tenant_id = entered.tenant_id AND b.seq = n.seq LIMIT 1) o
            WHERE o.type <> 'group.mixed')
        SELECT entered.tenant_id, c.id, now()
        FROM (SELECT o.group_id AS id FROM told o WHERE o.group_id IS NOT NULL
              UNION
              SELECT m.group_id FROM (SELECT DISTINCT o.user_id FROM told o WHERE o.group_id IS NULL) o
              JOIN membership m ON m.tenant_id = entered.tenant_id AND m.member_id = o.user_id
              UNION
              -- Nobody knows any more in which groups he was.
              SELECT g.id FROM groups g
              WHERE g.tenant_id = entered.tenant_id AND g.mixed_since IS NOT NULL
                AND EXISTS (SELECT 1 FROM told o WHERE o.type = 'user.deleted')) c
        ORDER BY c.id
        ON CONFLICT DO NOTHING;
    END LOOP;
    PERFORM set_config('app.tenant', opened, true);
    UPDATE group_watch SET position = through;
    RETURN events;
END $$;

GRANT SELECT, INSERT, DELETE ON alert_mail TO "${application}";
GRANT SELECT, INSERT, UPDATE, DELETE ON mail_queue, group_queue TO "${application}";
GRANT SELECT, UPDATE ON group_watch TO "${application}";
REVOKE EXECUTE ON FUNCTION queue_mail(uuid, uuid, text, jsonb, timestamptz), take_mail(timestamptz, timestamptz),
    finish_mail(uuid, uuid), watch_groups(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION queue_mail(uuid, uuid, text, jsonb, timestamptz), take_mail(timestamptz, timestamptz),
    finish_mail(uuid, uuid), watch_groups(integer) TO "${application}";
