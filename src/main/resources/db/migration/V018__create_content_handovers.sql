-- What leavers leave behind: to whom their content goes.

-- Who had a seat and left; his content waits until the application says to whom it gave it, or until he comes back.
-- record_id and closing_record are the records of the changes that opened and closed it; record_id is in the order of leaving.
CREATE TABLE content_handover (
    tenant_id      uuid NOT NULL,
    record_id      uuid NOT NULL,
    user_id        uuid NOT NULL,
    left_at        timestamptz NOT NULL,
    status         text COLLATE "C" NOT NULL CHECK (status IN ('open', 'confirmed', 'cancelled')),
    closed_at      timestamptz,
    closing_record uuid,
    successor      uuid,
    found_by       text CHECK (found_by IN ('manager', 'default', 'application')),
    PRIMARY KEY (tenant_id, record_id),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, successor) REFERENCES users (tenant_id, id),
    CHECK ((status = 'open') = (closed_at IS NULL)),
    CHECK ((status = 'open') = (closing_record IS NULL)),
    CHECK ((status = 'confirmed') = (successor IS NOT NULL)),
    CHECK ((successor IS NULL) = (found_by IS NULL))
);
CREATE UNIQUE INDEX content_handover_open_key ON content_handover (tenant_id, user_id) WHERE status = 'open';
CREATE INDEX content_handover_by_user ON content_handover (tenant_id, user_id, record_id);
CREATE INDEX content_handover_by_status ON content_handover (tenant_id, status, record_id);
ALTER TABLE content_handover ENABLE ROW LEVEL SECURITY;
ALTER TABLE content_handover FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON content_handover
    USING (tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE ON content_handover TO "${application}";

-- Who gets the content when no manager does.
ALTER TABLE tenants ADD COLUMN default_successor uuid,
    ADD FOREIGN KEY (id, default_successor) REFERENCES users (tenant_id, id);

-- Of somebody's resource; null when it names none by an id.
CREATE FUNCTION manager_of(p_document jsonb) RETURNS uuid
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN m.value ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN m.value::uuid END
    FROM (SELECT p_document #>> '{urn:ietf:params:scim:schemas:extension:enterprise:2.0:User,manager,value}' AS value) m
$$;
REVOKE EXECUTE ON FUNCTION manager_of(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION manager_of(jsonb) TO "${application}";
