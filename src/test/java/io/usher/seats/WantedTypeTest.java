package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Connector;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which seat somebody is to have: the first that says so, among all who may. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class WantedTypeTest {

    private static final String LICENSE = ",'entitlements':[{'type':'license','value':'partner'}]";
    private static final String ROLE = ",'roles':[{'type':'seatType','value':'learning'}]";

    private TestTenant tenant;
    private Connector idp;
    private Operator operator;

    @BeforeEach
    void open() {
        tenant = TestTenant.create();
        idp = Connector.of(tenant, "entra");
        operator = new Operator(tenant);
    }

    @AfterEach
    void the_books_balance() {
        SeatBooks.balance(tenant);
    }

    private String seat(String more) {
        return seat(idp.post("/Users", Connector.person("ada", more)).demand(201));
    }

    private static String seat(Reply person) {
        return person.usher("seatType") + " by " + person.usher("seatSource") + " as " + person.usher("appRole");
    }

    @Test
    void without_a_word_it_is_the_tenants_default() {
        assertThat(seat("")).isEqualTo("full by tenantDefault as user");
    }

    @Test
    void our_own_attribute_comes_first() {
        assertThat(seat(LICENSE + ROLE + Connector.wishing("full"))).isEqualTo("full by requestedSeatType as user");
    }

    @Test
    void then_the_license_among_the_entitlements() {
        assertThat(seat(LICENSE + ROLE)).isEqualTo("partner by entitlements as user");
    }

    @Test
    void then_the_role_of_the_type_seatType() {
        assertThat(seat(ROLE)).isEqualTo("learning by roles as user");
    }

    @Test
    void of_several_licenses_the_primary_one_counts() {
        assertThat(seat(",'entitlements':[{'type':'license','value':'learning'},"
                        + "{'type':'license','value':'partner','primary':true}]"))
                .isEqualTo("partner by entitlements as user");
    }

    @Test
    void an_entitlement_of_another_type_is_stored_and_says_nothing() {
        assertThat(seat(",'entitlements':[{'type':'office','value':'golden'}]"))
                .isEqualTo("full by tenantDefault as user");
    }

    @Test
    @Tag("ROL-04")
    void a_license_or_a_seatType_role_that_is_not_sold_is_refused_with_those_that_are() {
        for (String golden : new String[] {
            ",'entitlements':[{'type':'license','value':'golden'}]", ",'roles':[{'type':'seatType','value':'golden'}]"
        }) {
            Reply refused = idp.post("/Users", Connector.person("ada", golden)).demand(400);
            assertThat(refused.scimType()).isEqualTo("invalidValue");
            assertThat(refused.detail()).contains("full, partner, learning");
        }
    }

    @Test
    void a_role_that_nobody_mapped_is_stored_and_never_refused() {
        Reply ada = idp.post("/Users", Connector.person("ada", ",'roles':[{'value':'golden'}],'userType':'golden'"))
                .demand(201);

        assertThat(seat(ada)).isEqualTo("full by tenantDefault as user");
        assertThat(ada.body().path("roles").path(0).path("value").asText()).isEqualTo("golden");
    }

    @Test
    void a_mapped_role_counts_in_each_shape_that_Entra_sends() {
        operator.map("{'attribute':'roles','value':'Reseller','seatType':'partner'}")
                .demand(200);

        String[] shapes = {
            ",'roles':[{'primary':true,'type':'WindowsAzureActiveDirectoryRole','value':'Reseller'}]",
            ",'roles':[{'value':'{\\\\'id\\\\':\\\\'06b0\\\\',\\\\'value\\\\':\\\\'25\\\\',\\\\'displayName\\\\':\\\\'Reseller\\\\'}'}]",
            ",'roles':[{'primary':false,'value':'User'},{'primary':false,'display':'x','value':'RESELLER'}]"
        };
        for (int i = 0; i < shapes.length; i++) {
            String body = Connector.person("ada" + i, shapes[i].replace("\\\\'", "\\u0022"));
            assertThat(seat(idp.post("/Users", body).demand(201))).isEqualTo("partner by roles as user");
        }
    }

    @Test
    void a_mapped_userType_counts_and_the_first_mapping_that_fits_does() {
        operator.map("{'attribute':'userType','value':'Contractor','seatType':'learning'},"
                        + "{'attribute':'roles','value':'reseller','seatType':'partner'}")
                .demand(200);

        assertThat(seat(",'userType':'contractor','roles':[{'value':'Reseller'}]"))
                .isEqualTo("learning by userType as user");
    }

    @Test
    void a_wish_for_admin_is_the_role_and_the_seat_that_goes_with_it() {
        operator.map("{'attribute':'roles','value':'Administrator','appRole':'admin'}")
                .demand(200);
        operator.change("{'defaultSeatType':'learning'}").demand(200);

        assertThat(seat(Connector.wishing("Admin"))).isEqualTo("full by requestedSeatType as admin");
        Reply bob = idp.post("/Users", Connector.person("bob", ",'roles':[{'value':'administrator'}]"));
        assertThat(seat(bob)).isEqualTo("full by roles as admin");
        assertThat(operator.access(bob.id()).path("appRole").asText()).isEqualTo("admin");
    }

    @Test
    void an_admin_with_another_seat_is_refused_and_nothing_is_done() {
        Reply refused = idp.post(
                        "/Users",
                        Connector.person(
                                "ada", Connector.wishing("partner") + ",'roles':[{'type':'seatType','value':'admin'}]"))
                .demand(400);

        assertThat(refused.detail()).contains("admin of the application needs a seat of the type full");
        assertThat(idp.find("userName eq \"ada\"").body().path("totalResults").asInt())
                .isZero();
    }

    @Test
    void what_was_stored_before_a_mapping_is_no_reason_to_refuse_another_change() {
        String ada = idp.post(
                        "/Users", Connector.person("ada", Connector.wishing("partner") + ",'roles':[{'value':'Boss'}]"))
                .demand(201)
                .id();
        operator.map("{'attribute':'roles','value':'boss','appRole':'admin'}").demand(200);

        idp.patch("/Users/" + ada, "{'op':'replace','path':'displayName','value':'Ada'}")
                .demand(200);

        assertThat(seat(idp.user(ada))).isEqualTo("partner by requestedSeatType as user");
    }

    @Test
    void mappings_and_the_default_change_seats_at_once() {
        String ada = idp.post("/Users", Connector.person("ada", ",'userType':'Guest'"))
                .demand(201)
                .id();
        String bob = idp.create("bob").demand(201).id();

        operator.map("{'attribute':'userType','value':'guest','seatType':'learning'}")
                .demand(200);
        assertThat(seat(idp.user(ada))).isEqualTo("learning by userType as user");
        operator.change("{'defaultSeatType':'partner'}").demand(200);
        assertThat(seat(idp.user(bob))).isEqualTo("partner by tenantDefault as user");
        assertThat(seat(idp.user(ada))).isEqualTo("learning by userType as user");
        operator.map("").demand(200);
        assertThat(seat(idp.user(ada))).isEqualTo("partner by tenantDefault as user");
    }

    @Test
    void a_mapping_must_be_understood_whole() {
        for (String bad : new String[] {
            "{'attribute':'title','value':'x','seatType':'full'}",
            "{'attribute':'roles','value':' ','seatType':'full'}",
            "{'attribute':'roles','value':'x','seatType':'golden'}",
            "{'attribute':'roles','value':'x','appRole':'user'}",
            "{'attribute':'roles','value':'x'}",
            "{'attribute':'roles','value':'x','seatType':'full','appRole':'admin'}"
        }) {
            assertThat(operator.map(bad).status()).as(bad).isEqualTo(400);
        }
    }

    @Test
    void a_pin_comes_before_everything_until_it_is_taken_back() {
        String ada = idp.post("/Users", Connector.person("ada", Connector.wishing("full")))
                .demand(201)
                .id();

        operator.pin(ada, "{'seatType':'partner','reason':'Agreed with the customer'}")
                .demand(200);
        assertThat(seat(idp.user(ada))).isEqualTo("partner by pin as user");
        idp.patch("/Users/" + ada, "{'op':'replace','path':'userType','value':'x'}")
                .demand(200);
        assertThat(seat(idp.user(ada))).isEqualTo("partner by pin as user");
        idp.activate(ada, false).demand(200);
        idp.activate(ada, true).demand(200);
        assertThat(seat(idp.user(ada))).isEqualTo("partner by pin as user");

        operator.unpin(ada).demand(204);
        assertThat(seat(idp.user(ada))).isEqualTo("full by requestedSeatType as user");
    }

    @Test
    void a_pin_ends_when_it_said_it_would() {
        String ada = idp.create("ada").demand(201).id();

        operator.pin(
                        ada,
                        "{'seatType':'learning','reason':'x','until':'"
                                + java.time.Instant.now().plusSeconds(2) + "'}")
                .demand(200);
        assertThat(seat(idp.user(ada))).isEqualTo("learning by pin as user");

        operator.settled();
        assertThat(seat(idp.user(ada))).isEqualTo("full by tenantDefault as user");
    }

    @Test
    void a_pin_needs_a_type_that_is_sold_a_reason_and_an_end_to_come() {
        String ada = idp.create("ada").demand(201).id();

        for (String bad : new String[] {
            "{'seatType':'golden','reason':'x'}",
            "{'seatType':'full'}",
            "{'seatType':'full','reason':' '}",
            "{'seatType':'full','reason':'x','until':'2020-01-01T00:00:00Z'}",
            "{'seatType':'full','reason':'x','until':'tomorrow'}"
        }) {
            assertThat(operator.pin(ada, bad).status()).as(bad).isEqualTo(400);
        }
        assertThat(seat(idp.user(ada))).isEqualTo("full by tenantDefault as user");
    }
}
