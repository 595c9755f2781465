package io.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.lifecycle.WorkList;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is still to be done after changes that concern many people, or that begin or end at a later moment. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/work")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class WorkResource {

    private final CurrentCall current;
    private final WorkList work;

    WorkResource(CurrentCall current, WorkList work) {
        this.current = current;
        this.work = work;
    }

    /**
     * @param kind people, members, everybody, pin, pool or handover
     * @param subject id of the group or of the person, type of the pool, or of a hand-over the ids of the
     *     connections from and to and of the group, null where there is none
     * @param dueAt when it goes on
     * @param total people that it concerned when it was made
     * @param done of these
     * @param record of the change that asked for it
     */
    public record WorkView(
            UUID id,
            String kind,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String subject,

            Instant createdAt,
            Instant dueAt,
            int total,
            int done,
            UUID record) {

        static WorkView of(WorkList.Item item) {
            return new WorkView(
                    item.id(),
                    item.kind().word(),
                    item.subject(),
                    item.createdAt(),
                    item.dueAt(),
                    item.total(),
                    item.done(),
                    item.record());
        }
    }

    @GET
    public List<WorkView> list() {
        return work.of(current.tenant().id()).stream().map(WorkView::of).toList();
    }
}
