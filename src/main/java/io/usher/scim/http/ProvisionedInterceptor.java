package io.usher.scim.http;

import io.usher.access.CurrentCall;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;

/** Asks the opened tenant and its connection, for {@link Provisioned}. */
@Provisioned
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class ProvisionedInterceptor {

    private static final Set<String> READS = Set.of(HttpMethod.GET, HttpMethod.HEAD);

    private final CurrentCall current;
    private final UriInfo request;

    ProvisionedInterceptor(CurrentCall current, UriInfo request) {
        this.current = current;
        this.request = request;
    }

    @AroundInvoke
    Object whenAllowed(InvocationContext method) throws Exception {
        current.requireProvisioning();
        requireNoFilterOfWrite();
        return method.proceed();
    }

    private void requireNoFilterOfWrite() {
        if (!READS.contains(current.call().method())
                && request.getQueryParameters().containsKey("filter")
                && !DialectRules.of(current.dialect()).ignoresFilterOfWrite()) {
            throw ScimProblems.invalidFilter("Only a GET takes a filter in its query.");
        }
    }
}
