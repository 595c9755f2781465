package io.usher.scim.conversations;

import io.quarkus.test.junit.QuarkusTest;
import io.usher.testing.TestTenant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * What identity providers really send, in their order and with their headers, each conversation in a fresh
 * tenant. Every one is held twice, as an Okta and as an Entra connection: nobody tells the server which
 * client speaks, so one dialect must understand all.
 */
@QuarkusTest
class ConversationsTest {

    @TestFactory
    @Tag("AUTH-01")
    @Tag("AUTH-09")
    @Tag("CRE-01")
    @Tag("CRE-03")
    @Tag("CRE-09")
    @Tag("DEL-01")
    @Tag("DEL-02")
    @Tag("DEL-07")
    @Tag("DISC-07")
    @Tag("ERR-01")
    @Tag("ERR-02")
    @Tag("ERR-07")
    @Tag("FIL-05")
    @Tag("FIL-07")
    @Tag("FIL-31")
    @Tag("GET-01")
    @Tag("GET-02")
    @Tag("HTTP-02")
    @Tag("HTTP-06")
    @Tag("HTTP-07")
    @Tag("HTTP-12")
    @Tag("HTTP-27")
    @Tag("INT-09")
    @Tag("OKT-01")
    @Tag("OKT-02")
    @Tag("OKT-03")
    @Tag("OKT-04")
    @Tag("OKT-05")
    @Tag("OKT-06")
    @Tag("OKT-07")
    @Tag("OKT-08")
    @Tag("OKT-09")
    @Tag("OKT-11")
    @Tag("PAG-04")
    @Tag("PAG-05")
    @Tag("PAG-07")
    @Tag("PAG-11")
    @Tag("PAT-08")
    @Tag("PAT-11")
    @Tag("PAT-18")
    @Tag("PAT-28")
    @Tag("PAT-33")
    @Tag("PAT-35")
    @Tag("PAT-36")
    @Tag("PAT-43")
    @Tag("PAT-56")
    @Tag("PAT-61")
    @Tag("PUT-01")
    @Tag("PUT-02")
    @Tag("PUT-03")
    @Tag("PUT-04")
    @Tag("PUT-07")
    @Tag("PUT-14")
    @Tag("QRY-01")
    @Tag("QRY-02")
    @Tag("QRY-03")
    @Tag("QRY-04")
    @Tag("QRY-05")
    @Tag("RES-01")
    @Tag("RES-03")
    @Tag("RES-07")
    @Tag("RES-08")
    @Tag("RES-09")
    @Tag("RES-10")
    @Tag("RES-15")
    @Tag("RES-19")
    @Tag("RES-20")
    @Tag("RES-22")
    @Tag("RES-25")
    Stream<DynamicContainer> okta() {
        return replays("okta");
    }

    @TestFactory
    @Tag("COM-06")
    @Tag("COM-08")
    @Tag("CRE-01")
    @Tag("CRE-03")
    @Tag("CRE-09")
    @Tag("CRE-10")
    @Tag("DEL-01")
    @Tag("DEL-02")
    @Tag("DEL-03")
    @Tag("DEL-04")
    @Tag("DEL-05")
    @Tag("DEL-07")
    @Tag("DEL-08")
    @Tag("DISC-07")
    @Tag("DISC-22")
    @Tag("ENT-01")
    @Tag("ENT-02")
    @Tag("ENT-03")
    @Tag("ENT-04")
    @Tag("ENT-05")
    @Tag("ENT-06")
    @Tag("ENT-07")
    @Tag("ENT-08")
    @Tag("ENT-09")
    @Tag("ENT-10")
    @Tag("ENT-11")
    @Tag("ENT-12")
    @Tag("ENT-13")
    @Tag("ERR-01")
    @Tag("ERR-02")
    @Tag("FIL-01")
    @Tag("FIL-02")
    @Tag("FIL-13")
    @Tag("FIL-21")
    @Tag("FIL-26")
    @Tag("FIL-33")
    @Tag("GET-02")
    @Tag("GET-03")
    @Tag("GET-05")
    @Tag("HTTP-03")
    @Tag("HTTP-04")
    @Tag("HTTP-10")
    @Tag("INT-07")
    @Tag("PAG-04")
    @Tag("PAG-11")
    @Tag("PAT-04")
    @Tag("PAT-07")
    @Tag("PAT-08")
    @Tag("PAT-12")
    @Tag("PAT-18")
    @Tag("PAT-22")
    @Tag("PAT-23")
    @Tag("PAT-24")
    @Tag("PAT-25")
    @Tag("PAT-26")
    @Tag("PAT-27")
    @Tag("PAT-28")
    @Tag("PAT-32")
    @Tag("PAT-33")
    @Tag("PAT-34")
    @Tag("PAT-35")
    @Tag("PAT-38")
    @Tag("PAT-40")
    @Tag("PAT-46")
    @Tag("PAT-48")
    @Tag("PAT-50")
    @Tag("PAT-52")
    @Tag("PAT-53")
    @Tag("PAT-54")
    @Tag("PAT-57")
    @Tag("PRJ-08")
    @Tag("QRY-02")
    @Tag("QRY-03")
    @Tag("RES-08")
    @Tag("RES-10")
    @Tag("RES-11")
    @Tag("RES-14")
    @Tag("RES-20")
    @Tag("RES-23")
    @Tag("RES-25")
    @Tag("T15")
    @Tag("T87")
    Stream<DynamicContainer> entra() {
        return replays("entra");
    }

    @TestFactory
    @Tag("DEL-01")
    @Tag("PAT-43")
    @Tag("T15")
    Stream<DynamicContainer> others() {
        return replays("others");
    }

    private static Stream<DynamicContainer> replays(String name) {
        Book book = Book.open(name);
        return kinds(name).stream()
                .map(kind -> DynamicContainer.dynamicContainer(
                        book.client() + " on a connection of kind " + kind,
                        book.conversations().stream()
                                .map(conversation -> DynamicTest.dynamicTest(
                                        conversation.name() + " " + conversation.proves(),
                                        () -> new Replay(
                                                        book,
                                                        conversation,
                                                        TestTenant.create().token(kind))
                                                .run()))));
    }

    /** On a connection of their own kind; in the profile "long" on both, for one dialect serves all. */
    private static List<String> kinds(String book) {
        return System.getProperty("usher.conversations.kinds", "own").equals("all")
                ? List.of("okta", "entra")
                : List.of(book.equals("entra") ? "entra" : "okta");
    }
}
