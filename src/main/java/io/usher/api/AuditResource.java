package io.usher.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.audit.AuditSearch;
import io.usher.audit.AuditSearch.Found;
import io.usher.audit.AuditSearch.Query;
import io.usher.lifecycle.LogReading;
import io.usher.platform.Limits;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's audit records, newest first. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/audit/records")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class AuditResource {

    private static final Set<String> OUTCOMES = Set.of("success", "refused");

    private final CurrentCall current;
    private final AuditSearch search;
    private final LogReading reading;

    AuditResource(CurrentCall current, AuditSearch search, LogReading reading) {
        this.current = current;
        this.search = search;
        this.reading = reading;
    }

    /** @param nextCursor pass as {@code cursor} for the records before these, or null at the end */
    public record Records(
            List<ObjectNode> records, @Nullable UUID nextCursor) {}

    @GET
    public Records find(
            @QueryParam("from") @Nullable String from,
            @QueryParam("until") @Nullable String until,
            @QueryParam("actor") @Nullable String actor,
            @QueryParam("user") @Nullable String user,
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @Nullable String limit) {
        if (outcome != null && !OUTCOMES.contains(outcome)) {
            throw ApiProblems.badParameter("outcome", "success or refused");
        }
        Integer wanted = Parameters.positive("limit", limit);
        Query query = new Query(
                Parameters.instant("from", from),
                Parameters.instant("until", until),
                Parameters.text("actor", actor),
                Parameters.uuid("user", user),
                outcome,
                Parameters.uuid("cursor", cursor),
                wanted == null ? Limits.AUDIT_PAGE_DEFAULT : wanted);
        Found found = search.find(current.tenant().id(), query);
        reading.recordSearch(query);
        return new Records(found.records(), found.next());
    }
}
