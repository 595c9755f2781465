package io.usher.scim.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.directory.scim.spec.filter.attribute.AttributeReference;
import org.apache.directory.scim.spec.schema.Schema.Attribute;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScimSchemasTest {

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";

    private final ScimSchemas schemas = new ScimSchemas();

    @Test
    @Tag("DISC-10")
    void lists_the_served_schemas_and_those_that_describe_discovery() {
        assertThat(schemas.schemas())
                .extracting(schema -> schema.path("name").asText())
                .containsExactly(
                        "User",
                        "Group",
                        "EnterpriseUser",
                        "UsherUser",
                        "Schema",
                        "ResourceType",
                        "ServiceProviderConfig");
    }

    @Test
    @Tag("DISC-18")
    void every_published_attribute_is_completely_defined() {
        for (JsonNode attribute : publishedAttributes()) {
            List<String> keys = new ArrayList<>();
            attribute.fieldNames().forEachRemaining(keys::add);
            assertThat(keys)
                    .as(attribute.path("name").asText())
                    .contains(
                            "name",
                            "type",
                            "multiValued",
                            "description",
                            "required",
                            "caseExact",
                            "mutability",
                            "returned",
                            "uniqueness");
            assertThat(attribute).noneMatch(JsonNode::isNull);
        }
    }

    @Test
    @Tag("DISC-20")
    void references_say_what_they_point_to_in_a_list() {
        assertThat(publishedAttributes())
                .filteredOn(attribute -> attribute.path("type").asText().equals("reference"))
                .isNotEmpty()
                .allMatch(attribute -> attribute.path("referenceTypes").isArray());
    }

    @Test
    @Tag("DISC-21")
    void complex_attributes_claim_no_uniqueness() {
        assertThat(publishedAttributes())
                .filteredOn(attribute -> attribute.path("type").asText().equals("complex"))
                .isNotEmpty()
                .allMatch(attribute -> attribute.path("uniqueness").asText().equals("none"));
    }

    @Test
    @Tag("DISC-22")
    void every_type_of_an_element_has_canonical_values() {
        assertThat(publishedAttributes())
                .filteredOn(attribute -> attribute.path("name").asText().equals("type"))
                .hasSizeGreaterThan(8)
                .allMatch(attribute -> !attribute.path("canonicalValues").isEmpty());
    }

    @Test
    @Tag("RES-05")
    void no_password_is_published() {
        assertThat(publishedAttributes())
                .noneMatch(attribute -> attribute.path("name").asText().equals("password"));
    }

    @Test
    @Tag("DISC-13")
    void the_id_of_a_resource_type_is_its_name() {
        assertThat(schemas.resourceTypes())
                .hasSize(2)
                .allMatch(type -> type.path("id").equals(type.path("name")));
    }

    @Test
    @Tag("DISC-12")
    void every_schema_of_a_resource_type_is_published() {
        for (ObjectNode type : schemas.resourceTypes()) {
            assertThat(schemas.schema(type.path("schema").asText())).isPresent();
            for (JsonNode extension : type.path("schemaExtensions")) {
                assertThat(schemas.schema(extension.path("schema").asText())).isPresent();
            }
        }
    }

    @Test
    @Tag("DISC-08")
    void a_schema_is_found_by_its_urn_in_any_case_and_nothing_by_another() {
        assertThat(schemas.schema(USER.toUpperCase(Locale.ROOT)))
                .hasValueSatisfying(
                        schema -> assertThat(schema.path("id").asText()).isEqualTo(USER));
        assertThat(schemas.schema("urn:x")).isEmpty();
    }

    @Test
    void what_is_handed_out_can_be_changed_without_changing_the_source() {
        schemas.schemas().get(0).removeAll();
        assertThat(schemas.schema(USER)).isPresent();
    }

    @ParameterizedTest
    @Tag("SCH-01")
    @CsvSource({
        "USERNAME, userName",
        "Name.GIVENNAME, name.givenName",
        "urn:ietf:params:scim:schemas:core:2.0:User:userName, userName",
        "URN:IETF:PARAMS:SCIM:SCHEMAS:CORE:2.0:USER:EMAILS.VALUE, emails.value",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:MANAGER.$ref,"
                + " urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref",
        "manager, urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
        "meta.lastmodified, meta.lastModified",
        "externalid, externalId",
        "schemas, schemas"
    })
    void finds_an_attribute_however_it_is_written(String written, String path) {
        assertThat(schemas.user().resolve(new AttributeReference(written))).hasToString("Optional[" + path + "]");
        assertThat(schemas.user().find(written)).hasToString("Optional[" + path + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        ".",
        "nosuch",
        "name.nosuch",
        "a.b.c",
        "userName.x",
        "urn:x:userName",
        "password",
        "displayName.value"
    })
    void finds_nothing_where_no_schema_has_it(String written) {
        assertThat(schemas.user().find(written)).isEmpty();
    }

    @Test
    @Tag("COM-04")
    void the_id_is_readOnly_exact_and_always_returned() {
        Attribute id = schemas.group().find("id").orElseThrow().leaf();
        assertThat(id.getMutability()).isEqualTo(Attribute.Mutability.READ_ONLY);
        assertThat(id.getReturned()).isEqualTo(Attribute.Returned.ALWAYS);
        assertThat(id.isCaseExact()).isTrue();
    }

    @Test
    @Tag("PAT-49")
    void an_extension_is_found_by_its_urn_in_any_case() {
        assertThat(schemas.user().extension("URN:ietf:params:scim:schemas:extension:ENTERPRISE:2.0:User"))
                .hasValueSatisfying(extension -> assertThat(extension.getId()).isEqualTo(ENTERPRISE));
        assertThat(schemas.group().extension(ENTERPRISE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mutability | \"readwrite\"       | a: 'mutability' has a value that RFC 7643 §7 does not know",
                "type       | \"Reference\"       | a: 'type' has a value that RFC 7643 §7 does not know",
                "required   | \"yes\"             | a: 'required' must be true or false",
                "returned   | null                | a: 'returned' must be text",
                "name       | \"a b\"             | a b: has a name that RFC 7643 §2.1 does not allow",
                "type       | \"reference\"       | a: must have 'referenceTypes' if, and only if, it is a reference",
                "type       | \"complex\"         | a: must have 'subAttributes' if, and only if, it is complex",
                "canonicalValues | []             | a: 'canonicalValues' must be a list of texts"
            })
    void a_faulty_definition_is_named_with_file_attribute_and_fault(String key, String value, String message)
            throws JsonProcessingException {
        ObjectNode schema = schemaWithOneAttribute();
        ((ObjectNode) schema.path("attributes").path(0)).set(key, new ObjectMapper().readTree(value));
        assertThatThrownBy(() -> SchemaReader.read("x.json", schema))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("x.json: " + message);
    }

    @Test
    @Tag("DISC-19")
    void complex_inside_complex_is_refused() throws JsonProcessingException {
        ObjectNode schema = schemaWithOneAttribute();
        ObjectNode inner = (ObjectNode) schema.path("attributes").path(0);
        ObjectNode outer = inner.deepCopy().put("type", "complex");
        inner.put("type", "complex")
                .putArray("subAttributes")
                .add(schemaWithOneAttribute().path("attributes").path(0));
        outer.put("name", "o").putArray("subAttributes").add(inner);
        ((ArrayNode) schema.path("attributes")).removeAll().add(outer);
        assertThatThrownBy(() -> SchemaReader.read("x.json", schema))
                .hasMessage("x.json: o.a: is complex inside a complex attribute");
    }

    @Test
    void a_missing_folder_stops_the_start() {
        assertThatThrownBy(() -> new ScimSchemas("nowhere", Optional.empty()))
                .hasMessage("nowhere/common.json: is missing");
    }

    private static ObjectNode schemaWithOneAttribute() throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree("""
                {"id": "urn:test", "name": "Test", "description": "Test", "attributes": [
                  {"name": "a", "type": "string", "multiValued": false, "description": "A", "required": false,
                   "caseExact": false, "mutability": "readWrite", "returned": "default", "uniqueness": "none"}]}""");
    }

    private List<JsonNode> publishedAttributes() {
        List<JsonNode> all = new ArrayList<>();
        schemas.schemas().forEach(schema -> collect(schema.path("attributes"), all));
        return all;
    }

    private static void collect(JsonNode attributes, List<JsonNode> all) {
        for (JsonNode attribute : attributes) {
            all.add(attribute);
            collect(attribute.path("subAttributes"), all);
        }
    }
}
