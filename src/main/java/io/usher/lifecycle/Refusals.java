package io.usher.lifecycle;

import io.usher.access.Call;
import io.usher.access.CurrentCall;
import io.usher.audit.AuditLog;
import io.usher.platform.Problem;
import io.usher.platform.Problem.Kind;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What is kept of a write that was refused: a line for who runs this server, and a record for the auditor. */
@ApplicationScoped
public class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private static final Set<Kind> RECORDED = Set.of(
            Kind.INVALID,
            Kind.FORBIDDEN,
            Kind.NOT_FOUND,
            Kind.CONFLICT,
            Kind.VERSION_MISMATCH,
            Kind.TOO_LARGE,
            Kind.UNREADABLE);

    private static final Set<Kind> QUIET = Set.of(Kind.UNAUTHENTICATED, Kind.NOT_FOUND, Kind.UNAVAILABLE);

    private final CurrentCall current;
    private final AuditLog log;

    Refusals(CurrentCall current, AuditLog log) {
        this.current = current;
        this.log = log;
    }

    /** Without the sentence told to the caller: it may hold a name. Not found is what a connector asks every day. */
    public void logLine(Problem problem) {
        if (current.hasCaller() && !QUIET.contains(problem.kind())) {
            Call call = current.call();
            LOG.infof("%s %s refused: %s %s", call.method(), call.path(), problem.kind(), problem.code());
        }
    }

    /**
     * Records the refusal of a write, in a transaction of its own.
     *
     * @param targetId id of ours or a tenant's name in the request's path, or null
     * @return what the caller is to be told: the refusal, or that he may not be told anything
     */
    public Problem record(Problem problem, String targetType, @Nullable String targetId) {
        if (!current.hasCaller() || !RECORDED.contains(problem.kind())) {
            return problem;
        }
        try {
            log.refuse(targetType, targetId, problem);
            return problem;
        } catch (Problem refusedHimself) {
            // No tenant means no log to write to, as when a new tenant is refused; it is no answer to what was asked.
            return refusedHimself.kind() == Kind.NOT_FOUND ? problem : refusedHimself;
        }
    }
}
