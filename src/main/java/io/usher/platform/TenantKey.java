package io.usher.platform;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.util.UUID;

/** Primary key of everything a tenant owns: the tenant leads, so that no query can forget it. */
@Embeddable
public record TenantKey(
        @Column(name = "tenant_id", nullable = false, updatable = false)
        UUID tenantId,

        @Column(name = "id", nullable = false, updatable = false)
        UUID id) {}
