package io.usher.seats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.Operator;
import io.usher.testing.Reply;
import io.usher.testing.TestTenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator can agree upon with a customer, seat type by seat type. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // opened before each test
class PoolTermsTest {

    private Operator operator;

    @BeforeEach
    void open() {
        operator = new Operator(TestTenant.withoutSeats());
    }

    @Test
    void what_is_agreed_is_shown() {
        operator.agree("full", """
                {'quantity':50,'onLimit':'overage','overage':{'seats':5,'days':30,'then':'reject'},
                 'price':{'amount':120000,'currency':'EUR'}}""").demand(200);

        assertThat(operator.pool("full").toString()).isEqualTo("""
                {"type":"full","quantity":50,"used":0,"over":0,"waitlisted":0,"onLimit":"overage",\
                "overage":{"seats":5,"days":30,"then":"reject"},"price":{"amount":120000,"currency":"EUR"},\
                "capabilities":["content","pitch","crm","analytics","training"]}""");
        operator.agree("learning", "{'quantity':null,'onLimit':'fallback','fallback':'partner'}")
                .demand(200);
        assertThat(operator.pool("learning").path("fallback").asText()).isEqualTo("partner");
    }

    @Test
    void what_is_not_given_stays_as_it_is() {
        operator.agree("full", "{'quantity':1,'onLimit':'reject','price':{'amount':5,'currency':'JPY'}}");

        Reply raised = operator.agree("full", "{'quantity':2}").demand(200);
        assertThat(raised.body().path("onLimit").asText()).isEqualTo("reject");
        assertThat(raised.body().path("price").path("amount").asInt()).isEqualTo(5);
        assertThat(operator.agree("full", "{'quantity':2,'price':null}").body().has("price"))
                .isFalse();
    }

    @Test
    void a_change_is_recorded_with_before_and_after_and_none_is_not() {
        operator.agree("full", "{'quantity':3,'onLimit':'reject'}");
        operator.agree("full", "{'quantity':3,'onLimit':'reject'}");

        List<JsonNode> changes = new ArrayList<>();
        for (JsonNode record : operator.records(Map.of()).demand(200).body().path("records")) {
            if (record.path("action").asText().equals("seatPool.changed")) {
                changes.add(record.path("changes"));
            }
        }
        assertThat(changes)
                .singleElement()
                .hasToString(
                        "{\"onLimit\":{\"after\":\"reject\",\"before\":\"waitlist\"},\"quantity\":{\"after\":3,\"before\":0}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {'onLimit':'reject'}; missingField
            {'quantity':1,'onLimit':'perhaps'}; invalidParameter
            {'quantity':1,'onLimit':'fallback'}; invalidParameter
            {'quantity':1,'fallback':'learning'}; missingField
            {'quantity':1,'onLimit':'reject','fallback':'learning'}; invalidParameter
            {'quantity':1,'onLimit':'fallback','fallback':'golden'}; invalidValue
            {'quantity':1,'onLimit':'fallback','fallback':'full'}; invalidFallback
            {'quantity':1,'onLimit':'overage','overage':{'seats':1,'days':1}}; invalidParameter
            {'quantity':1,'onLimit':'overage','overage':{'seats':0,'days':1,'then':'reject'}}; invalidOverage
            {'quantity':1,'price':{'amount':1.5,'currency':'EUR'}}; invalidParameter
            {'quantity':1,'price':{'amount':-1,'currency':'EUR'}}; invalidPrice
            {'quantity':1,'price':{'amount':1,'currency':'EURO'}}; invalidPrice
            """)
    void what_cannot_be_agreed_is_refused_with_a_word_and_changes_nothing(String terms, String code) {
        assertThat(operator.agree("full", terms).demand(400).body().path("code").asText())
                .isEqualTo(code);
        assertThat(operator.pools("full")).isEqualTo("0 of 0, 0 waiting");
    }
}
