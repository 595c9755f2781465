package io.usher.lifecycle;

import io.usher.directory.SeatCarriers;
import io.usher.seats.Asked;
import io.usher.seats.SeatProblems;
import io.usher.seats.SeatTypes;
import io.usher.seats.SeatWish.Source;
import io.usher.tenants.SeatMapping;
import io.usher.tenants.SeatSettings;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a resource says of a seat, as the tenant's settings have it. Three attributes are meant for it and refuse a value
 * that is not sold; values of other roles and of userType count when the tenant maps them, and are stored in any case.
 */
final class SeatRequests {

    private final SeatCarriers carriers;
    private final SeatSettings settings;

    private SeatRequests(SeatCarriers carriers, SeatSettings settings) {
        this.carriers = carriers;
        this.settings = settings;
    }

    /** What is asked for; a contradiction, which only a later change of the settings can have made, asks for no role. */
    static Asked read(SeatCarriers carriers, SeatSettings settings) {
        SeatRequests requests = new SeatRequests(carriers, settings);
        Asked named = requests.named();
        return named != null ? named : requests.mapped();
    }

    /**
     * As {@link #read}, for what an identity provider has just sent.
     *
     * @throws io.usher.platform.Problem when a type is not sold, or an admin is to have another seat than full
     */
    static Asked demand(SeatCarriers carriers, SeatSettings settings) {
        for (String named : new String[] {carriers.requested(), carriers.license(), carriers.seatTypeRole()}) {
            if (named != null && !named.equals(SeatSettings.ADMIN) && !settings.sells(named)) {
                throw SeatProblems.unknownType(settings.names());
            }
        }
        SeatRequests requests = new SeatRequests(carriers, settings);
        Asked named = requests.named();
        if (named != null && named.admin() && !SeatTypes.FULL.equals(named.type())) {
            throw SeatProblems.adminNeedsFull();
        }
        return named != null ? named : requests.mapped();
    }

    private @Nullable Asked named() {
        Asked named = named(carriers.requested(), Source.REQUESTED);
        named = named != null ? named : named(carriers.license(), Source.ENTITLEMENT);
        return named != null ? named : named(carriers.seatTypeRole(), Source.ROLE);
    }

    private @Nullable Asked named(@Nullable String value, Source source) {
        if (value == null) {
            return null;
        }
        String type = value.equals(SeatSettings.ADMIN) ? SeatTypes.FULL : value;
        return settings.sells(type) ? new Asked(type, source, admin()) : null;
    }

    private Asked mapped() {
        for (SeatMapping mapping : settings.mappings()) {
            if (fits(mapping)) {
                String type = mapping.seatType() == null ? SeatTypes.FULL : mapping.seatType();
                return new Asked(type, source(mapping), admin());
            }
        }
        return Asked.NOTHING;
    }

    private boolean admin() {
        return SeatSettings.ADMIN.equals(carriers.requested())
                || SeatSettings.ADMIN.equals(carriers.license())
                || SeatSettings.ADMIN.equals(carriers.seatTypeRole())
                || settings.mappings().stream().anyMatch(mapping -> mapping.makesAdmin() && fits(mapping));
    }

    private static Source source(SeatMapping mapping) {
        return mapping.attribute().equals(SeatMapping.ROLES) ? Source.ROLE : Source.USER_TYPE;
    }

    private boolean fits(SeatMapping mapping) {
        return mapping.attribute().equals(SeatMapping.ROLES)
                ? carriers.roles().contains(mapping.folded())
                : mapping.folded().equals(carriers.userType());
    }
}
