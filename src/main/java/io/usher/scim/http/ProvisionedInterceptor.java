package io.usher.scim.http;

import io.usher.access.CurrentCall;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Asks the opened tenant, for {@link Provisioned}. */
@Provisioned
@Interceptor
@Priority(Interceptor.Priority.APPLICATION)
class ProvisionedInterceptor {

    private final CurrentCall current;

    ProvisionedInterceptor(CurrentCall current) {
        this.current = current;
    }

    @AroundInvoke
    Object whenAllowed(InvocationContext method) throws Exception {
        current.requireProvisioning();
        return method.proceed();
    }
}
