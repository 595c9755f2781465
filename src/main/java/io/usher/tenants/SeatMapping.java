package io.usher.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Folding;
import io.usher.platform.Limits;
import org.jspecify.annotations.Nullable;

/**
 * What a value means that an identity provider sends for a person.
 *
 * @param attribute {@code roles} or {@code userType}
 * @param value compared without regard to case
 * @param seatType the type that it names, or null when it makes the person an admin of the application
 */
public record SeatMapping(
        String attribute, String value, @Nullable String seatType) {

    public static final String ROLES = "roles";
    public static final String USER_TYPE = "userType";

    /** @throws io.usher.platform.Problem when the attribute is another one, or the value is empty or too long */
    public SeatMapping {
        if (!attribute.equals(ROLES) && !attribute.equals(USER_TYPE)) {
            throw TenantProblems.badMappedAttribute();
        }
        if (value.isBlank() || value.length() > Limits.INDEXED || value.indexOf('\0') >= 0) {
            throw TenantProblems.badMappedValue(Limits.INDEXED);
        }
    }

    static SeatMapping of(JsonNode stored) {
        return new SeatMapping(
                stored.path("attribute").asText(),
                stored.path("value").asText(),
                stored.path("seatType").textValue());
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("attribute", attribute)
                .put("value", value)
                .put("seatType", seatType);
    }

    public boolean makesAdmin() {
        return seatType == null;
    }

    /** As it is compared. */
    public String folded() {
        return Folding.caseless(value);
    }
}
