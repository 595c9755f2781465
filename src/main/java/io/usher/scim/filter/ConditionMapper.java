package io.usher.scim.filter;

import io.usher.directory.Condition;
import io.usher.directory.Condition.Operator;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.ScimProblems;
import io.usher.scim.schema.AttributePath;
import io.usher.scim.schema.ResourceModel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.directory.scim.spec.filter.AttributeComparisonExpression;
import org.apache.directory.scim.spec.filter.AttributePresentExpression;
import org.apache.directory.scim.spec.filter.BaseFilterExpressionMapper;
import org.apache.directory.scim.spec.filter.CompareOperator;
import org.apache.directory.scim.spec.filter.FilterExpression;
import org.apache.directory.scim.spec.filter.LogicalOperator;
import org.apache.directory.scim.spec.filter.ValuePathExpression;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.apache.directory.scim.spec.schema.AttributeContainer;
import org.apache.directory.scim.spec.schema.Schema;

/**
 * Gives a filter its meaning by the schema: names become keys, literals become typed and folded values.
 *
 * <p>What RFC 7644 leaves open is answered once, for SQL and for PATCH alike:
 *
 * <pre>
 * values of a         a eq x   a ne x   not (a eq x)   a pr    a eq null
 * none                false    true     true           false   true
 * x                   true     false    false          true    false
 * y                   false    true     true           true    false
 * x and y (a list)    true     true     false          true    false
 * </pre>
 *
 * <p>Null, {@code []}, {@code {}} and the empty text are no value to {@code pr}. A complex attribute is present when one of
 * its parts is; compared, it stands for its {@code value} if it has one. An absent {@code primary} is false
 * (RFC 7643 §2.4). What is computed when it is shown cannot be filtered.
 */
public final class ConditionMapper extends BaseFilterExpressionMapper<Condition> {

    private static final Set<String> COMPUTED = Set.of(
            "meta.location",
            "meta.version",
            "members.display",
            "groups.display",
            "urn:ietf:params:scim:schemas:extension:usher:2.0:User:waitlistPosition");

    private static final int MAX_ECHO = 40;

    private static final Condition ALWAYS = new Condition.And(List.of());
    private static final Condition NEVER = new Condition.Or(List.of());

    private final DialectRules rules;
    private final Function<AttributeReference, Optional<AttributePath>> names;
    private final String prefix;
    private final boolean lacksSome;

    private ConditionMapper(
            DialectRules rules,
            Function<AttributeReference, Optional<AttributePath>> names,
            String prefix,
            boolean lacksSome) {
        this.rules = rules;
        this.names = names;
        this.prefix = prefix;
        this.lacksSome = lacksSome;
    }

    /**
     * Of a filter on a whole resource.
     *
     * @throws Problem {@code invalidFilter} for an attribute that the model does not know or that cannot be filtered, and for an
     *     operator or a literal that does not suit its type
     */
    public static Condition map(ResourceModel model, DialectRules rules, FilterExpression filter) {
        return new ConditionMapper(rules, model::resolve, "", false).apply(filter, model.core());
    }

    /**
     * The same in a query over several types: an attribute that this one lacks has no value (RFC 7644 §3.4.2.1).
     *
     * @throws Problem as {@link #map}, but for the unknown attribute
     */
    public static Condition mapOneType(ResourceModel model, DialectRules rules, FilterExpression filter) {
        return new ConditionMapper(rules, model::resolve, "", true).apply(filter, model.core());
    }

    /** Of the filter between the brackets behind a list; its names are the sub-attributes. */
    static Condition ofElement(DialectRules rules, Schema.Attribute list, FilterExpression filter) {
        Function<AttributeReference, Optional<AttributePath>> subAttributes =
                name -> Optional.ofNullable(list.getAttribute(name.getAttributeName()))
                        .map(sub -> new AttributePath(null, sub, null));
        return new ConditionMapper(rules, subAttributes, list.getName() + ".", false).apply(filter, list);
    }

    @Override
    protected Condition apply(AttributeComparisonExpression comparison, AttributeContainer container) {
        Object literal = comparison.getCompareValue();
        if (isLacking(comparison.getAttributePath())) {
            boolean matchesNone =
                    (literal == null ? CompareOperator.EQ : CompareOperator.NE) == comparison.getOperation();
            return matchesNone ? ALWAYS : NEVER;
        }
        AttributePath path = resolve(comparison.getAttributePath());
        if (literal == null) {
            return compareWithNull(path, comparison.getOperation());
        }
        AttributePath compared = orItsValue(path);
        Operand operand = Operand.of(rules, name(compared), compared.leaf(), comparison.getOperation(), literal);
        Schema.Attribute sub = compared.sub();
        if (sub != null && compared.attribute().isMultiValued() && (sub.isMultiValued() || isPrimary(sub))) {
            return inSomeElement(compared, sub, operand);
        }
        return compare(compared, operand);
    }

    @Override
    protected Condition apply(LogicalOperator operator, Condition left, Condition right) {
        return switch (operator) {
            case AND -> new Condition.And(List.of(left, right));
            case OR -> new Condition.Or(List.of(left, right));
        };
    }

    @Override
    protected Condition negate(Condition condition) {
        return new Condition.Not(condition);
    }

