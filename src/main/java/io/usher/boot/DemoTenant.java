package io.usher.boot;

import io.usher.access.Call;
import io.usher.access.CurrentCall;
import io.usher.access.OperatorTokens;
import io.usher.access.ScimTokens;
import io.usher.access.TenantTransaction;
import io.usher.lifecycle.ContractLifecycle;
import io.usher.lifecycle.TenantLifecycle;
import io.usher.platform.Ids;
import io.usher.platform.Time;
import io.usher.tenants.Connection;
import io.usher.tenants.ConnectionKind;
import io.usher.tenants.Connections;
import io.usher.tenants.Dialect;
import io.usher.tenants.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A tenant to try things in, set up through the same doors that an operator uses. */
@ApplicationScoped
class DemoTenant {

    static final String NAME = "demo";
    private static final int TOKEN_DAYS = 30;
    private static final Map<String, Integer> SEATS = Map.of("full", 50, "partner", 20, "learning", 100);

    private final CurrentCall current;
    private final TenantLifecycle lifecycle;
    private final ContractLifecycle contracts;
    private final Tenants tenants;
    private final Connections connections;
    private final ScimTokens tokens;
    private final OperatorTokens operator;
    private final Time time;

    DemoTenant(
            CurrentCall current,
            TenantLifecycle lifecycle,
            ContractLifecycle contracts,
            Tenants tenants,
            Connections connections,
            ScimTokens tokens,
            OperatorTokens operator,
            Time time) {
        this.current = current;
        this.lifecycle = lifecycle;
        this.contracts = contracts;
        this.tenants = tenants;
        this.connections = connections;
        this.tokens = tokens;
        this.operator = operator;
        this.time = time;
    }

    /** The tokens of the two connections. */
    record Demo(String okta, String entra) {}

    /** Makes the tenant when it is missing, and new tokens in any case. */
    @ActivateRequestContext
    Demo prepare(String operatorToken) {
        begin(operatorToken, null);
        if (tenants.count("name", NAME) == 0) {
            lifecycle.create(NAME, "Demo organisation", null);
            begin(operatorToken, NAME);
            SEATS.forEach(contracts::resize);
            lifecycle.connect(ConnectionKind.OKTA, "okta", Dialect.TOLERANT);
            lifecycle.connect(ConnectionKind.ENTRA, "entra", Dialect.TOLERANT);
        }
        begin(operatorToken, NAME);
        return renewTokens();
    }

    private void begin(String operatorToken, @Nullable String tenant) {
        current.begin(new Call(
                operator.caller(operatorToken, tenant),
                Ids.next().toString(),
                time.now(),
                "START",
                "demo",
                null,
                null,
                Map.of()));
    }

    @TenantTransaction
    Demo renewTokens() {
        return new Demo(renewToken(ConnectionKind.OKTA), renewToken(ConnectionKind.ENTRA));
    }

    private String renewToken(ConnectionKind kind) {
        Connection connection = connections.of(current.tenant().id()).stream()
                .filter(each -> each.kind() == kind)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The demo tenant has lost its " + kind + " connection"));
        tokens.alive(current.tenant().id(), connection.id())
                .forEach(token ->
                        lifecycle.revokeToken(connection.id(), token.id().toString()));
        return lifecycle.issueToken(connection.id(), TOKEN_DAYS).token();
    }
}
