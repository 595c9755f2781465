-- Values of attributes that a vendor's schema declares unique: at most one user, or one group, of a tenant has each.
-- attribute: as people write it, with the URN of its extension. folded: as it is compared. The row goes with its resource.

CREATE TABLE unique_value (
    tenant_id     uuid NOT NULL REFERENCES tenants (id),
    resource_type text COLLATE "C" NOT NULL CHECK (resource_type IN ('User', 'Group')),
    attribute     text COLLATE "C" NOT NULL,
    folded        text COLLATE "C" NOT NULL,
    resource_id   uuid NOT NULL,
    CONSTRAINT unique_value_key PRIMARY KEY (tenant_id, resource_type, attribute, folded)
);
CREATE INDEX unique_value_by_resource ON unique_value (tenant_id, resource_id);

ALTER TABLE unique_value ENABLE ROW LEVEL SECURITY;
ALTER TABLE unique_value FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON unique_value
    USING (tenant_id = NULLIF(current_setting('app.tenant', true), '')::uuid);
GRANT SELECT, INSERT, DELETE ON unique_value TO "${application}";
