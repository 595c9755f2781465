package io.usher.scim.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.Call;
import io.usher.access.CurrentCall;
import io.usher.lifecycle.Refusals;
import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;
import io.usher.scim.ScimProblems;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.directory.scim.protocol.data.BulkResponse;

/**
 * {@code /Bulk} (RFC 7644 §3.7): each operation is done as if it had been sent alone, and what one refers to before it.
 * What succeeds stays when another fails.
 */
@Path(BaseUrl.PATH + "/Bulk")
@Produces({ScimJson.MEDIA_TYPE, MediaType.APPLICATION_JSON})
@AsConnector
public class BulkResource {

    private final CurrentCall current;
    private final BulkUnit units;
    private final Refusals refusals;
    private final BaseUrl base;

    BulkResource(CurrentCall current, BulkUnit units, Refusals refusals, BaseUrl base) {
        this.current = current;
        this.units = units;
        this.refusals = refusals;
        this.base = base;
    }

    @POST
    public Response bulk(@Context UriInfo uri, byte[] body) {
        units.requireAccess();
        BulkRequest request = BulkRequest.parse(ScimJson.parse(body));
        Call call = current.call();
        Map<UUID, ObjectNode> answers = run(request, base.scim(uri));
        current.begin(call);
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.putArray("schemas").add(BulkResponse.SCHEMA_URI);
        response.putArray("Operations")
                .addAll(request.operations().stream()
                        .map(operation -> answers.get(operation.made()))
                        .filter(Objects::nonNull)
                        .toList());
        return Response.ok(response.toString()).build();
    }

    /** The answers to the operations that were tried, by {@link BulkOperation#made}. */
    private Map<UUID, ObjectNode> run(BulkRequest request, String url) {
        Map<UUID, ObjectNode> answers = new HashMap<>();
        Map<UUID, Problem> failed = new HashMap<>();
        for (List<BulkOperation> unit : BulkOrder.of(request)) {
            Map<UUID, Long> versions = new HashMap<>();
            Map<UUID, Problem> problems = attempt(unit, request.named(), failed, versions);
            failed.putAll(problems);
            for (BulkOperation operation : unit) {
                answers.put(
                        operation.made(),
                        BulkAnswers.of(
                                operation,
                                BulkUnit.id(operation, request.named()),
                                versions.get(operation.made()),
                                problems.get(operation.made()),
                                url));
            }
            boolean away = problems.values().stream().anyMatch(problem -> problem.kind() == Kind.UNAVAILABLE);
            if (away || failed.size() >= request.failOnErrors()) {
                break;
            }
        }
        return answers;
    }

    /** What each failed for; nothing when all is done. */
    private Map<UUID, Problem> attempt(
            List<BulkOperation> unit,
            Map<String, BulkOperation> named,
            Map<UUID, Problem> failedBefore,
            Map<UUID, Long> versions) {
        List<BulkOperation> begun = new ArrayList<>();
        try {
            for (BulkOperation operation : unit) {
                begun.add(operation);
                requirePossible(operation, named, failedBefore);
            }
            versions.putAll(units.run(unit, named, begun));
            return Map.of();
        } catch (Problem problem) {
            if (problem.kind() == Kind.UNAUTHENTICATED) {
                throw problem;
            }
            Map<UUID, Problem> problems = new HashMap<>();
            for (BulkOperation operation : unit) {
                boolean own = operation.equals(begun.get(begun.size() - 1));
                problems.put(operation.made(), refused(operation, own ? problem : HttpProblems.brokenCircle()));
            }
            return problems;
        }
    }

    private Problem refused(BulkOperation operation, Problem problem) {
        units.begin(operation);
        refusals.logLine(problem);
        String type = "Groups".equals(operation.endpoint()) ? "Group" : "User";
        String id = Contents.uuid(operation.id()).map(Object::toString).orElse(null);
        return refusals.record(problem, type, id);
    }

    private static void requirePossible(
            BulkOperation operation, Map<String, BulkOperation> named, Map<UUID, Problem> failedBefore) {
        Problem fault = operation.fault();
        if (fault != null) {
            throw fault;
        }
        for (String bulkId : operation.references()) {
            BulkOperation other = named.get(bulkId);
            if (other == null || other.equals(operation)) {
                throw ScimProblems.invalidValue("A reference names a bulkId that no other operation has.");
            }
            if (failedBefore.containsKey(other.made())) {
                throw ScimProblems.invalidValue("A reference names an operation that failed.");
            }
        }
    }
}
