-- What becomes of somebody's memberships when he comes back, and of his holds when he is deleted and comes anew.

-- restoreYounger: those that have been dormant for less than so many days.
ALTER TABLE tenants
    ADD COLUMN reactivation      text NOT NULL DEFAULT 'restore'
               CHECK (reactivation IN ('restore', 'restoreYounger', 'ask')),
    ADD COLUMN reactivation_days integer CHECK (reactivation_days BETWEEN 1 AND 3650),
    ADD CHECK ((reactivation = 'restoreYounger') = (reactivation_days IS NOT NULL));

-- asked_at: he is back, the membership is still dormant, and an administrator is to say whether it counts again.
ALTER TABLE membership
    ADD COLUMN asked_at timestamptz,
    ADD CHECK (asked_at IS NULL OR dormant_since IS NOT NULL);
CREATE INDEX membership_asked ON membership (tenant_id, member_id) WHERE asked_at IS NOT NULL;

-- As before: whoever is added again is asked about no more.
CREATE OR REPLACE FUNCTION wake_members(p_tenant uuid, p_group uuid, p_members uuid[]) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    id uuid;
BEGIN
    FOREACH id IN ARRAY p_members LOOP
        UPDATE membership m SET dormant_since = NULL, asked_at = NULL
        WHERE m.tenant_id = p_tenant AND m.group_id = p_group AND m.member_id = id;
    END LOOP;
END $$;

-- Few people are held, and fewer were deleted while they were: whoever comes with a name of one of them is looked for here.
CREATE INDEX users_held ON users (tenant_id, id) WHERE cardinality(holds) > 0;
CREATE INDEX users_held_by_user_name ON users (tenant_id, user_name) WHERE directory = 'deleted' AND cardinality(holds) > 0;
CREATE INDEX users_held_by_external_id ON users (tenant_id, external_id) WHERE directory = 'deleted' AND cardinality(holds) > 0;
