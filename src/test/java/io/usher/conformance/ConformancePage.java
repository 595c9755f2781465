package io.usher.conformance;

import io.usher.conformance.Catalogue.Area;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalogue and its proofs as a page for people. */
final class ConformancePage {

    static final Path FILE = Path.of("src", "site", "markdown", "conformance.md");

    static final String COMMAND = "mvn test -Dtest=ConformanceTest -Dusher.conformance.write=true";

    private static final int SHOWN = 2;

    private final Catalogue catalogue;
    private final Proofs proofs;
    private final Map<Exemption, Map<String, String>> exemptions = new EnumMap<>(Exemption.class);

    ConformancePage(Catalogue catalogue, Proofs proofs, Map<Exemption, Map<String, String>> reasons) {
        this.catalogue = catalogue;
        this.proofs = proofs;
        exemptions.putAll(reasons);
        exemptions.values().removeIf(Map::isEmpty);
    }

    String text() {
        StringBuilder page = new StringBuilder("""
                # Conformance

                What SCIM 2.0 asks of a server (RFC 7643, RFC 7644, RFC 9865, the interoperability profile, and what Okta and \
                Microsoft Entra ID send), as checks of one line each. A test that goes red when the rule is broken carries the \
                number of the check; `mvn verify` runs all of them. A check without a test says why.

                This page is written from the catalogue in `src/test/resources/checks` and from the tests themselves, and the \
                build fails when it is not what they say: `%s` writes it anew.

                """.formatted(COMMAND));
        summary(page);
        catalogue.areas().forEach(area -> table(page, area));
        return page.toString();
    }

    private void summary(StringBuilder page) {
        List<String> columns = new ArrayList<>(List.of("area", "about", "checks", "proven"));
        exemptions.keySet().forEach(exemption -> columns.add(exemption.words()));
        row(page, columns);
        page.append("|---|---").append("|--:".repeat(columns.size() - 2)).append("|\n");
        for (Area area : catalogue.areas()) {
            String name = "[" + area.name() + "](#" + area.name().toLowerCase(Locale.ROOT) + ")";
            row(page, counts(name, area.heading(), area.rules().keySet()));
        }
        row(page, counts("all", "", catalogue.checks()));
    }

    private List<String> counts(String name, String about, Collection<String> checks) {
        List<String> cells = new ArrayList<>(List.of(name, about, String.valueOf(checks.size())));
        cells.add(String.valueOf(
                checks.stream().filter(check -> !proofs.of(check).isEmpty()).count()));
        for (Map<String, String> reasons : exemptions.values()) {
            cells.add(
                    String.valueOf(checks.stream().filter(reasons::containsKey).count()));
        }
        return cells;
    }

    private void table(StringBuilder page, Area area) {
        page.append("\n## ")
                .append(area.name())
                .append("\n\n")
                .append(area.heading())
                .append("\n\n");
        row(page, List.of("check", "rule", "proven by, or why not"));
        page.append("|---|---|---|\n");
        area.rules().forEach((check, rule) -> row(page, List.of(check, escaped(rule), proof(check))));
    }

    private String proof(String check) {
        SortedSet<String> tests = proofs.of(check);
        if (tests.isEmpty()) {
            return exemptions.entrySet().stream()
                    .filter(exemption -> exemption.getValue().containsKey(check))
                    .map(exemption -> exemption.getKey().words() + ": "
                            + escaped(String.valueOf(exemption.getValue().get(check))))
                    .collect(Collectors.joining("; "));
        }
        Stream<String> shown = tests.stream().limit(SHOWN).map(test -> "`" + test + "`");
        Stream<String> more = tests.size() > SHOWN ? Stream.of("and " + (tests.size() - SHOWN) + " more") : Stream.of();
        return Stream.concat(shown, more).collect(Collectors.joining(", ")).replace(", and", " and");
    }

    private static void row(StringBuilder page, List<String> cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String escaped(String text) {
        return text.replaceAll("([|*_<$\\[\\]\\\\])", "\\\\$1");
    }
}
