package io.usher.scim.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupPatchTest {

    private static final ResourceModel GROUP = new ScimSchemas().group();

    @ParameterizedTest
    @Tag("PAT-18")
    @Tag("E41")
    @Tag("E46")
    @Tag("E57")
    @ValueSource(
            strings = {
                "{'op': 'Add', 'path': 'members', 'value': [{'$ref': null, 'value': 'a'}, {'value': 'b'}]}",
                "{'op': 'add', 'path': 'MEMBERS', 'value': [{'displayName': 'New', 'value': 'b'}, {'value': 'a', 'type': 'User'}]}",
                "{'op': 'add', 'value': {'members': [{'value': 'a', 'display': 'x'}, {'value': 'b'}, {'value': 'a'}]}}",
                "{'op': 'add', 'path': 'urn:ietf:params:scim:schemas:core:2.0:Group:members', 'value': [{'value': 'a'}, {'value': 'b'}]}",
                "{'op': 'add', 'value': {'urn:ietf:params:scim:schemas:core:2.0:Group:members': [{'value': 'a'}, {'value': 'b'}]}}"
            })
    void members_are_added_in_every_shape(String operation) {
        assertThat(delta(operation)).isEqualTo(new MembersDelta(Set.of("a", "b"), Set.of(), false));
    }

    @Test
    @Tag("AMB-37")
    void one_member_may_come_without_its_list() {
        assertThat(delta("{'op': 'add', 'path': 'members', 'value': {'value': 'a'}}"))
                .isEqualTo(new MembersDelta(Set.of("a"), Set.of(), false));
    }

    @ParameterizedTest
    @Tag("PAT-32")
    @Tag("O21")
    @Tag("E42")
    @Tag("E44")
    @ValueSource(
            strings = {
                "{'op': 'remove', 'path': 'members[value eq \\\"a\\\"]'}",
                "{'op': 'remove', 'path': 'members[(VALUE EQ \\\"a\\\")]'}",
                "{'op': 'Remove', 'path': 'members', 'value': [{'$ref': null, 'value': 'a'}]}",
                "{'op': 'Remove', 'path': 'members', 'value': {'value': 'a'}}"
            })
    void only_the_named_member_is_removed(String operation) {
        assertThat(delta(operation)).isEqualTo(new MembersDelta(Set.of(), Set.of("a"), false));
    }

    @Test
    void several_ids_in_one_filter_are_removed() {
        assertThat(delta("{'op': 'remove', 'path': 'members[value eq \\\"a\\\" or value eq \\\"b\\\"]'}"))
                .isEqualTo(new MembersDelta(Set.of(), Set.of("a", "b"), false));
    }

    @ParameterizedTest
    @Tag("PAT-25")
    @Tag("PAT-35")
    @Tag("E45")
    @ValueSource(
            strings = {
                "{'op': 'remove', 'path': 'members'}",
                "{'op': 'Remove', 'path': 'members', 'value': null}",
                "{'op': 'replace', 'path': 'members', 'value': []}",
                "{'op': 'replace', 'path': 'members', 'value': null}",
                "{'op': 'replace', 'value': {'members': []}}"
            })
    void all_members_are_removed(String operation) {
        assertThat(delta(operation)).isEqualTo(new MembersDelta(Set.of(), Set.of(), true));
    }

    @ParameterizedTest
    @Tag("O22")
    @Tag("O25")
    @ValueSource(
            strings = {
                "{'op': 'replace', 'path': 'members', 'value': [{'value': 'a', 'display': 'x'}]}",
                "{'op': 'replace', 'value': {'Members': [{'value': 'a'}]}}"
            })
    void the_whole_list_is_replaced(String operation) {
        assertThat(delta(operation)).isEqualTo(new MembersDelta(Set.of("a"), Set.of(), true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'op': 'add', 'path': 'members', 'value': []}",
                "{'op': 'add', 'path': 'members', 'value': null}",
                "{'op': 'remove', 'path': 'members', 'value': []}",
                "{'op': 'replace', 'value': {'displayName': 'n'}}"
            })
    void nothing_named_changes_no_member(String operation) {
        assertThat(delta(operation).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @Tag("PAT-08")
    @CsvSource(
            delimiter = '|',
            value = {
                "add a; remove a            | ''  | a  | false",
                "remove a; add a            | a   | '' | false",
                "add a; clear; add b        | b   | '' | true",
                "clear; add a; remove a     | ''  | '' | true",
                "remove a; clear            | ''  | '' | true"
            })
    void operations_apply_in_order(String steps, String add, String remove, boolean replaceAll) {
        String operations = Arrays.stream(steps.split("; ", -1))
                .map(step -> switch (step.split(" ", -1)[0]) {
                    case "clear" -> "{'op': 'remove', 'path': 'members'}";
                    case "add" -> "{'op': 'add', 'path': 'members', 'value': [{'value': '" + step.substring(4) + "'}]}";
                    default -> "{'op': 'remove', 'path': 'members', 'value': [{'value': '" + step.substring(7) + "'}]}";
                })
                .collect(Collectors.joining(","));
        assertThat(delta(operations)).isEqualTo(new MembersDelta(set(add), set(remove), replaceAll));
    }

    @Test
    @Tag("O20")
    @Tag("X04")
    void a_rename_with_the_id_keeps_the_members() {
        GroupPatch patch = split("{'op': 'replace', 'value': {'id': 'g', 'displayName': 'New', 'externalId': 'e'}}");
        assertThat(patch.members().isEmpty()).isTrue();
        assertThat(PatchEngine.apply(GROUP, "g", json("{'displayName': 'Old'}"), patch.attributes()))
                .isEqualTo(json("{'displayName': 'New', 'externalId': 'e'}"));
    }

    @Test
    @Tag("O24")
    void members_and_attributes_in_one_value_are_taken_apart() {
        GroupPatch patch = split("{'op': 'replace', 'value': {'members': [], 'id': 'g', 'displayName': 'New'}}");
        assertThat(patch.members().replaceAll()).isTrue();
        assertThat(PatchEngine.apply(GROUP, "g", json("{'displayName': 'Old'}"), patch.attributes()))
                .isEqualTo(json("{'displayName': 'New'}"));
    }

    @ParameterizedTest
    @Tag("PAT-44")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'op': 'replace', 'path': 'members[value eq \\\"a\\\"].value', 'value': 'b'} | mutability",
                "{'op': 'replace', 'path': 'members[value eq \\\"a\\\"]', 'value': {'value': 'b'}} | mutability",
                "{'op': 'replace', 'value': {'members[value eq \\\"a\\\"]': {'display': 'x'}}} | mutability",
                "{'op': 'add', 'value': {'members[value eq \\\"a\\\"].display': 'x'}}    | mutability",
                "{'op': 'add', 'path': 'members.display', 'value': 'x'}                    | mutability",
                "{'op': 'remove', 'path': 'members[display co \\\"x\\\"]'}                 | invalidFilter",
                "{'op': 'remove', 'path': 'members[not (value eq \\\"a\\\")]'}             | invalidFilter",
                "{'op': 'remove', 'path': 'members[value eq'}                              | invalidPath",
                "{'op': 'add', 'path': 'members', 'value': [{'display': 'x'}]}             | invalidValue",
                "{'op': 'add', 'path': 'members', 'value': ['a']}                          | invalidValue",
                "{'op': 'add', 'path': 'members', 'value': [null]}                         | invalidValue",
                "{'op': 'add', 'path': 'members', 'value': [{'value': 7}]}                 | invalidValue"
            })
    void what_members_do_not_allow_is_refused(String operation, String code) {
        assertThatThrownBy(() -> split(operation))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    @Tag("PAT-30")
    void the_displayName_of_a_group_cannot_be_removed() {
        GroupPatch patch = split("{'op': 'remove', 'path': 'displayName'}");
        assertThatThrownBy(() -> PatchEngine.apply(GROUP, "g", json("{'displayName': 'Old'}"), patch.attributes()))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("mutability"));
    }

    private static MembersDelta delta(String operations) {
        return split(operations).members();
    }

    private static GroupPatch split(String operations) {
        return GroupPatch.split(
                GROUP, PatchRequest.parse(DialectRules.TOLERANT, json("{'Operations': [" + operations + "]}")));
    }

    private static Set<String> set(String ids) {
        return ids.isEmpty() ? Set.of() : Set.of(ids.split(",", -1));
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
