package io.usher.tenants;

import io.restassured.response.Response;
import org.assertj.core.api.SoftAssertions;

/** What a refusal of the API looks like (RFC 9457). */
final class ProblemAnswers {

    private ProblemAnswers() {}

    static void problem(Response answer, int status) {
        SoftAssertions all = new SoftAssertions();
        expectProblem(all, answer, status, "");
        all.assertAll();
    }

    static void expectProblem(SoftAssertions all, Response answer, int status, String about) {
        String name = about + ": " + answer.asString();
        all.assertThat(answer.statusCode()).as(name).isEqualTo(status);
        all.assertThat(answer.contentType()).as(name).startsWith("application/problem+json");
        all.assertThat(answer.asString()).as(name).contains("\"status\":" + answer.statusCode(), "\"title\"");
    }
}
