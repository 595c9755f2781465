package io.usher.scim.http;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import org.eclipse.microprofile.openapi.annotations.Operation;

/** Of the tests alone: fails as no code should. One below each edge, one beside them. */
public final class FailingResource {

    private FailingResource() {}

    /** Below the SCIM edge. */
    @Path(BaseUrl.PATH + "/failing/{how}")
    public static class InScim extends Failing {}

    /** Below the API. */
    @Path("/api/v1/failing/{how}")
    public static class InApi extends Failing {}

    /** Below neither. */
    @Path("/failing/{how}")
    public static class Elsewhere extends Failing {}

    /** Whatever is asked for, thrown. */
    public abstract static class Failing {

        @GET
        @Operation(hidden = true)
        public String fail(@PathParam("how") String how) {
            switch (how) {
                case "stack-overflow" -> throw new StackOverflowError("secret-canary");
                case "assertion" -> throw new AssertionError("secret-canary");
                case "linkage" -> throw new NoClassDefFoundError("secret/canary");
                case "checked" -> FailingResource.<RuntimeException>sneak(new java.io.IOException("secret-canary"));
                case "deep" -> deeper(0);
                default -> throw new IllegalStateException("secret-canary");
            }
            return how;
        }

        @SuppressWarnings("InfiniteRecursion") // that is what it is for
        private int deeper(int depth) {
            return deeper(depth + 1) + depth;
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
