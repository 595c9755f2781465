package io.usher.tenants;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Limits;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which memberships of somebody who is reactivated count again at once; about the others an administrator is asked.
 *
 * @param policy restore, restoreYounger or ask
 * @param days of restoreYounger: it restores what has been dormant for less; null with the others
 */
public record Reactivation(String policy, @Nullable Integer days) {

    /** All count again but those of privileged groups. */
    static final Reactivation RESTORE = new Reactivation("restore", null);

    private static final String YOUNGER = "restoreYounger";
    private static final Set<String> WITHOUT_DAYS = Set.of(RESTORE.policy, "ask");

    /** @throws io.usher.platform.Problem when it is none */
    public static Reactivation of(@Nullable String policy, @Nullable Integer days) {
        boolean known = days == null
                ? policy != null && WITHOUT_DAYS.contains(policy)
                : YOUNGER.equals(policy) && days >= 1 && days <= Limits.REACTIVATION_DAYS;
        if (policy == null || !known) {
            throw TenantProblems.badReactivation(Limits.REACTIVATION_DAYS);
        }
        return new Reactivation(policy, days);
    }

    /** As it is recorded. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("policy", policy);
        return days == null ? json : json.put("days", days);
    }
}
