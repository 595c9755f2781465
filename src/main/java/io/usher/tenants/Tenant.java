package io.usher.tenants;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Limits;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** One customer organisation of the vendor. */
@Entity
@Table(name = "tenants")
public class Tenant {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]+");
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String name;

    @Column(name = "display_name", nullable = false)
    private String displayName;

    @Column(nullable = false)
    private String provisioning;

    @Column(name = "default_seat_type", nullable = false)
    private String defaultSeatType;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(name = "seat_settings", nullable = false, insertable = false)
    private @Nullable ObjectNode seatSettings;

    @Column(name = "seat_settings_version", nullable = false)
    private int seatSettingsVersion;

    @Column(nullable = false)
    private String reactivation;

    @Column(name = "reactivation_days")
    private @Nullable Integer reactivationDays;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(name = "alert_recipients", nullable = false)
    private String[] alertRecipients;

    @Column(name = "default_successor")
    private @Nullable UUID defaultSuccessor;

    @Column(name = "suspended_at")
    private @Nullable Instant suspendedAt;

    @Column(name = "created_at", nullable = false, updatable = false)
    private Instant createdAt;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Tenant() {}

    Tenant(UUID id, String name, String displayName, String defaultSeatType, Instant now) {
        if (name.length() > Limits.TENANT_NAME
                || !NAME.matcher(name).matches()
                || UUID_FORM.matcher(name).matches()) {
            throw TenantProblems.badName();
        }
        if (ReservedNames.hold(name)) {
            throw TenantProblems.reservedName();
        }
        this.id = id;
        this.name = name;
        this.displayName = checkedDisplayName(displayName);
        this.provisioning = Provisioning.ON.word();
        this.defaultSeatType = defaultSeatType;
        this.seatSettingsVersion = 1;
        this.reactivation = Reactivation.RESTORE.policy();
        this.alertRecipients = new String[0];
        this.createdAt = now;
    }

    private static String checkedDisplayName(String displayName) {
        // PostgreSQL stores no NUL.
        if (displayName.isBlank()
                || displayName.length() > Limits.TENANT_DISPLAY_NAME
                || displayName.indexOf('\0') >= 0) {
            throw TenantProblems.badDisplayName(Limits.TENANT_DISPLAY_NAME);
        }
        return displayName;
    }

    public void rename(String newDisplayName) {
        displayName = checkedDisplayName(newDisplayName);
    }

    public void allow(Provisioning rule) {
        provisioning = rule.word();
    }

    /** Holds for whoever is reactivated from now on. */
    public void returnBy(Reactivation policy) {
        reactivation = policy.policy();
        reactivationDays = policy.days();
    }

    /** Who hears by e-mail of what somebody should hear of; nobody when there are none. */
    public void alert(List<@Nullable String> recipients) {
        long different = recipients.stream()
                .filter(address -> address != null && MailAddress.is(address))
                .map(address -> address.toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        if (recipients.size() > Limits.ALERT_RECIPIENTS || different < recipients.size()) {
            throw TenantProblems.badAlertRecipients(Limits.ALERT_RECIPIENTS);
        }
        alertRecipients = recipients.toArray(String[]::new);
    }

    /** Nobody of the tenant signs in from now on; seats and data stay as they are. */
    public void suspend(Instant now) {
        if (suspendedAt == null) {
            suspendedAt = now;
        }
    }

    public void resume() {
        suspendedAt = null;
    }

    public UUID id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String displayName() {
        return displayName;
    }

    public Provisioning provisioning() {
        return Provisioning.of(provisioning.toLowerCase(Locale.ROOT));
    }

    public Reactivation reactivation() {
        return new Reactivation(reactivation, reactivationDays);
    }

    public String defaultSeatType() {
        return defaultSeatType;
    }

    /** What people get who ask for nothing. */
    public void giveByDefault(String seatType) {
        if (!seatType.equals(defaultSeatType)) {
            defaultSeatType = seatType;
            seatSettingsVersion++;
        }
    }

    public void sell(SeatSettings settings) {
        seatSettings = settings.toJson();
        seatSettingsVersion++;
    }

    /** Of a tenant that is stored: the first settings come from the table. */
    public SeatSettings seatSettings() {
        return SeatSettings.of(Objects.requireNonNull(seatSettings));
    }

    public int seatSettingsVersion() {
        return seatSettingsVersion;
    }

    public List<String> alertRecipients() {
        return List.of(alertRecipients);
    }

    /** Who gets what a leaver leaves when none of his managers can, or null. */
    public @Nullable UUID defaultSuccessor() {
        return defaultSuccessor;
    }

    /** @param person of the tenant, or null for nobody */
    public void succeedBy(@Nullable UUID person) {
        defaultSuccessor = person;
    }

    public @Nullable Instant suspendedAt() {
        return suspendedAt;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
