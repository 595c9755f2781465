package io.usher.scim.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.access.CurrentCall;
import io.usher.directory.Condition;
import io.usher.directory.ConditionSql.Target;
import io.usher.directory.Group;
import io.usher.directory.Groups;
import io.usher.directory.Listing;
import io.usher.directory.Listing.Mark;
import io.usher.directory.Listings;
import io.usher.directory.Memberships;
import io.usher.directory.Order;
import io.usher.directory.Page;
import io.usher.directory.People;
import io.usher.directory.Person;
import io.usher.scim.DialectRules;
import io.usher.scim.filter.ConditionMapper;
import io.usher.scim.filter.Sorting;
import io.usher.scim.schema.Normalizer;
import io.usher.scim.schema.Projection;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.directory.scim.protocol.data.ListResponse;
import org.jspecify.annotations.Nullable;

/** Answers every list: by GET and by POST to {@code /.search}, of one type and of all (RFC 7644 §3.4.2, §3.4.3). */
@ApplicationScoped
class Searches {

    private static final Condition ALL = new Condition.And(List.of());

    private final CurrentCall current;
    private final People people;
    private final Groups groups;
    private final Memberships memberships;
    private final Listings listings;
    private final ScimSchemas schemas;
    private final Cursors cursors;

    Searches(
            CurrentCall current,
            People people,
            Groups groups,
            Memberships memberships,
            Listings listings,
            ScimSchemas schemas,
            Cursors cursors) {
        this.current = current;
        this.people = people;
        this.groups = groups;
        this.memberships = memberships;
        this.listings = listings;
        this.schemas = schemas;
        this.cursors = cursors;
    }

    /** @param url of the SCIM base */
    String users(SearchParameters asked, String url) {
        Projection projection = asked.projection(schemas.user());
        Question question = question("Users", asked);
        Page<Person> page = people.list(tenant(), listing(schemas.user(), asked, question));
        return answer(
                question,
                page,
                page.items().stream()
                        .map(person -> shown(person, projection, url))
                        .toList());
    }

    /** @param url of the SCIM base */
    String groups(SearchParameters asked, String url) {
        Projection projection = asked.projection(schemas.group());
        Question question = question("Groups", asked);
        Page<Group> page = groups.list(tenant(), listing(schemas.group(), asked, question));
        Map<UUID, List<UUID>> members =
                members(page.items().stream().map(Group::id).toList(), projection);
        return answer(
                question,
                page,
                page.items().stream()
                        .map(group -> shown(group, members, projection, url))
                        .toList());
    }

    /** @param url of the SCIM base */
    String everything(SearchParameters asked, String url) {
        Question question = question("", asked);
        Page<Listings.Ref> page = listings.ofTypes(tenant(), listings(asked, question));
        Map<UUID, ObjectNode> shown = new HashMap<>();
        Projection ofUser = asked.projection(schemas.user());
        people.all(tenant(), ids(page, Target.USERS))
                .forEach((id, person) -> shown.put(id, shown(person, ofUser, url)));
        Projection ofGroup = asked.projection(schemas.group());
        Map<UUID, List<UUID>> members = members(ids(page, Target.GROUPS), ofGroup);
        groups.all(tenant(), ids(page, Target.GROUPS))
                .forEach((id, group) -> shown.put(id, shown(group, members, ofGroup, url)));
        return answer(
                question,
                page,
                page.items().stream().map(ref -> shown.get(ref.id())).toList());
    }

    private record Question(String text, ListQuery query) {}

    private Question question(String endpoint, SearchParameters asked) {
        String text = tenant() + " " + endpoint + " " + asked.question();
        return new Question(text, ListQuery.of(asked, cursors, text));
    }

    private Listing listing(ResourceModel model, SearchParameters asked, Question question) {
        Condition condition = asked.filter()
                .map(filter -> ConditionMapper.map(model, rules(), filter))
                .orElse(ALL);
        return question.query().listing(condition, Sorting.of(model, asked.get("sortBy"), asked.get("sortOrder")));
    }

    private Map<Target, Listing> listings(SearchParameters asked, Question question) {
        Map<Target, ResourceModel> models = Map.of(Target.USERS, schemas.user(), Target.GROUPS, schemas.group());
        Map<Target, Listing> listings = new EnumMap<>(Target.class);
        models.forEach((target, model) -> {
            Condition condition = asked.filter()
                    .map(filter -> ConditionMapper.mapOneType(model, rules(), filter))
                    .orElse(ALL);
            Order order = Sorting.ofOneType(model, models.values(), asked.get("sortBy"), asked.get("sortOrder"));
            listings.put(target, question.query().listing(condition, order));
        });
        return listings;
    }

    private static List<UUID> ids(Page<Listings.Ref> page, Target target) {
        return page.items().stream()
                .filter(ref -> ref.target() == target)
                .map(Listings.Ref::id)
                .toList();
    }

    private Map<UUID, List<UUID>> members(Collection<UUID> ids, Projection projection) {
        return projection.wants(Normalizer.MEMBERS) ? memberships.of(tenant(), ids) : Map.of();
    }

    private ObjectNode shown(Person person, Projection projection, String url) {
        return projection.apply(Representation.of(person, current.tenant(), url));
    }

    private static ObjectNode shown(Group group, Map<UUID, List<UUID>> members, Projection projection, String url) {
        return projection.apply(Representation.of(group, members.get(group.id()), url));
    }

    private String answer(Question question, Page<?> page, List<ObjectNode> resources) {
        ListQuery query = question.query();
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("schemas").add(ListResponse.SCHEMA_URI);
        list.put("totalResults", page.total());
        if (query.byCursor()) {
            cursor(list, "previousCursor", question, page.first(), true);
            cursor(list, "nextCursor", question, page.last(), false);
        } else {
            list.put("startIndex", query.startIndex());
        }
        list.put("itemsPerPage", resources.size());
        list.putArray("Resources").addAll(resources);
        return list.toString();
    }

    private void cursor(ObjectNode list, String name, Question question, @Nullable Mark mark, boolean backwards) {
        if (mark != null) {
            list.put(name, cursors.seal(question.text(), question.query().count(), mark, backwards));
        }
    }

    private DialectRules rules() {
        return DialectRules.of(current.dialect());
    }

    private UUID tenant() {
        return current.tenant().id();
    }
}