    @Override
    protected Condition apply(AttributePresentExpression present, AttributeContainer container) {
        return isLacking(present.getAttributePath())
                ? NEVER
                : new Condition.Present(attribute(resolve(present.getAttributePath())));
    }

    @Override
    protected Condition apply(ValuePathExpression valuePath, AttributeContainer container) {
        if (isLacking(valuePath.getAttributePath())) {
            return NEVER;
        }
        AttributePath list = resolve(valuePath.getAttributePath());
        if (list.sub() != null || !list.attribute().isMultiValued() || isSimple(list.attribute())) {
            throw ScimProblems.invalidFilter("%s is no list of parts, so no [ ] can follow it.".formatted(name(list)));
        }
        return new Condition.Element(
                attribute(list), ofElement(rules, list.attribute(), valuePath.getAttributeExpression()));
    }

    private Condition compareWithNull(AttributePath path, CompareOperator operator) {
        Condition present = new Condition.Present(attribute(path));
        return switch (operator) {
            case EQ -> new Condition.Not(present);
            case NE -> present;
            default -> throw ScimProblems.invalidFilter("%s can only be eq or ne null.".formatted(name(path)));
        };
    }

    private static Condition compare(AttributePath path, Operand operand) {
        Condition.Attribute attribute = attribute(path);
        if (!isPrimary(path.leaf())) {
            return new Condition.Compare(attribute, operand.operator(), operand.value());
        }
        Condition primary = new Condition.Compare(attribute, Operator.EQUAL, true);
        boolean wanted = operand.value().equals(operand.operator() == Operator.EQUAL);
        return wanted ? primary : new Condition.Not(primary);
    }

    /** For sub-attributes that must be asked of each element: {@code emails.primary eq false}, and lists in lists. */
    private static Condition inSomeElement(AttributePath path, Schema.Attribute sub, Operand operand) {
        Condition.Attribute list = attribute(new AttributePath(path.extension(), path.attribute(), null));
        AttributePath inElement = new AttributePath(null, sub, null);
        Condition compared = compare(inElement, operand);
        if (operand.operator() != Operator.NOT_EQUAL) {
            return new Condition.Element(list, compared);
        }
        // An element without a value has none that differs; only when no element has one is the attribute absent.
        Condition valued = isPrimary(sub) ? new Condition.And(List.of()) : valued(attribute(inElement));
        return new Condition.Or(List.of(
                new Condition.Element(list, new Condition.And(List.of(valued, compared))),
                new Condition.Not(new Condition.Element(list, valued))));
    }

    /** That there is a value, be it a text of which nothing can be seen. */
    private static Condition valued(Condition.Attribute attribute) {
        return attribute.kind() == Condition.Kind.TEXT
                ? new Condition.Compare(attribute, Operator.STARTS_WITH, "")
                : new Condition.Present(attribute);
    }

    private AttributePath resolve(AttributeReference reference) {
        AttributePath path = names.apply(reference)
                .orElseThrow(() -> ScimProblems.invalidFilter("There is no attribute %s to filter by."
                        .formatted(cut(prefix + reference.getFullyQualifiedAttributeName()))));
        if (isHidden(name(path), path)) {
            throw ScimProblems.invalidFilter("%s cannot be used in a filter.".formatted(name(path)));
        }
        return path;
    }

    private boolean isLacking(AttributeReference reference) {
        return lacksSome && names.apply(reference).isEmpty();
    }

    /** Whether an attribute can be neither filtered nor sorted by: it is never returned, or computed when it is shown. */
    static boolean isHidden(String name, AttributePath path) {
        return path.attribute().getReturned() == Schema.Attribute.Returned.NEVER
                || path.leaf().getReturned() == Schema.Attribute.Returned.NEVER
                || path.leaf().getName().equals("$ref")
                || COMPUTED.contains(name);
    }

    private String name(AttributePath path) {
        return prefix + path;
    }

    private static String cut(String name) {
        return name.length() <= MAX_ECHO ? name : name.substring(0, MAX_ECHO) + "…";
    }

    /** RFC 7644 figure 2 asks {@code emails co "example.com"}; Entra asks {@code members eq} and {@code manager eq}. */
    static AttributePath orItsValue(AttributePath path) {
        Schema.Attribute value = path.sub() == null ? path.attribute().getAttribute("value") : null;
        return value == null ? path : new AttributePath(path.extension(), path.attribute(), value);
    }

    static Condition.Attribute attribute(AttributePath path) {
        List<String> keys = path.keys();
        Schema.Attribute sub = path.sub();
        int first = path.extension() == null ? 0 : 1;
        int listAt = path.attribute().isMultiValued() ? first : sub != null && sub.isMultiValued() ? first + 1 : -1;
        return new Condition.Attribute(keys, Operand.kind(path.leaf()), listAt);
    }

    private static boolean isPrimary(Schema.Attribute attribute) {
        return attribute.getName().equals("primary") && attribute.getType() == Schema.Attribute.Type.BOOLEAN;
    }

    private static boolean isSimple(Schema.Attribute attribute) {
        return attribute.getType() != Schema.Attribute.Type.COMPLEX;
    }
}
