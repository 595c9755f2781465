package io.usher.isolation;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the contract asks beside the probes that name something by its id. */
final class Questions {

    /** Open to everybody, the same for all tenants but for the dialect of who asks, and nothing of a tenant in them. */
    static final Set<String> WITHOUT_TENANT = Set.of(
            "GET /scim/v2/ServiceProviderConfig",
            "GET /scim/v2/Schemas",
            "GET /scim/v2/Schemas/{urn}",
            "GET /scim/v2/ResourceTypes",
            "GET /scim/v2/ResourceTypes/{name}",
            "GET /scim/v2/{path: .+}",
            "POST /scim/v2/{path: .+}",
            "PUT /scim/v2/{path: .+}",
            "PATCH /scim/v2/{path: .+}",
            "DELETE /scim/v2/{path: .+}",
            // Of the installation: the operator lists and makes tenants.
            "GET /api/v1/tenants",
            "POST /api/v1/tenants",
            // And reads what happened in all of them.
            "GET /api/v1/events");

    private static final String TENANT = "/api/v1/tenants/{tenant}";

    /** The caller is in his own tenant and names nobody; body or query by route. */
    static final Map<String, String> OWN = Map.ofEntries(
            Map.entry("GET " + TENANT, ""),
            Map.entry("PATCH " + TENANT, "{\"displayName\": \"Renamed\"}"),
            Map.entry("POST " + TENANT + "/preview", "{\"defaultSeatType\": \"partner\"}"),
            Map.entry("GET " + TENANT + "/seats", ""),
            Map.entry("GET " + TENANT + "/seats/{type}/holders", ""),
            Map.entry("GET " + TENANT + "/seats/{type}/causes", ""),
            Map.entry("GET " + TENANT + "/seats/days", "?from=2026-01-01&until=2027-01-01&by=user"),
            Map.entry("PUT " + TENANT + "/seats/{type}", "{\"quantity\": 10}"),
            Map.entry("POST " + TENANT + "/seats/{type}/preview", "{\"quantity\": 1000}"),
            Map.entry("GET " + TENANT + "/seat-mappings", ""),
            Map.entry(
                    "POST " + TENANT + "/seat-mappings/preview",
                    "{\"mappings\": [{\"attribute\": \"userType\", \"value\": \"x\", \"seatType\": \"partner\"}]}"),
            Map.entry("PUT " + TENANT + "/seat-mappings", "{\"mappings\": []}"),
            Map.entry("GET " + TENANT + "/groups", ""),
            Map.entry("GET " + TENANT + "/users", ""),
            Map.entry("POST " + TENANT + "/users", "{\"userName\": \"somebody-new\"}"),
            Map.entry("GET " + TENANT + "/reports/mixed-groups", ""),
            Map.entry("GET " + TENANT + "/reports/rule-conflicts", ""),
            Map.entry("GET " + TENANT + "/reactivations", ""),
            Map.entry("GET " + TENANT + "/holds", ""),
            Map.entry("GET " + TENANT + "/reports/content-handovers", ""),
            Map.entry("GET " + TENANT + "/reports/seat-history", ""),
            Map.entry("GET " + TENANT + "/reports/waitlist", ""),
            Map.entry("GET " + TENANT + "/work", ""),
            Map.entry("GET " + TENANT + "/connections", ""),
            Map.entry("POST " + TENANT + "/connections", "{\"kind\": \"entra\", \"name\": \"entra\"}"),
            Map.entry("GET " + TENANT + "/audit/records", ""));

    /** Filters that everybody meets, or that name what only the other tenant has. */
    static final List<String> QUERIES = List.of(
            "",
            "?count=1",
            "?count=0",
            "?startIndex=3",
            "?attributes=id",
            "?filter=id pr",
            "?filter=meta.created gt \"2000-01-01T00:00:00Z\"",
            "?filter=displayName co \"{tag}\"",
            "?filter=externalId pr and not (displayName eq \"nobody\")",
            "?filter=externalId eq \"ext-{name}\" or externalId eq \"ext-group-{tag}\"");

    static final List<String> USER_QUERIES = List.of(
            "?filter=userName eq \"{name}\"",
            "?filter=userName eq \"{name}\" or id pr",
            "?filter=userName sw \"person\"",
            "?filter=userName pr and active eq true",
            "?filter=emails.value eq \"{name}\"",
            "?filter=emails[value eq \"{name}\"]",
            "?filter=emails[type eq \"work\" and value co \"{tag}\"]",
            "?filter=urn:ietf:params:scim:schemas:extension:usher:2.0:User:seatStatus eq \"waitlisted\"");

    private Questions() {}
}
