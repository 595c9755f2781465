package io.usher.api;

import io.usher.access.CurrentCall;
import io.usher.access.ScimToken;
import io.usher.access.ScimTokens;
import io.usher.access.TenantTransaction;
import io.usher.lifecycle.TenantLifecycle;
import io.usher.tenants.Connection;
import io.usher.tenants.ConnectionKind;
import io.usher.tenants.Connections;
import io.usher.tenants.Dialect;
import io.usher.tenants.TenantProblems;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's connections to identity providers, and their SCIM tokens. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/connections")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class ConnectionsResource {

    private static final int DEFAULT_DAYS = 365;

    private final CurrentCall current;
    private final TenantLifecycle lifecycle;
    private final Connections connections;
    private final ScimTokens tokens;
    private final ApiJson json;

    ConnectionsResource(
            CurrentCall current, TenantLifecycle lifecycle, Connections connections, ScimTokens tokens, ApiJson json) {
        this.current = current;
        this.lifecycle = lifecycle;
        this.connections = connections;
        this.tokens = tokens;
        this.json = json;
    }

    /** @param dialect how strictly its requests are read; {@code tolerant} when it is not given */
    public record NewConnection(
            @Nullable String kind,
            @Nullable String name,
            @Nullable String dialect) {}

    /** What is null stays as it is. */
    public record ConnectionChange(@Nullable String dialect) {}

    public record ConnectionView(UUID id, String kind, String name, String dialect, Instant createdAt) {

        static ConnectionView of(Connection connection) {
            return new ConnectionView(
                    connection.id(),
                    connection.kind().word(),
                    connection.name(),
                    connection.dialect().word(),
                    connection.createdAt());
        }
    }

    public record NewToken(@Nullable Integer expiresInDays) {}

    /** @param id the first 8 characters of the token's {@code jti} */
    public record TokenView(
            String id,
            String scope,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt) {

        static TokenView of(ScimToken token) {
            return new TokenView(
                    token.prefix(), token.scope(), token.createdAt(), token.expiresAt(), token.lastUsedAt());
        }
    }

    /** The only answer that ever holds the token itself. */
    public record IssuedToken(String id, String token, Instant expiresAt) {}

    @GET
    public List<ConnectionView> list() {
        return connections.of(tenant()).stream().map(ConnectionView::of).toList();
    }

    @POST
    public Response create(byte[] body) {
        NewConnection wanted = json.read(body, NewConnection.class);
        if (wanted.kind() == null) {
            throw ApiProblems.missing("kind");
        }
        String name = wanted.name() == null ? wanted.kind() : wanted.name();
        Dialect dialect = wanted.dialect() == null ? Dialect.TOLERANT : Dialect.of(wanted.dialect());
        Connection made = lifecycle.connect(ConnectionKind.of(wanted.kind()), name, dialect);
        return Response.status(Response.Status.CREATED)
                .entity(ConnectionView.of(made))
                .build();
    }

    /** In force from the connection's next request on. */
    @PATCH
    @Path("{connection}")
    public ConnectionView change(@PathParam("connection") String connection, byte[] body) {
        ConnectionChange wanted = json.read(body, ConnectionChange.class);
        Dialect dialect = wanted.dialect() == null ? null : Dialect.of(wanted.dialect());
        return ConnectionView.of(lifecycle.updateConnection(id(connection), dialect));
    }

    @GET
    @Path("{connection}/tokens")
    public List<TokenView> tokens(@PathParam("connection") String connection) {
        UUID id = id(connection);
        connections.require(tenant(), id);
        return tokens.alive(tenant(), id).stream().map(TokenView::of).toList();
    }

    @POST
    @Path("{connection}/tokens")
    public Response issue(@PathParam("connection") String connection, byte[] body) {
        Integer days = body.length == 0 ? null : json.read(body, NewToken.class).expiresInDays();
        ScimTokens.Issued issued = lifecycle.issueToken(id(connection), days == null ? DEFAULT_DAYS : days);
        return Response.status(Response.Status.CREATED)
                .entity(new IssuedToken(
                        issued.kept().prefix(), issued.token(), issued.kept().expiresAt()))
                .build();
    }

    /** Dead at once, on every replica. */
    @DELETE
    @Path("{connection}/tokens/{token}")
    public void revoke(@PathParam("connection") String connection, @PathParam("token") String token) {
        lifecycle.revokeToken(id(connection), token);
    }

    private static UUID id(String text) {
        return Parameters.uuid(text).orElseThrow(TenantProblems::noSuchConnection);
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
