package io.usher.boot;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.usher.access.Call;
import io.usher.platform.Ids;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.regex.Pattern;

/**
 * Gives every request an id before anybody looks at it, and every answer the same, refusals of strangers included: the
 * client's own where it is one, else a new one. Behind this, the request's header is the id.
 */
@ApplicationScoped
public class RequestIds {

    private static final int FIRST = Integer.MAX_VALUE;
    /** What may go into a log and a record as it is. */
    private static final Pattern TRUSTED_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    identify(request);
                    request.next();
                },
                FIRST);
    }

    static void identify(RoutingContext request) {
        String given = request.request().getHeader(Call.REQUEST_ID);
        String id = given != null && TRUSTED_ID.matcher(given).matches()
                ? given
                : Ids.next().toString();
        request.request().headers().set(Call.REQUEST_ID, id);
        request.response().putHeader(Call.REQUEST_ID, id);
    }
}
