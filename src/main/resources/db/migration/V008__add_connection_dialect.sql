-- How strictly a connection's requests are read. Whoever was connected before goes on as before.
ALTER TABLE connections ADD COLUMN dialect text NOT NULL DEFAULT 'tolerant'
    CHECK (dialect IN ('tolerant', 'rfc', 'interop-strict'));

-- What a function returns cannot be changed, so it is made anew, with the rights it had.
DROP FUNCTION open_for_token(uuid, uuid);

CREATE FUNCTION open_for_token(p_tenant uuid, p_token uuid)
RETURNS TABLE (tenant_name text, provisioning text, default_seat_type text, suspended_at timestamptz,
               connection_id uuid, connection_kind text, connection_name text, connection_dialect text, scope text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM set_config('app.tenant', p_tenant::text, true);
    RETURN QUERY
        SELECT t.name, t.provisioning, t.default_seat_type, t.suspended_at, c.id, c.kind, c.name, c.dialect, k.scope
        FROM scim_token k
        JOIN connections c ON c.tenant_id = k.tenant_id AND c.id = k.connection_id
        JOIN tenants t ON t.id = k.tenant_id
        WHERE k.tenant_id = p_tenant AND k.id = p_token AND k.revoked_at IS NULL AND k.expires_at > now();
    IF NOT FOUND THEN
        PERFORM set_config('app.tenant', '', true);
    END IF;
END $$;
REVOKE EXECUTE ON FUNCTION open_for_token(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_for_token(uuid, uuid) TO "${application}";
