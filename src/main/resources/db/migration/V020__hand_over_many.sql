-- Another kind of work: people whom another connection takes over.
ALTER TABLE work DROP CONSTRAINT work_kind_check;
ALTER TABLE work ADD CONSTRAINT work_kind_check
    CHECK (kind IN ('people', 'members', 'everybody', 'pin', 'pool', 'handover'));
