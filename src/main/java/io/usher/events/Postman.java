package io.usher.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.usher.events.AlertMail.Letter;
import io.usher.platform.Sql;
import io.usher.platform.Time;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sends the mails that are due, one after the other, each at least once: who ends between sending and saying so sends it again,
 * with the same Message-ID. No transaction is open while a mail server takes its time.
 */
@ApplicationScoped
class Postman {

    private static final Logger LOG = Logger.getLogger(Postman.class);
    private static final String EVERY = "${usher.mail.every:5s}";
    private static final Duration PATIENCE = Duration.ofHours(24);
    private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    /** Longer than any attempt takes: quarkus.mailer.timeout. */
    private static final Duration LEASE = Duration.ofMinutes(2);
    /** Of an answer of a mail server; the rest of it may name the recipient. */
    private static final Pattern CODE = Pattern.compile("\\b[245][0-9]{2}\\b");

    private final AlertMail mail;
    private final ReactiveMailer mailer;
    private final Time time;
    private final Duration timeout;
    private final Counter sent;
    private final Counter failed;
    private final Counter givenUp;
    private boolean failing;
    private Instant silentUntil = Instant.MIN;
    private Duration silence = Duration.ZERO;

    Postman(
            AlertMail mail,
            ReactiveMailer mailer,
            Time time,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.mailer.timeout") Duration timeout) {
        this.mail = mail;
        this.mailer = mailer;
        this.time = time;
        this.timeout = timeout;
        this.sent = meters.counter("usher.mail", "outcome", "sent");
        this.failed = meters.counter("usher.mail", "outcome", "failed");
        this.givenUp = meters.counter("usher.mail", "outcome", "given_up");
    }

    @Scheduled(every = EVERY, delayed = EVERY, concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deliver() {
        mail.sender().ifPresent(this::deliverFrom);
    }

    private void deliverFrom(String sender) {
        try {
            boolean more = true;
            while (more && !time.now().isBefore(silentUntil)) {
                Optional<Letter> next = QuarkusTransaction.requiringNew()
                        .call(() -> mail.take(time.now(), time.now().plus(LEASE)));
                next.ifPresent(letter -> deliver(letter, sender));
                more = next.isPresent();
            }
        } catch (RuntimeException failure) {
            if (!Sql.isAway(failure)) {
                throw failure;
            }
            LOG.debugf("Mail waits for the database: SQLState %s", Sql.state(failure));
        }
    }

    private void deliver(Letter letter, String sender) {
        try {
            send(letter, sender);
        } catch (RuntimeException failure) {
            failed.increment();
            fail(letter, failure);
            return;
        }
        sent.increment();
        succeed();
        QuarkusTransaction.requiringNew().run(() -> mail.finish(letter));
    }

    private void send(Letter letter, String sender) {
        AlertText text = new AlertText(letter);
        Mail written = Mail.withText(letter.recipient(), text.subject(), text.body())
                .setFrom(sender)
                .addHeader("Message-ID", "<" + letter.event() + sender.substring(sender.indexOf('@')) + ">")
                // RFC 3834 §5: nobody's absence is to answer it.
                .addHeader("Auto-Submitted", "auto-generated");
        await(() -> mailer.send(written).ifNoItem().after(timeout).fail());
    }

    /**
     * On an event loop, not as the blocking Mailer does it: from any other thread the server's greeting can come before Vert.x
     * listens for it, and then the mail waits for it in vain.
     */
    private static void await(Supplier<Uni<Void>> sending) {
        try {
            VertxContextSupport.subscribeAndAwait(sending);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void succeed() {
        silence = Duration.ZERO;
        if (failing) {
            failing = false;
            LOG.info("Mail is sent again");
        }
    }

    /** Each pause is as long as the mail is old by then, so that they grow; a mistake in the settings may be mended meanwhile. */
    private void fail(Letter letter, RuntimeException failure) {
        Instant now = time.now();
        if (!failing) {
            failing = true;
            LOG.warnf("A mail could not be sent (%s); such mails are tried again for 24 hours", reason(failure));
        }
        if (failure instanceof TimeoutException) {
            rest(now);
        }
        Duration age = Duration.between(letter.at(), now);
        if (age.compareTo(PATIENCE) >= 0) {
            givenUp.increment();
            LOG.errorf(
                    "Gave up a mail about event %s of tenant %s after 24 hours (%s)",
                    letter.event(), letter.name(), reason(failure));
            QuarkusTransaction.requiringNew().run(() -> mail.finish(letter));
        } else {
            Instant next = now.plus(between(SHORTEST_PAUSE, age, LONGEST_PAUSE));
            QuarkusTransaction.requiringNew().run(() -> mail.postpone(letter, next));
        }
    }

    /** A server that says nothing costs the whole timeout and keeps the connection: it is left alone, longer each time. */
    private void rest(Instant now) {
        silence = between(SHORTEST_PAUSE, silence.multipliedBy(2), LONGEST_PAUSE);
        silentUntil = now.plus(silence);
    }

    private static Duration between(Duration least, Duration wanted, Duration most) {
        return wanted.compareTo(least) < 0 ? least : wanted.compareTo(most) > 0 ? most : wanted;
    }

    private static String reason(RuntimeException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        Matcher code = CODE.matcher(String.valueOf(cause.getMessage()));
        return code.find()
                ? "the server said " + code.group()
                : cause.getClass().getSimpleName();
    }
}
