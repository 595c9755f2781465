package io.usher.scim.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SearchFormTest {

    private final ScimSchemas schemas = new ScimSchemas();

    @Test
    @Tag("SCH-27")
    @Tag("SCH-14")
    @Tag("RES-26")
    void text_is_folded_by_the_case_rule_of_its_attribute() throws JsonProcessingException {
        assertThat(SearchForm.of(schemas.user(), json("""
                {"userName": "Jo", "externalId": "Ab", "active": true, "profileUrl": "http://X/Y",
                 "emails": [{"value": "JO@Example.COM", "type": "Work", "primary": true}],
                 "photos": [{"value": "http://X/P"}],
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "R&D", "manager": {"value": "M7"}},
                 "unknown": "x"}"""))).isEqualTo(json("""
                {"userName": "jo", "externalId": "Ab", "active": true, "profileUrl": "http://X/Y",
                 "emails": [{"value": "jo@example.com", "type": "work", "primary": true}],
                 "photos": [{"value": "http://X/P"}],
                 "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "r&d", "manager": {"value": "M7"}}}"""));
    }

    @Test
    void times_are_written_so_that_text_order_is_time_order() throws JsonProcessingException {
        assertThat(SearchForm.of(schemas.user(), json("""
                {"meta": {"created": "2026-11-24T10:00:00.5Z"},
                 "urn:ietf:params:scim:schemas:extension:usher:2.0:User": {"stateVersion": 7,
                   "seatAssignedAt": "2026-11-24T12:00:00+02:00"}}"""))).isEqualTo(json("""
                {"meta": {"created": "2026-11-24T10:00:00.500000Z"},
                 "urn:ietf:params:scim:schemas:extension:usher:2.0:User": {"stateVersion": 7,
                   "seatAssignedAt": "2026-11-24T10:00:00.000000Z"}}"""));
    }

    private static ObjectNode json(String text) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(text);
    }
}
