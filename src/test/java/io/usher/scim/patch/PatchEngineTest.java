package io.usher.scim.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.schema.BadgeModel;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every table line: document | operations | document afterwards; u stands for userName, ENT for the enterprise extension. */
class PatchEngineTest {

    private static final ResourceModel USER = new ScimSchemas().user();
    private static final String ID = "00000000-0000-4000-8000-00000000000a";

    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    @ParameterizedTest
    @Tag("T15")
    @Tag("PAT-56")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'title':'a'} | {'op':'replace','path':'password','value':'x'}   | {'title':'a'}",
                "{'title':'a'} | {'op':'Add','path':'PassWord','value':{'value':'x'}} | {'title':'a'}",
                "{'title':'a'} | {'op':'remove','path':'password'}                | {'title':'a'}",
                "{'title':'a'} | {'op':'replace','path':'urn:ietf:params:scim:schemas:core:2.0:User:password','value':'x'} | {'title':'a'}",
                "{'title':'a'} | {'op':'replace','value':{'password':'x','title':'b'}} | {'title':'b'}"
            })
    void a_password_is_taken_and_dropped(String document, String operations, String after) {
        assertPatched(document, operations, after);
    }

    @ParameterizedTest
    @Tag("PAT-16")
    @Tag("PAT-17")
    @Tag("PAT-19")
    @Tag("PAT-34")
    @Tag("PAT-36")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                           | {'op':'add','path':'title','value':'x'}                    | {'title':'x'}",
                "{'title':'a'}                | {'op':'add','path':'TITLE','value':'x'}                    | {'title':'x'}",
                "{}                           | {'op':'replace','path':'nickName','value':'x'}             | {'nickName':'x'}",
                "{'name':{'familyName':'F'}}  | {'op':'add','path':'name','value':{'givenName':'G'}}       | {'name':{'familyName':'F','givenName':'G'}}",
                "{'name':{'familyName':'F'}}  | {'op':'replace','path':'name','value':{'givenName':'G','familyName':null}} | {'name':{'givenName':'G'}}",
                "{}                           | {'op':'replace','path':'NAME.GivenName','value':'G'}       | {'name':{'givenName':'G'}}",
                "{'title':'a','nickName':'n'} | {'op':'replace','value':{'title':'x','nosuch':1}}          | {'title':'x','nickName':'n'}",
                "{'emails':[{'value':'a'}],'name':{'familyName':'F'}}"
                        + "| {'op':'add','value':{'emails':[{'value':'b'}],'name':{'givenName':'G'},'nickName':'x'}}"
                        + "| {'emails':[{'value':'a'},{'value':'b'}],'name':{'familyName':'F','givenName':'G'},'nickName':'x'}",
                "{'title':'a'} | {'op':'add','path':'urn:ietf:params:scim:schemas:core:2.0:User','value':{'title':'x'}} | {'title':'x'}"
            })
    void single_values_are_set_and_complex_ones_merged(String document, String operations, String after) {
        assertPatched(document, operations, after);
    }

    @ParameterizedTest
    @Tag("PAT-18")
    @Tag("PAT-21")
    @Tag("PAT-35")
    @Tag("PAT-37")
    @Tag("PAT-38")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'emails':[{'value':'a','type':'work'}]} | {'op':'add','path':'emails','value':[{'value':'A','type':'Work'},{'value':'b'}]}"
                        + "| {'emails':[{'value':'A','type':'Work'},{'value':'b'}]}",
                "{'emails':[{'value':'a'}]} | {'op':'add','path':'emails','value':{'value':'b'}} | {'emails':[{'value':'a'},{'value':'b'}]}",
                "{'emails':[{'value':'a'}]} | {'op':'replace','path':'emails','value':[{'value':'b'}]} | {'emails':[{'value':'b'}]}",
                "{'emails':[{'value':'a'}]} | {'op':'replace','path':'emails','value':[]}              | {}",
                "{'emails':[{'value':'a'}]} | {'op':'replace','path':'emails','value':null}            | {}",
                "{'phoneNumbers':[{'value':'1','type':'work'},{'value':'2','type':'work'},{'value':'3','type':'home'}]}"
                        + "| {'op':'replace','path':'phoneNumbers[type eq \\\"WORK\\\"].display','value':'d'}"
                        + "| {'phoneNumbers':[{'value':'1','type':'work','display':'d'},{'value':'2','type':'work','display':'d'},{'value':'3','type':'home'}]}",
                "{'emails':[{'value':'a','type':'work','display':'d'}]}"
                        + "| {'op':'replace','path':'emails[type eq \\\"work\\\"]','value':{'value':'b'}}"
                        + "| {'emails':[{'type':'work','value':'b'}]}",
                "{'phoneNumbers':[{'value':'1','type':'work'},{'value':'2','type':'work'},{'value':'3','type':'home'}]}"
                        + "| {'op':'add','path':'phoneNumbers[type eq \\\"work\\\"]','value':{'display':'d'}}"
                        + "| {'phoneNumbers':[{'value':'1','type':'work','display':'d'},{'value':'2','type':'work','display':'d'},{'value':'3','type':'home'}]}",
                "{'phoneNumbers':[{'value':'1','type':'work'},{'value':'2','type':'work'},{'value':'3','type':'home'}]}"
                        + "| {'op':'replace','path':'phoneNumbers[type eq \\\"work\\\"]','value':{'display':'d'}}"
                        + "| {'phoneNumbers':[{'type':'work','display':'d'},{'value':'3','type':'home'}]}",
                "{'emails':[{'value':'a','type':'work','display':'d'}]}"
                        + "| {'op':'add','path':'emails[type eq \\\"work\\\"]','value':{'value':'b'}}"
                        + "| {'emails':[{'type':'work','value':'b','display':'d'}]}",
                "{'emails':[{'value':'a'},{'value':'b'}]} | {'op':'replace','path':'emails.type','value':'work'}"
                        + "| {'emails':[{'value':'a','type':'work'},{'value':'b','type':'work'}]}",
                "{} | {'op':'add','path':'urn:ietf:params:scim:schemas:core:2.0:User:emails[type eq \\\"work\\\"].value','value':'a'}"
                        + "| {'emails':[{'type':'work','value':'a'}]}"
            })
    void lists_are_appended_to_replaced_and_edited_in_place(String document, String operations, String after) {
        assertPatched(document, operations, after);
    }

    @ParameterizedTest
    @Tag("PAT-24")
    @Tag("PAT-25")
    @Tag("PAT-26")
    @Tag("PAT-27")
    @Tag("PAT-29")
    @Tag("PAT-32")
    @Tag("E60")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'title':'a'}              | {'op':'remove','path':'title'}                            | {}",
                "{'title':'a'}              | {'op':'remove','path':'title','value':'b'}                | {}",
                "{}                         | {'op':'remove','path':'title'}                            | {}",
                "{'name':{'givenName':'G'}} | {'op':'remove','path':'name.givenName'}                   | {}",
                "{'name':{'givenName':'G'}} | {'op':'remove','path':'name'}                             | {}",
                "{}                         | {'op':'remove','path':'name.givenName'}                   | {}",
                "{'emails':[{'value':'a'}]} | {'op':'remove','path':'emails'}                           | {}",
                "{'emails':[{'value':'a'}]} | {'op':'remove','path':'emails[value eq \\\"zzz\\\"]'}     | {'emails':[{'value':'a'}]}",
                "{}                         | {'op':'remove','path':'emails[value eq \\\"zzz\\\"].type'} | {}",
                "{'emails':[{'value':'a','type':'work'},{'value':'b'}]} | {'op':'remove','path':'emails[type eq \\\"work\\\"]'} | {'emails':[{'value':'b'}]}",
                "{'emails':[{'value':'a'}]} | {'op':'remove','path':'emails[value pr].value'}           | {}",
                "{'emails':[{'value':'a','type':'work'}]} | {'op':'Remove','path':'emails[type eq \\\"work\\\"].value','value':'zzz'} | {'emails':[{'type':'work'}]}",
                "{'emails':[{'value':'a','type':'work'},{'value':'b','type':'work'}]} | {'op':'remove','path':'emails','value':[{'value':'A'}]}"
                        + "| {'emails':[{'value':'b','type':'work'}]}",
                "{'emails':[{'value':'a','type':'work'}]} | {'op':'remove','path':'emails','value':[{'value':'a','type':'home'}]}"
                        + "| {'emails':[{'value':'a','type':'work'}]}",
                "{'emails':[{'value':'a'}]} | {'op':'remove','path':'emails','value':[]}                | {'emails':[{'value':'a'}]}",
                "{'ENT':{'department':'D'}} | {'op':'remove','path':'ENT:department'}                   | {}",
                "{'ENT':{'department':'D'}} | {'op':'remove','path':'ENT'}                              | {}"
            })
    void removal_takes_what_is_named_and_nothing_else(String document, String operations, String after) {
        assertPatched(document, operations, after);
    }

    @ParameterizedTest
    @Tag("PAT-22")
    @Tag("PAT-23")
    @Tag("E18")
    @Tag("E20")
    @Tag("E21")
    @Tag("E22")
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | {'op':'Replace','path':'emails[type eq \\\"work\\\"].value','value':'a'} | {'emails':[{'type':'work','value':'a'}]}",
                "{} | {'op':'Add','path':'emails[type eq \\\"work\\\" and primary eq true]','value':{'value':'a'}} | {'emails':[{'type':'work','primary':true,'value':'a'}]}",
                "{'addresses':[{'type':'home','formatted':'H'}]} | {'op':'Add','path':'addresses[type eq \\\"work\\\"].formatted','value':'W'}"
                        + "| {'addresses':[{'type':'home','formatted':'H'},{'type':'work','formatted':'W'}]}",
                "{} | {'op':'add','path':'emails[type eq \\\"work\\\"].value','value':'a'},{'op':'add','path':'emails[type eq \\\"work\\\"].primary','value':true}"
                        + "| {'emails':[{'type':'work','value':'a','primary':true}]}",
                "{'emails':[{'type':'work','value':'w','primary':true}]}"
                        + "| {'op':'add','path':'emails[type eq \\\"home\\\"].value','value':'h'},"
                        + "{'op':'add','path':'emails[type eq \\\"work\\\"].primary','value':false},"
                        + "{'op':'replace','path':'emails[type eq \\\"home\\\"].primary','value':true}"
                        + "| {'emails':[{'type':'work','value':'w','primary':false},{'type':'home','value':'h','primary':true}]}"
            })
    void a_path_to_a_missing_element_makes_one(String document, String operations, String after) {
        assertPatched(document, operations, after);
    }

    @ParameterizedTest
    @Tag("E31")
    @Tag("E32")
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                       | {'roles':[{'primary':true,'value':'Admin'}]}",
                "{'roles':[{'primary':true,'value':'U'}]} | {'roles':[{'primary':true,'value':'Admin'}]}",
                "{'roles':[{'value':'U'}]}                | {'roles':[{'value':'U'},{'primary':true,'value':'Admin'}]}"
            })
    void a_primary_written_as_text_finds_and_makes_a_boolean(String document, String after) {
        assertPatched(
                document, "{'op':'Replace','path':'roles[primary eq \\\"True\\\"].value','value':'Admin'}", after);
    }

    @ParameterizedTest
    @Tag("PAT-40")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'op':'replace','path':'emails[type eq \\\"home\\\"].primary','value':'True'}",
                "{'op':'add','path':'emails[type eq \\\"home\\\"]','value':{'primary':true}}",
                "{'op':'add','path':'emails','value':[{'value':'h','type':'home','primary':true}]}"
            })
    void a_new_primary_takes_it_from_the_old(String operation) {
        assertPatched(
                "{'emails':[{'value':'w','type':'work','primary':true},{'value':'h','type':'home'}]}",
                operation,
                "{'emails':[{'value':'w','type':'work','primary':false},{'value':'h','type':'home','primary':true}]}");
    }

    @Test
    @Tag("PAT-40")
    void elements_that_say_the_same_once_they_are_not_primary_become_one() {
        assertPatched(
                "{'emails':[{'type':'other','primary':false},{'type':'other','primary':true},{'value':'h','type':'home'}]}",
                "{'op':'replace','path':'emails[type eq \\\"home\\\"].primary','value':true}",
                "{'emails':[{'type':'other','primary':false},{'value':'h','type':'home','primary':true}]}");
    }

    @ParameterizedTest
    @Tag("PAT-44")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'op':'add','path':'URN:cards','value':{'value':'1','label':'b'}}",
                "{'op':'add','path':'URN:cards[value eq \\\"1\\\"]','value':{'label':'b'}}",
                "{'op':'add','path':'URN:cards[value eq \\\"1\\\"]','value':{'label':null}}",
                "{'op':'replace','path':'URN:cards[value eq \\\"1\\\"].label','value':'b'}",
                "{'op':'remove','path':'URN:cards[value eq \\\"1\\\"].label'}"
            })
    void what_is_immutable_in_an_element_stays_as_it_is(String operation) {
        ObjectNode user = withUserName("{'" + BadgeModel.URN + "':{'cards':[{'value':'1','label':'a'}]}}");
        PatchRequest request = request(operation.replace("URN", BadgeModel.URN));
        assertThatThrownBy(() -> PatchEngine.apply(BadgeModel.user(), ID, user, request))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("mutability"));
    }

    @Test
    @Tag("PAT-42")
    void a_filter_does_not_write_what_is_readOnly() {
        PatchRequest request =
                request("{'op':'add','path':'" + BadgeModel.URN + ":cards[issuer eq \\\"me\\\"].value','value':'1'}");
        assertThatThrownBy(() -> PatchEngine.apply(BadgeModel.user(), ID, withUserName("{}"), request))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("noTarget"));
    }

    @ParameterizedTest
    @Tag("PAT-54")
    @Tag("E35")
    @Tag("E36")
    @Tag("E37")
    @Tag("E38")
    @Tag("SCH-08")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'title':'a'}               | {'op':'replace','path':'title','value':''}                             | {}",
                "{'title':'a'}               | {'op':'replace','path':'title','value':null}                           | {}",
                "{'name':{'familyName':'F'}} | {'op':'replace','path':'name.familyName','value':''}                   | {}",
                "{'title':'a','name':{'familyName':'F'},'ENT':{'department':'D'}}"
                        + "| {'op':'replace','value':{'title':'','name.familyName':null,'ENT:department':''}} | {}",
                "{'ENT':{'department':'D'}}  | {'op':'replace','value':{'ENT':{'department':null}}}                   | {}",
                "{'ENT':{'department':'D'}}  | {'op':'replace','value':{'ENT':null}}                                  | {}",
                "{}                          | {'op':'replace','path':'phoneNumbers[type eq \\\"mobile\\\"].value','value':''}   | {}",
                "{}                          | {'op':'replace','path':'phoneNumbers[type eq \\\"mobile\\\"].value','value':null} | {}",
                "{}                          | {'op':'replace','path':'phoneNumbers[type eq \\\"mobile\\\"]','value':null}       | {}",
                "{'emails':[{'value':'a','type':'work'}]} | {'op':'replace','path':'emails[type eq \\\"work\\\"]','value':null} | {}",
                "{'title':'a'}               | {'op':'add','path':'title','value':null}                               | {'title':'a'}"
            })
    void empty_text_and_null_clear_and_are_never_an_error(String document, String operations, String after) {
        assertPatched(document, operations, after);
    }

    @ParameterizedTest
    @Tag("PAT-47")
    @Tag("PAT-48")
    @Tag("PAT-49")
    @Tag("PAT-50")
    @Tag("PAT-51")
    @Tag("E16")
    @Tag("E17")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'op':'add','path':'ENT:department','value':'D'}",
                "{'op':'replace','path':'ENT','value':{'Department':'D'}}",
                "{'op':'add','value':{'ENT':{'department':'D'}}}",
                "{'op':'replace','value':{'ENT:department':'D'}}",
                "{'op':'add','path':'department','value':'D'}",
                "{'op':'add','path':'schemas','value':['ENT']},{'op':'add','path':'ENT:department','value':'D'}"
            })
    void an_extension_is_reached_in_every_way(String operations) {
        assertPatched("{}", operations, "{'ENT':{'department':'D'}}");
    }

    @Test
    @Tag("E17")
    void whole_paths_may_be_names_in_a_value() {
        assertPatched(
                "{'emails':[{'value':'a','type':'work'}]}",
                "{'op':'replace','value':{'displayName':'B','name.givenName':'K','name.familyName':'U',"
                        + "'ENT:employeeNumber':'7','ENT:manager.value':'m','emails[type eq \\\"work\\\"].value':'b'}}",
                "{'displayName':'B','name':{'givenName':'K','familyName':'U'},"
                        + "'ENT':{'employeeNumber':'7','manager':{'value':'m'}},'emails':[{'value':'b','type':'work'}]}");
    }

    @ParameterizedTest
    @Tag("PAT-52")
    @Tag("E24")
    @Tag("E26")
    @Tag("E28")
    @Tag("E29")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'op':'Add','path':'ENT:manager','value':'m'}                                       | {'ENT':{'manager':{'value':'m'}}}",
                "{'op':'Add','path':'manager','value':[{'$ref':'http://x/m','value':'m'}]}           | {'ENT':{'manager':{'value':'m'}}}",
                "{'op':'Add','path':'ENT:manager','value':'o'},{'op':'replace','path':'ENT:manager','value':'m'} | {'ENT':{'manager':{'value':'m'}}}",
                "{'op':'Add','path':'ENT:manager','value':'m'},{'op':'replace','path':'ENT:manager','value':''}  | {}",
                "{'op':'Add','path':'ENT:manager','value':'m'},{'op':'Remove','path':'ENT:manager'}  | {}",
                "{'op':'replace','value':{'manager':{'value':'m','displayName':'x'}}}                | {'ENT':{'manager':{'value':'m'}}}"
            })
    void a_manager_is_set_and_cleared_in_every_shape(String operations, String after) {
        assertPatched("{}", operations, after);
    }

    @ParameterizedTest
    @Tag("PAT-53")
    @Tag("E12")
    @Tag("O13")
    @CsvSource(
            delimiter = '|',
            value = {
                "{'op':'Replace','path':'active','value':'False'}",
                "{'op':'replace','path':'active','value':false}",
                "{'op':'replace','value':{'active':false}}"
            })
    void a_user_is_deactivated_in_every_shape(String operation) {
        assertPatched("{'active':true}", operation, "{'active':false}");
    }

    @Test
    @Tag("PAT-43")
    void what_is_readOnly_inside_a_value_is_ignored() {
        assertPatched(
                "{}",
                "{'op':'replace','value':{'id':'1','meta':{'created':'x'},'groups':[],'schemas':['urn:x'],'title':'t'}}",
                "{'title':'t'}");
    }

    @Test
    @Tag("PAT-08")
    @Tag("E58")
    void operations_see_what_those_before_them_did() {
        assertPatched(
                "{'displayName':'a'}",
                "{'op':'remove','path':'displayName'},{'op':'add','path':'displayName','value':'b'},"
                        + "{'op':'replace','path':'displayName','value':'c'}",
                "{'displayName':'c'}");
    }

    @Test
    @Tag("E30")
    void json_inside_a_text_stays_text() {
        assertPatched(
                "{}",
                "{'op':'Add','path':'roles','value':[{'value':'{\\\"id\\\":1}'}]}",
                "{'roles':[{'value':'{\\\"id\\\":1}'}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'op':'replace','path':'id','value':'x'}                              | mutability",
                "{'op':'replace','path':'meta.created','value':'x'}                    | mutability",
                "{'op':'remove','path':'meta'}                                         | mutability",
                "{'op':'add','path':'groups','value':[{'value':'g'}]}                  | mutability",
                "{'op':'replace','path':'ENT:manager.displayName','value':'x'}         | mutability",
                "{'op':'remove','path':'userName'}                                     | mutability",
                "{'op':'replace','path':'userName','value':''}                         | invalidValue",
                "{'op':'replace','path':'userName','value':null}                       | invalidValue",
                "{'op':'replace','value':{'userName':' '}}                             | invalidValue",
                "{'op':'replace','path':'active','value':'maybe'}                      | invalidValue",
                "{'op':'replace','path':'title','value':7}                             | invalidValue",
                "{'op':'replace','path':'name','value':'x'}                            | invalidValue",
                "{'op':'add','path':'emails','value':[null]}                           | invalidValue",
                "{'op':'add','path':'emails','value':[{'value':'a','primary':true},{'value':'b','primary':true}]} | invalidValue",
                "{'op':'replace','path':'emails[value pr].primary','value':true}       | invalidValue",
                "{'op':'replace','path':'emails[value pr].primary','value':true},{'op':'remove','path':'emails[type eq \\\"zzz\\\"]'} | invalidValue",
                "{'op':'replace','path':'emails[type eq \\\"work\\\"].primary','value':true},{'op':'replace','path':'emails[value pr].primary','value':true}"
                        + " | invalidValue",
                "{'op':'replace','path':'emails[type eq \\\"work\\\"]','value':7}      | invalidValue",
                "{'op':'replace','path':'ENT','value':'x'}                             | invalidValue",
                "{'op':'add','path':'nosuch','value':'x'}                              | invalidPath",
                "{'op':'add','path':'password.value','value':'x'}                      | invalidPath",
                "{'op':'add','path':'password[value pr]','value':'x'}                  | invalidPath",
                "{'op':'add','path':'ENT:password','value':'x'}                        | invalidPath",
                "{'op':'add','path':'name.nosuch','value':'x'}                         | invalidPath",
                "{'op':'add','path':'a.b.c','value':'x'}                               | invalidPath",
                "{'op':'add','path':'urn:ietf:params:scim:schemas:extension:Custom:2.0:User:tag','value':'x'} | invalidPath",
                "{'op':'add','path':'emails[type eq','value':'x'}                      | invalidPath",
                "{'op':'add','path':'name[givenName eq \\\"x\\\"].givenName','value':'y'} | invalidPath",
                "{'op':'add','path':'emails[nosuch eq \\\"x\\\"].value','value':'y'}   | invalidFilter",
                "{'op':'replace','path':'emails[type eq \\\"a\\\" or type eq \\\"b\\\"].value','value':'y'} | noTarget",
                "{'op':'replace','path':'emails[type ne \\\"work\\\" and value sw \\\"zzz\\\"].value','value':'y'} | noTarget",
                "{'op':'remove','path':'urn:ietf:params:scim:schemas:core:2.0:User'}   | noTarget",
                "{'op':'add','value':'x'}                                              | invalidSyntax"
            })
    @Tag("PAT-13")
    @Tag("PAT-14")
    @Tag("PAT-15")
    @Tag("PAT-30")
    @Tag("PAT-31")
    @Tag("PAT-39")
    @Tag("PAT-41")
    @Tag("PAT-42")
    @Tag("PAT-46")
    @Tag("PAT-55")
    @Tag("E66")
    @Tag("RES-26")
    void what_must_not_be_is_refused_with_its_code(String operation, String code) {
        String document =
                "{'emails':[{'value':'a','type':'work'},{'value':'b','type':'home'}],'ENT':{'manager':{'value':'m'}}}";
        assertThatThrownBy(() -> patch(document, operation))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo(code));
    }

    @Test
    @Tag("PAT-07")
    @Tag("E66")
    void the_given_document_stays_as_it_is() {
        ObjectNode document = json("{'userName':'u','title':'a','emails':[{'value':'a','type':'work'}]}");
        ObjectNode copy = document.deepCopy();
        PatchRequest request = request(
                "{'op':'replace','path':'title','value':'x'},"
                        + "{'op':'replace','path':'emails[type eq \\\"work\\\"].value','value':'x'},{'op':'replace','path':'userName','value':''}");
        assertThatThrownBy(() -> PatchEngine.apply(USER, ID, document, request)).isInstanceOf(Problem.class);
        assertThat(document).isEqualTo(copy);
    }

    private static void assertPatched(String document, String operations, String after) {
        assertThat(patch(document, operations)).isEqualTo(withUserName(after));
    }

    private static ObjectNode patch(String document, String operations) {
        return PatchEngine.apply(USER, ID, withUserName(document), request(operations));
    }

    private static PatchRequest request(String operations) {
        return PatchRequest.parse(DialectRules.TOLERANT, json("{'Operations':[" + operations + "]}"));
    }

    private static ObjectNode withUserName(String document) {
        return json(document).put("userName", "u");
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode)
                    new ObjectMapper().readTree(text.replace('\'', '"').replace("ENT", ENTERPRISE));
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(text, broken);
        }
    }
}
