package io.usher.api;

import io.usher.events.EventFeed;
import io.usher.platform.Limits;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** What happened in all tenants, oldest first, for the vendor's application. */
@Path(OperatorAuthentication.PATH + "/events")
@Produces(MediaType.APPLICATION_JSON)
@AsOperator
public class EventsResource {

    private final EventFeed feed;

    EventsResource(EventFeed feed) {
        this.feed = feed;
    }

    /**
     * Two transactions, each of which asks whether it is the operator who calls.
     *
     * @param after the {@code next} of the page before; left out for the oldest event that is kept
     */
    @GET
    public EventFeed.Page read(
            @QueryParam("after") @Nullable String after, @QueryParam("limit") @Nullable String limit) {
        feed.number();
        Integer wanted = Parameters.positive("limit", limit);
        return feed.after(after, wanted == null ? Limits.EVENTS_PAGE_DEFAULT : Math.min(wanted, Limits.EVENTS_PAGE));
    }
}
