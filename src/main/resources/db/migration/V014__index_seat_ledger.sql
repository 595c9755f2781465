-- The ledger is read: who had a seat of a type at a moment, and what moved between two moments.

CREATE INDEX seat_ledger_by_type ON seat_ledger (tenant_id, type, user_id, seq);
-- Within a pool the moments rise with seq (seat_pool.moved_at): the last row before a moment is found at once.
CREATE INDEX seat_ledger_by_time ON seat_ledger (tenant_id, type, at, seq);
