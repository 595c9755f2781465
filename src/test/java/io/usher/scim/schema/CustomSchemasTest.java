package io.usher.scim.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a vendor's files add, and each fault of theirs in the one line that ends the start. */
@SuppressWarnings("NullAway.Init") // made before each test
class CustomSchemasTest {

    private static final String USER = "urn:ietf:params:scim:schemas:core:2.0:User";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    private static final String BADGE = "urn:acme:badge:1.0:User";

    @TempDir
    Path folder;

    private void file(String name, String json) throws IOException {
        Files.writeString(folder.resolve(name), json.replace('\'', '"'));
    }

    private ScimSchemas schemas() {
        return new ScimSchemas(Optional.of(folder));
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @Test
    @Tag("SCH-16")
    @Tag("DISC-18")
    void what_a_file_leaves_out_is_published_as_the_rfc_says() throws IOException {
        file("badge.json", """
                {'extends':'User', 'id':'urn:acme:badge:1.0:User', 'meta':{'x':1}, 'attributes':[
                  {'name':'a'}, {'name':'r','type':'reference','referenceTypes':['uri']},
                  {'name':'c','type':'complex','subAttributes':[{'name':'s','type':'integer','description':'S.'}]}]}""");

        assertThat(schemas().schema(BADGE)).contains((ObjectNode) json("""
                {'schemas':['urn:ietf:params:scim:schemas:core:2.0:Schema'], 'id':'urn:acme:badge:1.0:User',
                 'name':'urn:acme:badge:1.0:User', 'description':'urn:acme:badge:1.0:User', 'attributes':[
                  {'name':'a','type':'string','multiValued':false,'description':'a','required':false,
                   'caseExact':false,'mutability':'readWrite','returned':'default','uniqueness':'none'},
                  {'name':'r','type':'reference','multiValued':false,'description':'r','required':false,
                   'caseExact':true,'mutability':'readWrite','returned':'default','uniqueness':'none','referenceTypes':['uri']},
                  {'name':'c','type':'complex','subAttributes':[
                    {'name':'s','type':'integer','multiValued':false,'description':'S.','required':false,
                     'caseExact':false,'mutability':'readWrite','returned':'default','uniqueness':'none'}],
                   'multiValued':false,'description':'c','required':false,
                   'caseExact':false,'mutability':'readWrite','returned':'default','uniqueness':'none'}]}"""));
    }

    @Test
    @Tag("DISC-12")
    void an_extension_is_part_of_its_resource_type_alone() throws IOException {
        file("team.json", "{'extends':'Group','required':true,'id':'urn:acme:team','attributes':[{'name':'code'}]}");
        ScimSchemas schemas = schemas();

        assertThat(schemas.resourceTypes().get(1).path("schemaExtensions"))
                .isEqualTo(json("[{'schema':'urn:acme:team','required':true}]"));
        assertThat(schemas.resourceTypes().get(0).path("schemaExtensions")).hasSize(2);
        assertThat(schemas.group().find("urn:acme:team:CODE")).hasToString("Optional[urn:acme:team:code]");
        assertThat(schemas.group().find("code")).hasToString("Optional[urn:acme:team:code]");
        assertThat(schemas.user().find("code")).isEmpty();
    }

    @Test
    void files_add_to_known_schemas_whatever_they_are_called() throws IOException {
        file("a.json", "{'id':'urn:acme:badge:1.0:user','attributes':[{'name':'second'}]}");
        file("b.json", "{'extends':'User','id':'urn:acme:badge:1.0:User','attributes':[{'name':'first'}]}");
        file("c.json", "{'id':'" + USER + "','attributes':[{'name':'alias','uniqueness':'server'}]}");
        file(
                "d.json",
                "{'id':'" + ENTERPRISE.replace("enterprise", "Enterprise") + "','attributes':[{'name':'shift'}]}");
        file("read-me.txt", "no schema");
        Files.createDirectory(folder.resolve("folder.json"));
        ScimSchemas schemas = schemas();

        assertThat(schemas.schemas())
                .hasSize(8)
                .last()
                .satisfies(badge -> assertThat(names(badge)).containsExactly("first", "second"));
        assertThat(schemas.schema(USER).map(CustomSchemasTest::names).orElseThrow())
                .contains("userName")
                .endsWith("alias");
        assertThat(schemas.user().find("shift")).hasToString("Optional[" + ENTERPRISE + ":shift]");
        assertThat(schemas.user().unique()).hasToString("[alias]");
        assertThat(new ScimSchemas().user().unique()).isEmpty();
        assertThat(new ScimSchemas().group().unique()).isEmpty();
    }

    private static List<String> names(JsonNode schema) {
        return schema.path("attributes").findParents("uniqueness").stream()
                .map(attribute -> attribute.path("name").asText())
                .toList();
    }

    @Test
    void published_is_in_the_order_of_the_names() throws IOException {
        for (String name : List.of("b", "a", "C")) {
            file(name + ".json", "{'extends':'User','id':'urn:acme:" + name + "','attributes':[{'name':'x'}]}");
        }
        assertThat(schemas().schemas().subList(7, 10))
                .extracting(schema -> schema.path("id").asText())
                .containsExactly("urn:acme:C", "urn:acme:a", "urn:acme:b");
    }

    @Test
    void files_are_found_in_a_directory_and_in_a_jar() throws IOException {
        Path jar = folder.resolve("packed.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out)) {
            for (String name :
                    List.of("packed/", "packed/b.json", "packed/a.json", "packed/deep/", "packed/deep/c.json")) {
                entries.putNextEntry(new ZipEntry(name));
                if (name.endsWith(".json")) {
                    entries.write(("{\"of\":\"" + name + "\"}").getBytes(StandardCharsets.UTF_8));
                }
                entries.closeEntry();
            }
        }
        Files.createDirectories(folder.resolve("classes/packed"));
        file("classes/packed/d.json", "{'of':'d'}");
        URL[] path = {jar.toUri().toURL(), folder.resolve("classes/").toUri().toURL()};
        try (URLClassLoader classes = new URLClassLoader(path, null)) {
            assertThat(SchemaFiles.packed(classes, "packed").values())
                    .extracting(SchemaFile::label)
                    .containsExactly("packed/a.json", "packed/b.json", "packed/d.json");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'type':'text'                    | 'type' has a value that RFC 7643 §7 does not know",
                "'mutability':'readwrite'         | 'mutability' has a value that RFC 7643 §7 does not know",
                "'mutability':'readOnly'          | 'mutability' is readOnly: nobody could ever give it a value",
                "'mutability':'writeOnly'         | 'mutability' is writeOnly: that is for secrets, and this server keeps none",
                "'returned':'never'               | 'returned' is never: that is for secrets, and this server keeps none",
                "'returned':'sometimes'           | 'returned' has a value that RFC 7643 §7 does not know",
                "'uniqueness':'global'            | 'uniqueness' is global: it would let one customer find out what another one stores",
                "'uniqueness':'server','multiValued':true | 'uniqueness' is server: only a single text, reference, number or dateTime can be unique",
                "'uniqueness':'server','type':'boolean' | 'uniqueness' is server: only a single text, reference, number or dateTime can be unique",
                "'required':'yes'                 | 'required' must be true or false",
                "'caseExact':null                 | 'caseExact' must be true or false",
                "'description':''                 | 'description' must be text",
                "'canonicalValues':[1]            | 'canonicalValues' must be a list of texts",
                "'canonicalValues':'a'            | 'canonicalValues' must be a list of texts",
                "'mutabilty':'immutable'          | 'mutabilty' is no member that RFC 7643 §7 knows",
                "'type':'reference'               | must have 'referenceTypes' if, and only if, it is a reference",
                "'referenceTypes':['uri']         | must have 'referenceTypes' if, and only if, it is a reference",
                "'type':'binary','caseExact':false| 'caseExact' must be true: a reference or binary value is compared as it is",
                "'type':'complex'                 | must have 'subAttributes' if, and only if, it is complex",
                "'subAttributes':[{'name':'x'}]   | must have 'subAttributes' if, and only if, it is complex",
                "'type':'complex','subAttributes':[] | .: holds no attributes"
            })
    void a_faulty_attribute_is_named_with_file_and_fault(String characteristics, String fault) throws IOException {
        file("x.json", "{'extends':'User','id':'urn:acme:x','attributes':[{'name':'a'," + characteristics + "}]}");
        refuses("x.json: a" + (fault.startsWith(".") ? fault : ": " + fault));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'name':'a'},{'name':'A'}]                | A: is defined twice",
                "[{'name':'a b'}]                           | a b: has a name that RFC 7643 §2.1 does not allow",
                "[{'name':'1a'}]                            | 1a: has a name that RFC 7643 §2.1 does not allow",
                "[{'name':'$ref'}]                          | $ref: has a name that RFC 7643 §2.1 does not allow",
                "[{'name':'a.b'}]                           | a.b: has a name that RFC 7643 §2.1 does not allow",
                "[{'name':'ID'}]                            | ID: has a name that is reserved",
                "[{'name':'meta'}]                          | meta: has a name that is reserved",
                "[{'name':'schemas'}]                       | schemas: has a name that is reserved",
                "[{'name':'externalId'}]                    | externalId: has a name that is reserved",
                "[{'name':'members'}]                       | members: has a name that is reserved",
                "[{'name':'Password'}]                      | Password: has a name that is reserved: a password that is sent is dropped, and none is kept",
                "[{'type':'string'}]                        | ?: 'name' must be text",
                "['a']                                      | ?: 'name' must be text",
                "[]                                         | schema: holds no attributes",
                "{}                                         | schema: holds no attributes",
                "[{'name':'o','type':'complex','subAttributes':[{'name':'i','type':'complex','subAttributes':[{'name':'x'}]}]}] | o.i: is complex inside a complex attribute",
                "[{'name':'o','type':'complex','subAttributes':[{'name':'x','mutability':'readOnly'}]}] | o.x: 'mutability' is readOnly: nobody could ever give it a value",
                "[{'name':'o','type':'complex','subAttributes':[{'name':'x'},{'name':'X'}]}] | o.X: is defined twice",
                "[{'name':'o','type':'complex','multiValued':true,'subAttributes':[{'name':'x','uniqueness':'server'}]}] | o.x: 'uniqueness' is server: only a single text, reference, number or dateTime can be unique"
            })
    @Tag("SCH-15")
    @Tag("DISC-19")
    void faulty_attributes_are_named_with_file_and_fault(String attributes, String fault) throws IOException {
        file("x.json", "{'extends':'User','id':'urn:acme:x','attributes':" + attributes + "}");
        refuses("x.json: " + fault);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'extends':'Device','id':'urn:acme:x'          | extends: must be \"User\" or \"Group\"",
                "'extends':'user','id':'urn:acme:x'            | extends: must be \"User\" or \"Group\"",
                "'id':'urn:acme:x'                             | extends: is missing, and there is no schema with this id to add attributes to",
                "'extends':'User'                              | schema: 'id' must be text",
                "'extends':'User','id':'https://acme.test/x'   | id: must be a URN of at most 200 letters, digits, dots, hyphens and underscores, such as urn:acme:scim:badge:1.0:User",
                "'extends':'User','id':'urn:acme'              | id: must be a URN of at most 200 letters, digits, dots, hyphens and underscores, such as urn:acme:scim:badge:1.0:User",
                "'extends':'User','id':'URN:acme:x'            | id: must be a URN of at most 200 letters, digits, dots, hyphens and underscores, such as urn:acme:scim:badge:1.0:User",
                "'extends':'User','id':'urn:acme:x[1]'         | id: must be a URN of at most 200 letters, digits, dots, hyphens and underscores, such as urn:acme:scim:badge:1.0:User",
                "'extends':'User','id':'urn:acme:x:'           | id: must be a URN of at most 200 letters, digits, dots, hyphens and underscores, such as urn:acme:scim:badge:1.0:User",
                "'extends':'User','id':'urn:ietf:params:scim:schemas:core:2.0:user' | id: is that of a schema that is there already; to add attributes to it, leave 'extends' out",
                "'extends':'User','id':'urn:ietf:params:scim:schemas:core:2.0:Common' | id: is that of a schema that is there already; to add attributes to it, leave 'extends' out",
                "'id':'urn:ietf:params:scim:schemas:core:2.0:Schema' | id: is that of a schema that no user and no group holds",
                "'extends':'User','id':'urn:ietf:params:scim:schemas:core:2.0:User:badge' | id: cannot be told from an attribute of urn:ietf:params:scim:schemas:core:2.0:user in the path of a PATCH",
                "'extends':'User','id':'urn:ietf:params:scim:schemas:core:2.0' | id: cannot be told from an attribute of urn:ietf:params:scim:schemas:core:2.0 in the path of a PATCH",
                "'id':'urn:acme:x','required':true             | required: must be true or false, beside 'extends'",
                "'extends':'User','id':'urn:acme:x','required':'no' | required: must be true or false, beside 'extends'",
                "'extends':'User','id':'urn:acme:x','extend':1 | schema: 'extend' is no member that RFC 7643 §7 knows"
            })
    void a_faulty_schema_is_named_with_file_and_fault(String members, String fault) throws IOException {
        file("x.json", "{" + members + ",'attributes':[{'name':'a'}]}");
        refuses("x.json: " + fault);
    }

    @Test
    void what_two_files_say_of_one_thing_is_refused_in_the_second() throws IOException {
        file("a.json", "{'extends':'User','id':'urn:acme:x','attributes':[{'name':'a'}]}");
        file("b.json", "{'extends':'Group','id':'urn:ACME:x','attributes':[{'name':'a'}]}");
        refuses("b.json: id: is that of a schema that is there already; to add attributes to it, leave 'extends' out");
        file("b.json", "{'id':'urn:acme:x','attributes':[{'name':'A'}]}");
        refuses("b.json: A: is in the schema already");
        file("b.json", "{'id':'" + USER + "','attributes':[{'name':'username'}]}");
        refuses("b.json: username: is in the schema already");
        file("b.json", "{'extends':'User','id':'urn:acme:x:y','attributes':[{'name':'a'}]}");
        refuses("a.json: id: cannot be told from an attribute of urn:acme:x in the path of a PATCH");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'id':                      | is not JSON in line 1",
                "{'id':1,'id':2}             | is not JSON in line 1",
                "{} x                        | is not JSON in line 1",
                "[]                          | is not a JSON object",
                "``                          | is not a JSON object"
            })
    void what_is_no_json_object_is_refused(String text, String fault) throws IOException {
        file("x.json", text);
        refuses("x.json: " + fault);
    }

    @Test
    void what_is_no_text_is_refused() throws IOException {
        Files.write(folder.resolve("x.json"), new byte[] {'{', '"', (byte) 0xFF, '"', '}'});
        refuses("x.json: is not text in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "x.json"})
    void the_folder_must_be_one(String name) throws IOException {
        file("x.json", "{}");
        assertThatThrownBy(() -> new ScimSchemas(Optional.of(folder.resolve(name))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("USHER_SCIM_SCHEMAS: names no folder");
    }

    @Test
    void an_empty_folder_adds_nothing() {
        assertThat(schemas().schemas()).hasSize(7);
    }

    private void refuses(String message) {
        assertThatThrownBy(this::schemas)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("USHER_SCIM_SCHEMAS: " + message)
                .hasNoCause();
    }
}
