package io.usher.hardening;

import io.usher.directory.ConditionSql;
import io.usher.platform.Limits;
import io.usher.platform.Problem;
import io.usher.scim.DialectRules;
import io.usher.scim.filter.ConditionMapper;
import io.usher.scim.filter.FilterParser;
import io.usher.scim.filter.PathParser;
import io.usher.scim.schema.ResourceModel;
import io.usher.scim.schema.ScimSchemas;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The filter and the path that cost most. */
class WorstFilterTest {

    private static final ResourceModel USER = new ScimSchemas().user();
    private static final List<String> PIECES = List.of(
            "(",
            "not (",
            "emails[",
            "emails[type eq \"work\"].value eq \"",
            "userName eq \"",
            "\\u00e9",
            "\\ud83d\\ude00",
            "ﷺ",
            "a pr or ",
            "a pr and ",
            "1",
            "1.",
            "1e",
            "0.1",
            "-",
            " ",
            ":",
            "urn:",
            ".",
            "a.",
            "\\",
            "\"",
            "İ",
            "e\u0301",
            "\u0301",
            "title co \"x\" or ");

    private final Dice dice = new Dice(20_261_124);

    @Test
    @Tag("T21")
    @Tag("T27")
    void no_filter_costs_much() {
        new WorstInput<>(this::fresh, this::changed, filter -> () -> ask(filter)).search("filter", 1_000);
    }

    @Test
    @Tag("T25")
    @Tag("T27")
    void no_path_costs_much() {
        new WorstInput<>(() -> cut("emails[" + fresh()), this::changed, path -> () -> walk(path)).search("path", 1_000);
    }

    private String fresh() {
        String piece = dice.pick(PIECES);
        return switch (dice.below(3)) {
            case 0 -> cut(piece.repeat(1 + Limits.FILTER / piece.length()));
            case 1 ->
                cut(dice.pick(PIECES)
                        + piece.repeat(1 + dice.below(Limits.FILTER / piece.length()))
                        + dice.pick(PIECES));
            default -> new FilterPrinter(dice).filter(new RandomSyntax(dice).filter());
        };
    }

    private String changed(String text) {
        int at = dice.below(text.length() + 1);
        String piece = dice.pick(PIECES);
        return switch (dice.below(4)) {
            case 0 -> cut(text.substring(0, at) + piece + text.substring(at));
            case 1 -> cut(text.substring(0, at) + piece.repeat(100) + text.substring(at));
            case 2 -> cut(text + text.substring(at));
            default -> text.isEmpty() ? fresh() : ParserPropertiesTest.mutated(dice, text);
        };
    }

    private static String cut(String text) {
        return text.length() <= Limits.FILTER ? text : text.substring(0, Limits.FILTER);
    }

    private static void ask(String filter) {
        try {
            ConditionSql.of(
                    ConditionSql.Target.USERS,
                    ConditionMapper.map(USER, DialectRules.TOLERANT, FilterParser.parse(filter)));
        } catch (Problem refused) {
            // A refusal costs too, and is counted.
        }
    }

    private static void walk(String path) {
        try {
            PathParser.parse(path);
        } catch (Problem refused) {
            // A refusal costs too, and is counted.
        }
    }
}
