package io.usher.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant sells, and how it reads what identity providers say of seats.
 *
 * @param types the highest first; a type never goes, since people may hold seats of it
 * @param mappings the first that fits counts
 */
public record SeatSettings(List<SoldType> types, List<SeatMapping> mappings) {

    /** A wish for this word is a wish for the application role; no seat type may have the name. */
    public static final String ADMIN = "admin";

    /** Paths below the pools that are no type. */
    private static final Set<String> RESERVED = Set.of(ADMIN, "ledger", "days");

    private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** @param capabilities what its holders may use, in the vendor's words */
    public record SoldType(String type, List<String> capabilities) {}

    public static SeatSettings of(JsonNode stored) {
        List<SoldType> types = new ArrayList<>();
        for (JsonNode type : stored.path("types")) {
            List<String> capabilities = new ArrayList<>();
            type.path("capabilities").forEach(each -> capabilities.add(each.asText()));
            types.add(new SoldType(type.path("type").asText(), capabilities));
        }
        List<SeatMapping> mappings = new ArrayList<>();
        stored.path("mappings").forEach(mapping -> mappings.add(SeatMapping.of(mapping)));
        return new SeatSettings(types, mappings);
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode sold = json.putArray("types");
        for (SoldType type : types) {
            ArrayNode capabilities = sold.addObject().put("type", type.type()).putArray("capabilities");
            type.capabilities().forEach(capabilities::add);
        }
        json.set("mappings", mappingsJson());
        return json;
    }

    /** As they are stored and recorded. */
    public ArrayNode mappingsJson() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        mappings.forEach(mapping -> json.add(mapping.toJson()));
        return json;
    }

    public List<String> names() {
        return types.stream().map(SoldType::type).toList();
    }

    public boolean sells(String type) {
        return types.stream().anyMatch(each -> each.type().equals(type));
    }

    /** Of a type that is sold; none of null. */
    public List<String> capabilities(@Nullable String type) {
        return types.stream()
                .filter(each -> each.type().equals(type))
                .findFirst()
                .map(SoldType::capabilities)
                .orElse(List.of());
    }

    /**
     * The same with these capabilities of a type; one that is new is the lowest.
     *
     * @throws io.usher.platform.Problem when a word is malformed or there are too many
     */
    public SeatSettings selling(String type, List<String> capabilities) {
        if (capabilities.size() > Limits.CAPABILITIES
                || capabilities.stream().distinct().count() < capabilities.size()
                || !capabilities.stream().allMatch(each -> WORD.matcher(each).matches())) {
            throw TenantProblems.badCapabilities(Limits.CAPABILITIES);
        }
        SoldType sold = new SoldType(type, List.copyOf(capabilities));
        List<SoldType> all = new ArrayList<>(types);
        if (sells(type)) {
            all.replaceAll(each -> each.type().equals(type) ? sold : each);
        } else {
            if (!WORD.matcher(type).matches() || RESERVED.contains(type)) {
                throw TenantProblems.badSeatType();
            }
            if (all.size() == Limits.SEAT_TYPES) {
                throw TenantProblems.tooManySeatTypes(Limits.SEAT_TYPES);
            }
            all.add(sold);
        }
        return new SeatSettings(all, mappings);
    }

    /** The same with other mappings, each of which names a type that is sold. */
    public SeatSettings reading(List<SeatMapping> others) {
        if (others.size() > Limits.SEAT_MAPPINGS) {
            throw TenantProblems.tooManyMappings(Limits.SEAT_MAPPINGS);
        }
        return new SeatSettings(types, List.copyOf(others));
    }
}
