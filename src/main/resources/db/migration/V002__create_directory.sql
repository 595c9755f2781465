-- Users, groups and memberships. Text that is matched or sorted is folded by the program and compared byte by byte.

CREATE TABLE users (
    tenant_id        uuid NOT NULL REFERENCES tenants (id),
    id               uuid NOT NULL,
    connection_id    uuid,
    origin           text NOT NULL CHECK (origin IN ('scim', 'api', 'csv', 'invitation', 'sign-in')),
    directory        text NOT NULL CHECK (directory IN ('active', 'inactive', 'deleted')),
    holds            text[] NOT NULL DEFAULT '{}' CHECK (holds <@ ARRAY['admin', 'security', 'legal']),
    protected        boolean NOT NULL DEFAULT false,
    user_name        text COLLATE "C" NOT NULL,
    external_id      text COLLATE "C",
    display_name     text COLLATE "C",
    document         jsonb NOT NULL,
    search           jsonb NOT NULL,
    version          bigint NOT NULL,
    created_at       timestamptz NOT NULL,
    last_modified_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id)
);
CREATE UNIQUE INDEX users_user_name_key ON users (tenant_id, user_name) WHERE directory <> 'deleted';
CREATE UNIQUE INDEX users_external_id_key ON users (tenant_id, connection_id, external_id) WHERE directory <> 'deleted';
CREATE INDEX users_by_external_id ON users (tenant_id, external_id) WHERE directory <> 'deleted';
CREATE INDEX users_by_display_name ON users (tenant_id, display_name) WHERE directory <> 'deleted';
CREATE INDEX users_by_last_modified ON users (tenant_id, last_modified_at) WHERE directory <> 'deleted';

-- Multi-valued values that must be found fast.
CREATE TABLE user_value (
    tenant_id uuid NOT NULL,
    attribute text COLLATE "C" NOT NULL,
    folded    text COLLATE "C" NOT NULL,
    user_id   uuid NOT NULL,
    PRIMARY KEY (tenant_id, attribute, folded, user_id)
);
CREATE INDEX user_value_by_user ON user_value (tenant_id, user_id);

CREATE TABLE groups (
    tenant_id        uuid NOT NULL REFERENCES tenants (id),
    id               uuid NOT NULL,
    connection_id    uuid,
    origin           text NOT NULL CHECK (origin IN ('scim', 'api', 'csv', 'invitation', 'sign-in')),
    display_name     text COLLATE "C" NOT NULL,
    external_id      text COLLATE "C",
    document         jsonb NOT NULL,
    search           jsonb NOT NULL,
    version          bigint NOT NULL,
    created_at       timestamptz NOT NULL,
    last_modified_at timestamptz NOT NULL,
    deleted_at       timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES connections (tenant_id, id)
);
CREATE UNIQUE INDEX groups_display_name_key ON groups (tenant_id, display_name) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX groups_external_id_key ON groups (tenant_id, connection_id, external_id) WHERE deleted_at IS NULL;
CREATE INDEX groups_by_external_id ON groups (tenant_id, external_id) WHERE deleted_at IS NULL;

-- dormant_since: the person was deactivated; SCIM still shows the membership, nothing else counts it.
CREATE TABLE membership (
    tenant_id     uuid NOT NULL,
    group_id      uuid NOT NULL,
    member_id     uuid NOT NULL,
    added_at      timestamptz NOT NULL,
    dormant_since timestamptz,
    PRIMARY KEY (tenant_id, group_id, member_id),
    FOREIGN KEY (tenant_id, group_id) REFERENCES groups (tenant_id, id),
    FOREIGN KEY (tenant_id, member_id) REFERENCES users (tenant_id, id)
);
CREATE INDEX membership_by_member ON membership (tenant_id, member_id);
