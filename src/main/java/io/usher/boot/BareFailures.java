package io.usher.boot;

import io.usher.platform.Ids;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Answers what fails before any resource is reached, such as a Host that is none; Quarkus would answer with a page of its own. */
@ApplicationScoped
public class BareFailures {

    private static final Logger LOG = Logger.getLogger(BareFailures.class);
    private static final int SERVER_ERROR = 500;

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(BareFailures::answer);
    }

    private static void answer(RoutingContext request) {
        if (request.response().ended()) {
            return;
        }
        // What fails this early has not come past them.
        RequestIds.identify(request);
        int status = request.statusCode() < 0 ? SERVER_ERROR : request.statusCode();
        var answer = ErrorTranslation.atEdge(request.request().path(), status, detail(request, status));
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.getMediaType().toString())
                .end(String.valueOf(answer.getEntity()));
    }

    private static String detail(RoutingContext request, int status) {
        if (status < SERVER_ERROR) {
            return "The request cannot be served.";
        }
        String reference = Ids.next().toString();
        LOG.errorf(request.failure(), "Unexpected failure, reference %s", reference);
        return "Something went wrong here. Reference " + reference;
    }
}
