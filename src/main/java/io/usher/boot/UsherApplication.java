package io.usher.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.usher.access.OperatorTokens;
import io.usher.boot.DemoTenant.Demo;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The running program: greets whoever started it, then serves until it is stopped. */
public class UsherApplication implements QuarkusApplication {

    static final String DATA_FOLDER = "usher.data-folder";
    /** The argument with which the program brings the schema up to date and ends. */
    static final String MIGRATE = "migrate";

    private final Startup startup;
    private final DemoTenant demo;
    private final OperatorTokens operator;
    private final boolean wantsDemo;
    private final int port;
    private final Optional<String> baseUrl;

    UsherApplication(
            Startup startup,
            DemoTenant demo,
            OperatorTokens operator,
            @ConfigProperty(name = "usher.demo", defaultValue = "false") boolean wantsDemo,
            @ConfigProperty(name = "quarkus.http.port") int port,
            @ConfigProperty(name = "usher.base-url") Optional<String> baseUrl) {
        this.startup = startup;
        this.demo = demo;
        this.operator = operator;
        this.wantsDemo = wantsDemo;
        this.port = port;
        this.baseUrl = baseUrl;
    }

    @Override
    public int run(String... args) {
        // The start has migrated already; whoever asks for no more than that wants an end, too.
        if (List.of(args).equals(List.of(MIGRATE))) {
            return 0;
        }
        if (args.length > 0) {
            print("Usher knows the argument \"" + MIGRATE
                    + "\", which brings the database schema up to date and ends, and no other.");
            return 2;
        }
        String url = baseUrl.orElse("http://localhost:" + port);
        if (wantsDemo) {
            String token = operatorToken();
            print(welcome(url, token, demo.prepare(token)));
        } else {
            startup.madeOperatorToken().ifPresent(token -> print("""

                    Operator token, shown this once (keep it, or set USHER_OPERATOR_TOKEN):
                      %s
                    """.formatted(token)));
        }
        Quarkus.waitForExit();
        return 0;
    }

    /** The demo shows a token at each start, so it makes a new one at each start. */
    private String operatorToken() {
        return operator.configured().or(startup::madeOperatorToken).orElseGet(operator::renew);
    }

    private static String welcome(String url, String operatorToken, Demo demo) {
        return """

                Usher is running. The demo tenant "%1$s" has the connections okta and entra and three seat pools.
                Tokens are made anew at each start; those of the last start are dead.

                  SCIM base URL   %2$s/scim/v2
                  Okta token      %3$s
                  Entra token     %4$s
                  Operator token  %5$s
                  Data            %6$s

                Create a person and see his seat:
                  curl -s %2$s/scim/v2/Users -H 'Authorization: Bearer %3$s' \\
                    -H 'Content-Type: application/scim+json' -d '{"userName":"first@example.com"}'
                """.formatted(DemoTenant.NAME, url, demo.okta(), demo.entra(), operatorToken, dataFolder());
    }

    private static String dataFolder() {
        @Nullable String folder = System.getProperty(DATA_FOLDER);
        return folder == null ? "in the PostgreSQL of QUARKUS_DATASOURCE_JDBC_URL" : folder;
    }

    /** To the console itself: tokens never go into a log. */
    @SuppressWarnings("SystemOut")
    static void print(String text) {
        System.out.println(text);
    }
}
