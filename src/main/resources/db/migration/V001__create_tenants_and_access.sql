-- Customers, the links to their identity providers, and who may call.

CREATE TABLE tenants (
    id                uuid PRIMARY KEY,
    name              text COLLATE "C" NOT NULL UNIQUE
                      CHECK (name ~ '^[a-z0-9][a-z0-9-]{1,62}$'
                         AND name !~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'),
    display_name      text NOT NULL,
    provisioning      text NOT NULL CHECK (provisioning IN ('off', 'requires_sso', 'on')),
    default_seat_type text NOT NULL,
    suspended_at      timestamptz,
    created_at        timestamptz NOT NULL
);

CREATE TABLE connections (
    tenant_id  uuid NOT NULL REFERENCES tenants (id),
    id         uuid NOT NULL,
    kind       text NOT NULL CHECK (kind IN ('okta', 'entra', 'generic')),
    name       text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    CONSTRAINT connections_name_key UNIQUE (tenant_id, name)
);

CREATE TABLE scim_token (
    tenant_id     uuid NOT NULL,
    id            uuid NOT NULL,
    connection_id uuid NOT NULL,
    scope         text NOT NULL,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    revoked_at    timestamptz,
    last_used_at  timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id)
);
CREATE INDEX scim_token_by_connection ON scim_token (tenant_id, connection_id);

-- Of the installation, not of a tenant.
CREATE TABLE operator_token (
    hash       bytea PRIMARY KEY,
    created_at timestamptz NOT NULL
);

CREATE TABLE signing_key (
    kid                text PRIMARY KEY,
    public_key         bytea NOT NULL,
    sealed_private_key bytea NOT NULL,
    created_at         timestamptz NOT NULL
);

-- Opens a transaction for the bearer of a token: checks that the token is alive and sets the tenant that the policies read.
-- No row: the token is dead, and no tenant is set.
CREATE FUNCTION open_for_token(p_tenant uuid, p_token uuid)
RETURNS TABLE (tenant_name text, provisioning text, default_seat_type text, suspended_at timestamptz,
               connection_id uuid, connection_kind text, connection_name text, scope text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.tenant', p_tenant::text, true);
    RETURN QUERY
        SELECT t.name, t.provisioning, t.default_seat_type, t.suspended_at, c.id, c.kind, c.name, k.scope
        FROM scim_token k
        JOIN connections c ON c.tenant_id = k.tenant_id AND c.id = k.connection_id
        JOIN tenants t ON t.id = k.tenant_id
        WHERE k.tenant_id = p_tenant AND k.id = p_token AND k.revoked_at IS NULL AND k.expires_at > now();
    IF NOT FOUND THEN
        PERFORM set_config('app.tenant', '', true);
    END IF;
END $$;

-- Opens a transaction for the operator, in the tenant he names by id or name, or in none.
-- No row: not the operator. A row without a tenant id: no such tenant, or none asked for.
CREATE FUNCTION open_for_operator(p_hash bytea, p_tenant text)
RETURNS TABLE (tenant_id uuid, tenant_name text, provisioning text, default_seat_type text, suspended_at timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM operator_token o WHERE o.hash = p_hash) THEN
        RETURN;
    END IF;
    SELECT t.id, t.name, t.provisioning, t.default_seat_type, t.suspended_at
    INTO tenant_id, tenant_name, provisioning, default_seat_type, suspended_at
    FROM tenants t
    WHERE t.name = p_tenant
       OR t.id = CASE WHEN p_tenant ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN p_tenant::uuid END;
    PERFORM set_config('app.tenant', coalesce(tenant_id::text, ''), true);
    RETURN NEXT;
END $$;

-- When a token was last used, written outside the requests that used it.
CREATE FUNCTION note_token_use(p_tenant uuid, p_token uuid, p_at timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.tenant', p_tenant::text, true);
    UPDATE scim_token SET last_used_at = greatest(last_used_at, p_at) WHERE tenant_id = p_tenant AND id = p_token;
    PERFORM set_config('app.tenant', '', true);
END $$;
