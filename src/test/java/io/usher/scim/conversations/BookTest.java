package io.usher.scim.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.usher.scim.conversations.Book.Conversation;
import io.usher.scim.conversations.Book.Step;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The fixtures themselves: read, named, and using only what an earlier step kept. */
class BookTest {

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Set<String> ALWAYS_THERE =
            Set.of("run", "User", "Group", "Enterprise", "PatchOp", "ListResponse");

    @ParameterizedTest
    @ValueSource(strings = {"okta", "entra", "others"})
    void every_expectation_and_path_can_be_read(String name) {
        for (Conversation conversation : Book.open(name).conversations()) {
            for (Step step : conversation.steps()) {
                assertThat(step.status()).as(conversation.name()).isNotEmpty();
                step.expect().stream()
                        .map(Expectation::parse)
                        .filter(line -> !line.ofHeader())
                        .forEach(line -> BodyPath.parse(line.subject()));
                step.keep().values().forEach(BodyPath::parse);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"okta", "entra", "others"})
    void every_conversation_has_a_name_of_its_own_and_proves_something(String name) {
        List<Conversation> conversations = Book.open(name).conversations();

        assertThat(conversations).extracting(Conversation::name).doesNotHaveDuplicates();
        assertThat(conversations).allSatisfy(one -> assertThat(one.proves()).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"okta", "entra", "others"})
    void a_variable_is_used_only_after_a_step_that_keeps_it(String name) {
        for (Conversation conversation : Book.open(name).conversations()) {
            Set<String> known = new HashSet<>(ALWAYS_THERE);
            if (conversation.given() != null) {
                for (int i = 1; i <= conversation.given().people(); i++) {
                    known.add("person" + i);
                }
                if (conversation.given().group() != null) {
                    known.add("group");
                }
            }
            for (Step step : conversation.steps()) {
                assertThat(known).as(conversation.name() + ": " + step.send()).containsAll(used(step));
                known.addAll(step.keep().keySet());
            }
        }
    }

    /** Dynamic tests carry no tags, so the test that makes them carries the check numbers of all its conversations. */
    @ParameterizedTest
    @ValueSource(strings = {"okta", "entra", "others"})
    void the_test_is_tagged_with_what_its_conversations_prove(String name) throws NoSuchMethodException {
        Set<String> tags = new TreeSet<>();
        for (Tag tag : ConversationsTest.class.getDeclaredMethod(name).getAnnotationsByType(Tag.class)) {
            tags.add(tag.value());
        }

        assertThat(tags).isEqualTo(Book.open(name).proves());
    }

    private static Set<String> used(Step step) {
        Set<String> variables = new HashSet<>();
        String text = step.send()
                + step.query()
                + step.content()
                + step.expect()
                + step.keep().values();
        for (Matcher found = VARIABLE.matcher(text); found.find(); ) {
            variables.add(found.group(1));
        }
        return variables;
    }
}
