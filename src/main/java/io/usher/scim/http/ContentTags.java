package io.usher.scim.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** For {@link Tagged}: the same text has the same tag, and whoever has it already is told so (RFC 9110 §13.1.2). */
@Provider
@Tagged
public class ContentTags implements ContainerResponseFilter {

    /** Half of a SHA-256: enough to tell texts apart that nobody forges. */
    private static final int BYTES = 16;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext answer) {
        if (answer.getStatus() != Response.Status.OK.getStatusCode() || !(answer.getEntity() instanceof String text)) {
            return;
        }
        String tag = '"' + digest(text) + '"';
        answer.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        if (ETags.ifNoneMatch(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
            answer.setStatus(Response.Status.NOT_MODIFIED.getStatusCode());
            answer.setEntity(null);
        }
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
