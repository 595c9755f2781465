package io.usher.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Every check of the catalogue has a test that carries its number, or says why it has none; and the page says which. */
class ConformanceTest {

    private static final int EXCUSES = 20;

    private static final Catalogue CATALOGUE = Catalogue.read();
    private static final Proofs PROOFS = Proofs.collect();
    private static final Map<Exemption, Map<String, String>> REASONS = Exemption.reasons();

    @Test
    void every_check_has_a_test_or_says_why_it_has_none_and_never_both() {
        List<String> faults = new ArrayList<>();
        for (String check : CATALOGUE.checks()) {
            List<String> found =
                    new ArrayList<>(PROOFS.of(check).stream().limit(1).toList());
            REASONS.forEach((exemption, checks) -> {
                if (checks.containsKey(check)) {
                    found.add(exemption.file().toString());
                }
            });
            if (found.size() != 1) {
                faults.add(check + (found.isEmpty() ? " has neither" : " has both: " + found));
            }
        }

        assertThat(faults)
                .as("checks with neither a test nor a reason, or with both")
                .isEmpty();
    }

    @Test
    void every_tag_and_every_reason_names_a_check_of_the_catalogue() {
        Set<String> named = new TreeSet<>(PROOFS.tags());
        named.removeIf(tag -> !CATALOGUE.speaksOf(tag));
        REASONS.values().forEach(checks -> named.addAll(checks.keySet()));

        assertThat(CATALOGUE.checks()).containsAll(named);
    }

    @Test
    void few_checks_do_not_apply() {
        assertThat(REASONS.get(Exemption.NOT_APPLICABLE)).hasSizeLessThanOrEqualTo(EXCUSES);
    }

    @Test
    void the_page_is_what_the_catalogue_and_the_tests_say() throws IOException {
        String page = new ConformancePage(CATALOGUE, PROOFS, REASONS).text();
        if (Boolean.getBoolean("usher.conformance.write")) {
            Files.writeString(ConformancePage.FILE, page);
        }

        assertThat(Files.readString(ConformancePage.FILE))
                .as("the page is out of date; write it anew with: " + ConformancePage.COMMAND)
                .isEqualTo(page);
    }
}
