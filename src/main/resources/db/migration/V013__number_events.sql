-- The feed of events: the outbox of all tenants in one order, which a reader follows by cursor.
--
-- outbox.seq is taken before its transaction commits, so who reads "seq > last" misses what commits late. An event therefore
-- gets its position when it has been committed: a trigger notes it as pending in the transaction of the change, and
-- number_events() moves what it sees there to event_position, in the order of seq.
-- * Nothing is missed, and nothing has two positions: an event is pending until the transaction that numbers it commits.
-- * A position is seen when all lower ones are: who numbers holds the row of event_feed until he has committed.
-- * There are no gaps: a numbering that is rolled back takes last_position back with it.
-- * The events of a person are in their order: every change of him takes its seq while it holds the lock on his seat_claim,
--   and keeps the lock until it has committed. So the later change has the higher seq, and where its event can be seen, that
--   of the earlier one can be seen too, or has its position already. The same holds for a group and its row in groups.

-- These three are read across tenants and carry no policy: they hold which tenant, which number and when, and nothing else.
CREATE TABLE event_pending (
    seq        bigint PRIMARY KEY,
    tenant_id  uuid NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE TABLE event_position (
    position   bigint PRIMARY KEY,
    tenant_id  uuid NOT NULL,
    seq        bigint NOT NULL,
    created_at timestamptz NOT NULL              -- of the event: pruning goes by it and need not open the outbox
);
CREATE TABLE event_feed (
    one             boolean PRIMARY KEY CHECK (one),
    last_position   bigint NOT NULL,             -- the highest ever given
    pruned_position bigint NOT NULL              -- up to here the events are gone
);
INSERT INTO event_feed VALUES (true, 0, 0);

-- A trigger and not a part of the program's statement: a program of the release before, which works on while this one takes
-- over, has its events numbered as well. Inserts never wait for who numbers.
CREATE FUNCTION note_pending_events() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    INSERT INTO event_pending (seq, tenant_id, created_at) SELECT a.seq, a.tenant_id, a.created_at FROM added a;
    RETURN NULL;
END $$;
CREATE TRIGGER note_pending_events AFTER INSERT ON outbox
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION note_pending_events();

-- What is in the outbox already. The policies are forced on the owner too, so he enters one tenant after the other.
DO $$
DECLARE
    entered record;
BEGIN
    FOR entered IN SELECT t.id FROM tenants t LOOP
        PERFORM set_config('app.tenant', entered.id::text, true);
        INSERT INTO event_pending (seq, tenant_id, created_at)
            SELECT o.seq, o.tenant_id, o.created_at FROM outbox o WHERE o.tenant_id = entered.id;
    END LOOP;
    PERFORM set_config('app.tenant', '', true);
END $$;

-- Gives positions to the pending events, to so many at most; answers to how many.
-- A function, because its inner statements each see what was committed while it waited for its turn.
CREATE FUNCTION number_events(p_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    last bigint;
    numbered integer;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM event_pending) THEN
        RETURN 0;
    END IF;
    SELECT f.last_position INTO last FROM event_feed f FOR UPDATE;
    WITH taken AS (
        DELETE FROM event_pending p
        WHERE p.seq = ANY (ARRAY(SELECT q.seq FROM event_pending q ORDER BY q.seq LIMIT p_most))
        RETURNING p.seq, p.tenant_id, p.created_at)
    INSERT INTO event_position (position, tenant_id, seq, created_at)
        SELECT last + row_number() OVER (ORDER BY t.seq), t.tenant_id, t.seq, t.created_at FROM taken t;
    GET DIAGNOSTICS numbered = ROW_COUNT;
    UPDATE event_feed SET last_position = last + numbered;
    RETURN numbered;
END $$;

-- The events behind a position, so many at most. It enters the tenants concerned, one after the other, with the caller's own
-- rights, so that the policies hold here as everywhere, and leaves the caller where he was.
-- STABLE: all of it is read as of the moment of the statement that calls it, whatever is numbered or pruned meanwhile.
-- Each event is looked up by its key; the plan is made anew at each call, since the outbox grows.
CREATE FUNCTION events_after(p_after bigint, p_limit integer)
RETURNS TABLE (place bigint, tenant text, id uuid, type text, user_id uuid, group_id uuid, state_version bigint,
               record_id uuid, payload text, created_at timestamptz)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    opened text := coalesce(current_setting('app.tenant', true), '');
    entered record;
BEGIN
    FOR entered IN
        SELECT t.id, t.name, array_agg(n.position) AS positions, array_agg(n.seq) AS seqs
        FROM (SELECT p.position, p.tenant_id, p.seq FROM event_position p
              WHERE p.position > p_after ORDER BY p.position LIMIT p_limit) n
        JOIN tenants t ON t.id = n.tenant_id
        GROUP BY t.id, t.name
    LOOP
        PERFORM set_config('app.tenant', entered.id::text, true);
        RETURN QUERY
            SELECT n.position, entered.name, o.id, o.type, o.user_id, o.group_id, o.state_version, o.record_id,
                   o.payload::text, o.created_at
            FROM unnest(entered.positions, entered.seqs) AS n (position, seq)
            CROSS JOIN LATERAL (
                SELECT * FROM outbox b WHERE b.tenant_id = entered.id AND b.seq = n.seq LIMIT 1) o;
    END LOOP;
    PERFORM set_config('app.tenant', opened, true);
END $$;

-- Removes the oldest events, so many at most, from the first one on up to the first that is younger than so many days;
-- answers how many. The outbox can only grow for the working account: this is the one way out of it, and not within a day.
CREATE FUNCTION prune_events(p_days integer, p_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    opened text := coalesce(current_setting('app.tenant', true), '');
    oldest timestamptz := now() - make_interval(days => greatest(p_days, 1));
    through bigint;
    entered record;
    removed integer;
BEGIN
    -- One at a time, and not while somebody numbers.
    PERFORM 1 FROM event_feed FOR UPDATE;
    SELECT max(n.position) INTO through
    FROM (SELECT p.position, bool_and(p.created_at < oldest) OVER (ORDER BY p.position) AS old
          FROM (SELECT * FROM event_position ORDER BY position LIMIT p_most) p) n
    WHERE n.old;
    IF through IS NULL THEN
        RETURN 0;
    END IF;
    FOR entered IN
        SELECT p.tenant_id, array_agg(p.seq) AS seqs FROM event_position p
        WHERE p.position <= through GROUP BY p.tenant_id
    LOOP
        PERFORM set_config('app.tenant', entered.tenant_id::text, true);
        DELETE FROM outbox o WHERE o.tenant_id = entered.tenant_id AND o.seq = ANY (entered.seqs);
    END LOOP;
    PERFORM set_config('app.tenant', opened, true);
    DELETE FROM event_position p WHERE p.position <= through;
    GET DIAGNOSTICS removed = ROW_COUNT;
    UPDATE event_feed SET pruned_position = through;
    RETURN removed;
END $$;

GRANT SELECT ON event_position, event_feed TO "${application}";
REVOKE EXECUTE ON FUNCTION note_pending_events(), number_events(integer), events_after(bigint, integer),
    prune_events(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION number_events(integer), events_after(bigint, integer), prune_events(integer, integer)
    TO "${application}";
