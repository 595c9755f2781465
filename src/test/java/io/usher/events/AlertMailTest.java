package io.usher.events;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.platform.Time;
import io.usher.platform.Writes;
import io.usher.testing.Connector;
import io.usher.testing.Feed;
import io.usher.testing.MailServer;
import io.usher.testing.Operator;
import io.usher.testing.Statements;
import io.usher.testing.Tables;
import io.usher.testing.TestTenant;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import java.net.ServerSocket;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alerts arrive by e-mail at a real SMTP server, once, whatever the server does. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class AlertMailTest {

    private static final int CONNECTIONS = 12;
    private static final Duration TIMEOUT = Duration.ofSeconds(6);

    @Inject
    AlertMail mail;

    @Inject
    ReactiveMailer mailer;

    @Inject
    MeterRegistry meters;

    @Inject
    Session session;

    @Inject
    Writes writes;

    @Inject
    ObjectMapper json;

    @TestHTTPResource(management = true)
    URL management;

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;
    private String ada;
    private String bob;
    private int made;

    @BeforeEach
    void open() {
        Tables.change("DELETE FROM mail_queue");
        Tables.change("DELETE FROM alert_mail");
        MailServer.refuse(null);
        tenant = TestTenant.withoutSeats().seats("full", 10);
        idp = Connector.of(tenant, "okta");
        operator = new Operator(tenant);
        ada = "ada-" + tenant.id() + "@example.com";
        bob = "bob-" + tenant.id() + "@example.com";
        recipients(ada);
    }

    private void recipients(String... addresses) {
        String list = addresses.length == 0 ? "" : "'" + String.join("','", addresses) + "'";
        operator.change("{'alertRecipients':[" + list + "]}").demand(200);
    }

    private void enter(int count) {
        for (int i = 0; i < count; i++) {
            idp.create("person-" + made++).demand(201);
        }
    }

    /** A postman who comes so much later than now. */
    private Postman after(Duration later) {
        return new Postman(mail, mailer, new Time(Clock.offset(Clock.systemUTC(), later)), meters, TIMEOUT);
    }

    private void deliver() {
        after(Duration.ZERO).deliver();
    }

    private double count(String outcome) {
        return meters.counter("usher.mail", "outcome", outcome).count();
    }

    private int queued() {
        return Tables.count("SELECT count(*) FROM mail_queue WHERE tenant_id = ?", tenant.id());
    }

    private static List<String> subjects(String address) throws Exception {
        List<String> subjects = new java.util.ArrayList<>();
        for (MimeMessage message : MailServer.mailsTo(address)) {
            subjects.add(message.getSubject());
        }
        return subjects;
    }

    @Test
    void a_threshold_arrives_as_a_mail_that_says_what_is_so_and_what_to_do() throws Exception {
        Feed feed = Feed.fromNow();
        enter(8);

        deliver();

        assertThat(MailServer.mailsTo(ada)).hasSize(1);
        MimeMessage arrived = MailServer.mailsTo(ada).get(0);
        assertThat(arrived.getSubject())
                .isEqualTo("Tenant under test: 80 % of the seats of type full are used (8 of 10)");
        assertThat((String) arrived.getContent())
                .contains("Customer: Tenant under test (" + tenant.name() + ")")
                .contains("Used: 8 of 10")
                .contains("Waiting: 0")
                .contains("Since: ")
                .contains("GET /api/v1/tenants/" + tenant.name() + "/seats/full/holders")
                .contains("PUT /api/v1/tenants/" + tenant.name() + "/seats/full");
        assertThat(arrived.getFrom()[0]).hasToString(MailServer.SENDER);
        assertThat(arrived.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        String event = feed.rest().stream()
                .filter(told -> told.path("type").asText().equals("seatPool.thresholdReached"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asText();
        assertThat(arrived.getMessageID()).isEqualTo("<" + event + "@vendor.example>");
        assertThat(queued()).isZero();
        assertThat(Tables.count("SELECT count(*) FROM alert_mail WHERE tenant_id = ?", tenant.id()))
                .as("nothing of it is kept")
                .isZero();
    }

    @Test
    void a_crossing_is_mailed_once_and_again_after_use_was_lower() throws Exception {
        enter(7);
        String last = idp.create("last").demand(201).id();
        deliver();
        deliver();
        assertThat(subjects(ada)).hasSize(1);
        idp.activate(last, false).demand(200);
        idp.activate(last, true).demand(200);
        deliver();
        assertThat(subjects(ada)).as("80 % again, after 70 %").hasSize(2);
        idp.patch("/Users/" + last, "{'op':'replace','path':'displayName','value':'Last'}")
                .demand(200);
        deliver();
        assertThat(subjects(ada)).as("nothing was crossed").hasSize(2);
    }

    @Test
    void the_first_who_waits_and_the_beginning_and_end_of_overage_are_mailed() throws Exception {
        tenant.seats("full", 1);
        enter(1);
        deliver();
        enter(1);
        operator.agree("full", "{'quantity':1,'onLimit':'overage','overage':{'seats':2,'days':30,'then':'waitlist'}}")
                .demand(200);
        operator.agree("full", "{'quantity':2}").demand(200);
        deliver();

        assertThat(subjects(ada))
                .contains(
                        "Tenant under test: 100 % of the seats of type full are used (1 of 1)",
                        "Tenant under test: People wait for a seat of type full (1 of 1)",
                        "Tenant under test: More seats of type full are used than bought (2 of 1)",
                        "Tenant under test: No more seats of type full are used than bought (2 of 2)");
    }

    @Test
    void each_recipient_gets_a_mail_that_names_nobody_else() throws Exception {
        recipients(ada, bob);
        enter(8);

        deliver();

        assertThat(MailServer.mailsTo(ada)).hasSize(1);
        assertThat(MailServer.mailsTo(bob)).hasSize(1);
        assertThat(MailServer.mailsTo(ada).get(0).getAllRecipients()).hasSize(1);
    }

    @Test
    void an_alert_costs_the_change_no_statement_of_its_own() {
        recipients(ada, bob);
        enter(6);
        int plain = statements();
        assertThat(queued()).isZero();
        assertThat(statements()).as("reaches 80 %").isEqualTo(plain);
        assertThat(queued()).isEqualTo(2);
    }

    private int statements() {
        return Statements.during(() -> enter(1)).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    @Test
    void nothing_is_queued_without_recipients() {
        recipients();
        enter(8);
        assertThat(queued()).isZero();
    }

    @Test
    void nothing_is_queued_and_nothing_sent_while_no_sender_is_configured() {
        AlertMail off = new AlertMail(session, writes, json, new Time(), Optional.empty());
        Event event = new Event(
                "seatPool.waitlistStarted", null, null, null, UUID.randomUUID(), JsonNodeFactory.instance.objectNode());

        QuarkusTransaction.requiringNew().run(() -> {
            off.add(UUID.fromString(tenant.id()), UUID.randomUUID(), event);
            writes.flush();
        });
        assertThat(queued()).isZero();
        enter(8);
        new Postman(off, mailer, new Time(), meters, TIMEOUT).deliver();
        assertThat(queued()).isEqualTo(1);
        assertThat(MailServer.mailsTo(ada)).isEmpty();
    }

    @Test
    void a_mail_that_the_server_could_not_take_arrives_when_it_is_up_again() throws Exception {
        enter(8);
        double failed = count("failed");
        MailServer.goDown();
        try {
            deliver();
            given().get("http://" + management.getAuthority() + "/q/health/ready")
                    .then()
                    .statusCode(200);
        } finally {
            MailServer.comeUp();
        }
        assertThat(count("failed")).isEqualTo(failed + 1);
        after(Duration.ofSeconds(50)).deliver();
        assertThat(subjects(ada)).as("not before a minute").isEmpty();

        after(Duration.ofSeconds(70)).deliver();

        assertThat(subjects(ada)).hasSize(1);
        assertThat(queued()).isZero();
    }

    @Test
    void the_pauses_grow_with_the_age_of_the_mail_up_to_an_hour() {
        enter(8);
        MailServer.goDown();
        try {
            for (String pause : List.of("00:01", "00:03", "00:10", "05:00")) {
                Duration age = Duration.parse("PT" + pause.replace(':', 'H') + "M");
                after(age).deliver();
                int seconds = Tables.count("""
                                SELECT round(extract(epoch FROM q.due_at - m.happened_at - CAST(? AS interval)))::int
                                FROM mail_queue q JOIN alert_mail m ON m.tenant_id = q.tenant_id AND m.id = q.mail_id
                                WHERE q.tenant_id = ?""", pause, tenant.id());
                assertThat(seconds)
                        .as("pause at " + pause)
                        .isBetween((int) Math.min(age.toSeconds(), 3600), (int) Math.min(age.toSeconds(), 3600) + 20);
            }
        } finally {
            MailServer.comeUp();
        }
    }

    @Test
    void a_mail_is_given_up_after_a_day() throws Exception {
        enter(8);
        double givenUp = count("given_up");
        MailServer.goDown();
        try {
            after(Duration.ofHours(23)).deliver();
            assertThat(queued()).isEqualTo(1);
            after(Duration.ofHours(25)).deliver();
        } finally {
            MailServer.comeUp();
        }
        assertThat(count("given_up")).isEqualTo(givenUp + 1);
        assertThat(queued()).isZero();
        assertThat(subjects(ada)).isEmpty();
    }

    @Test
    void a_recipient_who_is_refused_keeps_nobody_elses_mail() throws Exception {
        recipients(bob, ada);
        MailServer.refuse(bob);
        enter(8);

        deliver();

        assertThat(subjects(ada)).hasSize(1);
        assertThat(subjects(bob)).isEmpty();
        assertThat(queued()).isEqualTo(1);
        MailServer.refuse(null);
        after(Duration.ofMinutes(3)).deliver();
        assertThat(subjects(bob)).hasSize(1);
        assertThat(subjects(ada)).hasSize(1);
    }

    @Test
    void a_server_that_says_nothing_is_left_alone_and_keeps_no_later_mail() throws Exception {
        recipients(IntStream.range(0, CONNECTIONS).mapToObj(n -> n + "-" + ada).toArray(String[]::new));
        enter(8);
        double failed = count("failed");
        MailServer.goDown();
        try (ServerSocket silent = MailServer.silent()) {
            // Each keeps a connection; Vert.x would have ten unless it is told.
            CompletableFuture.allOf(IntStream.range(0, CONNECTIONS)
                            .mapToObj(n -> CompletableFuture.runAsync(
                                    this::deliverAndRest, command -> new Thread(command).start()))
                            .toArray(CompletableFuture[]::new))
                    .get();
            assertThat(silent.isBound()).isTrue();
            assertThat(count("failed")).as("each tried one mail").isEqualTo(failed + CONNECTIONS);
        } finally {
            MailServer.comeUp();
        }
        after(Duration.ofMinutes(5)).deliver();
        assertThat(queued()).isZero();
        assertThat(subjects((CONNECTIONS - 1) + "-" + ada)).hasSize(1);
    }

    /** After a silence there is no second attempt within a minute, whatever is due. */
    private void deliverAndRest() {
        Postman postman = after(Duration.ZERO);
        postman.deliver();
        postman.deliver();
    }

    @Test
    void a_mail_that_is_sent_twice_shows_it_by_its_id() throws Exception {
        enter(8);
        ReactiveMailer dying = mails ->
                mailer.send(mails).onItem().failWith(() -> new IllegalStateException("killed before it could say so"));
        new Postman(mail, dying, new Time(), meters, TIMEOUT).deliver();
        after(Duration.ofMinutes(3)).deliver();

        List<MimeMessage> arrived = MailServer.mailsTo(ada);
        assertThat(arrived).hasSize(2);
        assertThat(arrived.get(0).getMessageID()).isEqualTo(arrived.get(1).getMessageID());
        assertThat(queued()).isZero();
    }

    @Test
    void a_mail_whose_postman_was_killed_is_sent_by_another_one_later() throws Exception {
        enter(8);
        Time now = new Time();
        QuarkusTransaction.requiringNew()
                .run(() -> mail.take(now.now(), now.now().plusSeconds(120)));
        deliver();
        assertThat(subjects(ada)).as("somebody else is at it").isEmpty();
        after(Duration.ofSeconds(130)).deliver();
        assertThat(subjects(ada)).hasSize(1);
    }

    @Test
    void two_replicas_send_each_mail_once() throws Exception {
        List<String> addresses =
                IntStream.range(0, 20).mapToObj(n -> n + "-" + ada).toList();
        recipients(addresses.toArray(String[]::new));
        enter(8);

        CompletableFuture.allOf(CompletableFuture.runAsync(this::deliver), CompletableFuture.runAsync(this::deliver))
                .get();

        for (String address : addresses) {
            assertThat(subjects(address)).as(address).hasSize(1);
        }
    }

    @Test
    void a_name_with_line_breaks_writes_no_headers_and_no_recipients() throws Exception {
        String spy = "spy-" + tenant.id() + "@example.com";
        operator.change("{'displayName':'Käse\\r\\nBcc: " + spy + "\\r\\n\\r\\nGmbH'}")
                .demand(200);
        enter(8);

        deliver();

        MimeMessage arrived = MailServer.mailsTo(ada).get(0);
        assertThat(arrived.getSubject()).startsWith("Käse Bcc: " + spy + " GmbH: 80 %");
        assertThat(arrived.getHeader("Bcc")).isNull();
        assertThat(arrived.getHeader("Cc", "")).isBlank();
        assertThat(MailServer.mailsTo(spy)).isEmpty();
        Set<String> names = new HashSet<>();
        arrived.getAllHeaders().asIterator().forEachRemaining(header -> names.add(header.getName()));
        assertThat(names.stream().map(String::toLowerCase).collect(Collectors.toSet()))
                .isSubsetOf(
                        "return-path",
                        "received",
                        "mime-version",
                        "message-id",
                        "date",
                        "subject",
                        "from",
                        "to",
                        // Empty, of Quarkus' own.
                        "cc",
                        "content-type",
                        "content-transfer-encoding",
                        "auto-submitted");
    }
}
