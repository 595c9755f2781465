-- What was changed, by whom, and what the application is to be told of it.

-- The key under which a person's values in the records are encrypted; destroying it erases them everywhere at once.
CREATE TABLE person_key (
    tenant_id  uuid NOT NULL,
    user_id    uuid NOT NULL,
    sealed_key bytea NOT NULL,
    PRIMARY KEY (tenant_id, user_id)
);

CREATE SEQUENCE audit_record_seq;
CREATE TABLE audit_record (
    tenant_id   uuid NOT NULL REFERENCES tenants (id),
    id          uuid NOT NULL,
    seq         bigint NOT NULL DEFAULT nextval('audit_record_seq'),
    recorded_at timestamptz NOT NULL,
    actor       text COLLATE "C" NOT NULL,
    outcome     text COLLATE "C" NOT NULL,
    body        bytea NOT NULL,                  -- canonical JSON (RFC 8785)
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX audit_record_seq_key ON audit_record (tenant_id, seq);
CREATE INDEX audit_record_by_time ON audit_record (tenant_id, recorded_at, id);
CREATE INDEX audit_record_by_actor ON audit_record (tenant_id, actor, id);

-- Whom a record is about; state_version orders the records of one person.
CREATE TABLE audit_subject (
    tenant_id     uuid NOT NULL,
    user_id       uuid NOT NULL,
    record_id     uuid NOT NULL,
    state_version bigint NOT NULL,
    PRIMARY KEY (tenant_id, user_id, record_id)
);

CREATE SEQUENCE outbox_seq;
CREATE TABLE outbox (
    tenant_id     uuid NOT NULL,
    seq           bigint NOT NULL DEFAULT nextval('outbox_seq'),
    id            uuid NOT NULL,
    type          text NOT NULL,
    user_id       uuid,
    group_id      uuid,
    state_version bigint,                        -- order among the events of one person
    record_id     uuid NOT NULL,
    payload       jsonb NOT NULL,
    created_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, seq)
);
