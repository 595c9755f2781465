package io.usher.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void each_row_is_a_line_that_ends_with_cr_and_lf() {
        assertThat(Csv.of(List.of("a", "b"), List.of(List.of("x", 1), Arrays.asList(null, 2))))
                .isEqualTo("a,b\r\nx,1\r\n,2\r\n");
    }

    @Test
    void what_would_end_a_cell_or_a_line_is_quoted() {
        assertThat(Csv.of(
                        List.of("a"), List.of(List.of("x,y"), List.of("say \"x\""), List.of("x\ny"), List.of("x\ry"))))
                .isEqualTo("a\r\n\"x,y\"\r\n\"say \"\"x\"\"\"\r\n\"x\ny\"\r\n\"x\ry\"\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"})
    void a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(String text) {
        assertThat(Csv.of(List.of("a"), List.of(List.of(text)))).isEqualTo("a\r\n'" + text + "\r\n");
    }

    @Test
    void so_does_one_that_begins_with_cr() {
        assertThat(Csv.of(List.of("a"), List.of(List.of("\rx")))).isEqualTo("a\r\n\"'\rx\"\r\n");
    }

    @Test
    void a_number_stays_a_number() {
        assertThat(Csv.of(List.of("a"), List.of(List.of(-5), List.of(new BigDecimal("0.000001")))))
                .isEqualTo("a\r\n-5\r\n0.000001\r\n");
    }
}
