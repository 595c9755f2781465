-- The pools of all tenants, for the people who run the installation. It enters one tenant after the other with the
-- caller's own rights, so that the policies hold here as everywhere, and leaves the caller where he was.
CREATE FUNCTION seat_pool_figures()
RETURNS TABLE (tenant text, type text, quantity integer, used integer, waiting integer)
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    opened text := coalesce(current_setting('app.tenant', true), '');
    entered record;
BEGIN
    FOR entered IN SELECT t.id, t.name FROM tenants t LOOP
        PERFORM set_config('app.tenant', entered.id::text, true);
        RETURN QUERY
            SELECT entered.name, p.type, p.quantity, p.used, p.waiting FROM seat_pool p WHERE p.tenant_id = entered.id;
    END LOOP;
    PERFORM set_config('app.tenant', opened, true);
END $$;
REVOKE EXECUTE ON FUNCTION seat_pool_figures() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seat_pool_figures() TO "${application}";
