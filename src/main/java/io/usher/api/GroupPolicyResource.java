package io.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.directory.DirectoryProblems;
import io.usher.directory.Group;
import io.usher.directory.GroupPolicy;
import io.usher.directory.Groups;
import io.usher.lifecycle.GroupLifecycle;
import io.usher.lifecycle.SeatPreviews;
import io.usher.platform.Limits;
import io.usher.seats.SeatProblems;
import io.usher.seats.SeatTypes;
import io.usher.tenants.SeatSettings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an administrator says of groups: which seats their members are to have, and which of them count. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/groups")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class GroupPolicyResource {

    private final CurrentCall current;
    private final GroupLifecycle lifecycle;
    private final Groups groups;
    private final SeatPreviews previews;
    private final Previews answers;
    private final ApiJson json;

    GroupPolicyResource(
            CurrentCall current,
            GroupLifecycle lifecycle,
            Groups groups,
            SeatPreviews previews,
            Previews answers,
            ApiJson json) {
        this.current = current;
        this.lifecycle = lifecycle;
        this.groups = groups;
        this.previews = previews;
        this.answers = answers;
        this.json = json;
    }

    /**
     * What is not given stays as it is.
     *
     * @param seatRule JSON null for none
     * @param allowedSeatTypes JSON null for any
     */
    public record GroupChange(
            @Nullable JsonNode seatRule,
            @Nullable JsonNode allowedSeatTypes,
            @Nullable Boolean privileged) {}

    /** @param priority of two rules the one with the lower number counts */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RuleView(
            @Nullable String seatType, @Nullable String appRole, int priority) {

        static @Nullable RuleView of(GroupPolicy.@Nullable Rule rule) {
            if (rule == null) {
                return null;
            }
            return rule.admin()
                    ? new RuleView(null, SeatSettings.ADMIN, rule.priority())
                    : new RuleView(rule.seatType(), null, rule.priority());
        }
    }

    /** @param allowedSeatTypes null: any */
    public record GroupView(
            UUID id,
            String displayName,
            @Nullable RuleView seatRule,
            @Nullable List<String> allowedSeatTypes,
            boolean privileged) {

        static GroupView of(Group group) {
            GroupPolicy policy = group.policy();
            return new GroupView(
                    group.id(),
                    group.document().path("displayName").asText(),
                    RuleView.of(policy.rule()),
                    policy.allowedSeatTypes(),
                    policy.privileged());
        }
    }

    /** Those of which something is said. */
    @GET
    public List<GroupView> list() {
        return groups.governed(current.tenant().id()).stream()
                .map(GroupView::of)
                .toList();
    }

    @GET
    @Path("{id}")
    public GroupView get(@PathParam("id") String id) {
        return GroupView.of(groups.find(current.tenant().id(), id(id)));
    }

    /** In force at once; of a group with more than 500 members, seats follow as the work list is done. */
    @PATCH
    @Path("{id}")
    public GroupView change(@PathParam("id") String id, byte[] body) {
        return GroupView.of(lifecycle.govern(id(id), read(body)));
    }

    /** What the same {@link #change} would do now. */
    @POST
    @Path("{id}/preview")
    @TenantTransaction(ofOneMoment = true)
    public Response preview(@PathParam("id") String id, @QueryParam("format") @Nullable String format, byte[] body) {
        return answers.answer(previews.ofPolicy(id(id), read(body)), format);
    }

    private UnaryOperator<GroupPolicy> read(byte[] body) {
        GroupChange wanted = json.read(body, GroupChange.class);
        return policy -> new GroupPolicy(
                wanted.seatRule() == null ? policy.rule() : rule(wanted.seatRule()),
                wanted.allowedSeatTypes() == null ? policy.allowedSeatTypes() : allowed(wanted.allowedSeatTypes()),
                wanted.privileged() == null ? policy.privileged() : wanted.privileged());
    }

    private static UUID id(String id) {
        return Parameters.uuid(id).orElseThrow(DirectoryProblems::noSuchGroup);
    }

    private GroupPolicy.@Nullable Rule rule(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        JsonNode priority = value.path("priority");
        if (!priority.isInt() || priority.intValue() < 1 || priority.intValue() > Limits.RULE_PRIORITY) {
            throw ApiProblems.badParameter("seatRule.priority", "a whole number between 1 and " + Limits.RULE_PRIORITY);
        }
        if (value.size() != 2) {
            throw ApiProblems.badParameter("seatRule", "null, or an object with priority, and seatType or appRole");
        }
        String seatType = SeatOrRole.seatType(
                value.path("seatType").textValue(), value.path("appRole").textValue());
        return seatType == null
                ? new GroupPolicy.Rule(SeatTypes.FULL, true, priority.intValue())
                : new GroupPolicy.Rule(sold(seatType), false, priority.intValue());
    }

    private @Nullable List<String> allowed(JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        List<String> types = new ArrayList<>();
        for (JsonNode type : value) {
            types.add(sold(type.asText()));
        }
        if (!value.isArray() || types.isEmpty()) {
            throw ApiProblems.badParameter("allowedSeatTypes", "null, or a list of seat types");
        }
        return types.stream().distinct().sorted().toList();
    }

    private String sold(String type) {
        SeatSettings settings = current.tenant().seatSettings();
        if (!settings.sells(type)) {
            throw SeatProblems.unknownType(settings.names());
        }
        return type;
    }
}
