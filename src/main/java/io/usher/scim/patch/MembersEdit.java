package io.usher.scim.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import io.usher.scim.patch.PatchRequest.Kind;
import io.usher.scim.schema.Normalizer;
import io.usher.scim.schema.ResourceModel;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.apache.directory.scim.spec.filter.AttributeComparisonExpression;
import org.apache.directory.scim.spec.filter.CompareOperator;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.GroupExpression;
import org.apache.directory.scim.spec.filter.LogicalExpression;
import org.apache.directory.scim.spec.filter.LogicalOperator;
import org.jspecify.annotations.Nullable;

/** Gathers operations on the members of a group, in order, into what they come to. */
final class MembersEdit {

    private final DialectRules rules;
    private final Normalizer normalizer;
    private final Set<String> add = new LinkedHashSet<>();
    private final Set<String> remove = new LinkedHashSet<>();
    private boolean replaceAll;

    MembersEdit(ResourceModel group, DialectRules rules) {
        this.rules = rules;
        this.normalizer = new Normalizer(group, rules);
    }

    /**
     * Takes one operation.
     *
     * <p>A removal by {@code members[value eq "…"]} is taken in every dialect: nothing else removes one member by its path.
     *
     * @throws Problem {@code mutability} for a change inside a member, {@code invalidFilter} when the filter needs more than ids
     *     or names more of them than the dialect takes, {@code invalidPath} as {@link PatchEngine#apply} does
     */
    void apply(Kind kind, PatchTarget.Value target, @Nullable JsonNode raw) {
        FilterExpression filter = target.filter();
        if (kind != Kind.REMOVE) {
            target.requireAllowed(rules);
        }
        if (target.path().sub() != null || (filter != null && kind != Kind.REMOVE)) {
            throw ScimProblems.mutability("A member of a group cannot be changed, only added and removed.");
        }
        JsonNode value = Objects.requireNonNullElseGet(raw, JsonNodeFactory.instance::nullNode);
        switch (kind) {
            case ADD -> add(ids(value));
            case REPLACE -> {
                clear();
                add(ids(value));
            }
            case REMOVE -> {
                if (filter != null) {
                    remove(selected(filter));
                } else if (value.isNull()) {
                    clear();
                } else {
                    // Entra names in the value the members that are to go; to remove all of them would empty the group.
                    remove(ids(value));
                }
            }
        }
    }

    MembersDelta delta() {
        return new MembersDelta(Collections.unmodifiableSet(add), Collections.unmodifiableSet(remove), replaceAll);
    }

    private Set<String> ids(JsonNode value) {
        return normalizer.memberIds(value);
    }

    private void add(Set<String> ids) {
        remove.removeAll(ids);
        add.addAll(ids);
    }

    private void remove(Set<String> ids) {
        add.removeAll(ids);
        if (!replaceAll) {
            remove.addAll(ids);
        }
    }

    private void clear() {
        replaceAll = true;
        add.clear();
        remove.clear();
    }

    private Set<String> selected(FilterExpression filter) {
        Set<String> ids = named(filter);
        if (ids.size() > 1 && !rules.takesManyMatches()) {
            throw ScimProblems.invalidFilter(ListEdit.MANY_MATCHES.formatted(Normalizer.MEMBERS));
        }
        return ids;
    }

    /** The ids that {@code value eq} terms name; anything else would have to read the members. */
    private static Set<String> named(FilterExpression filter) {
        if (filter instanceof GroupExpression inner && !inner.isNot()) {
            return named(inner.getFilterExpression());
        }
        if (filter instanceof LogicalExpression either && either.getOperator() == LogicalOperator.OR) {
            Set<String> ids = new LinkedHashSet<>(named(either.getLeft()));
            ids.addAll(named(either.getRight()));
            return ids;
        }
        if (filter instanceof AttributeComparisonExpression term
                && term.getOperation() == CompareOperator.EQ
                && term.getAttributePath().getAttributeName().equalsIgnoreCase("value")
                && term.getCompareValue() instanceof String id) {
            return Set.of(id);
        }
        throw ScimProblems.invalidFilter("Members are selected by their id, as in members[value eq \"...\"].");
    }
}
