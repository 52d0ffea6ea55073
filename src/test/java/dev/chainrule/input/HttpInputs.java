package dev.chainrule.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Hygiene;
import dev.chainrule.RawHttp.Answer;
import java.util.List;
import java.util.stream.Stream;

/** B109: requests that HTTP itself refuses. */
final class HttpInputs {

    private static final String JOBS = "/api/v1/jobs";

    private HttpInputs() {}

    static List<BadInput> all() {
        return Stream.of(
                        asked("Accept: application/xml", "GET", JOBS, 406, "Accept: application/xml"),
                        asked("Accept: text/html", "GET", JOBS, 406, "Accept: text/html"),
                        asked("HEAD", "HEAD", JOBS, 200),
                        asked("OPTIONS", "OPTIONS", JOBS, 200),
                        asked("TRACE", "TRACE", JOBS, 405),
                        asked("a method of no name", "BREW", JOBS, 405),
                        asked("DELETE of a list", "DELETE", JOBS, 405),
                        asked("a path of 5 kB", "GET", JOBS + "/" + "x".repeat(5_000), 404),
                        asked("a path of 10 kB", "GET", JOBS + "/" + "x".repeat(10_000), 400),
                        asked("%00 in a path", "GET", JOBS + "/%00", 400),
                        asked("a path up", "GET", JOBS + "/../../etc/passwd", 404))
                .toList();
    }

    private static BadInput asked(String what, String method, String path, int status, String... headers) {
        return new BadInput(109, what, talk -> {
            Answer answer = talk.raw().send(method, path, headers);
            assertThat(answer.status()).as(answer.body()).isEqualTo(status);
            boolean problem = status >= 400 && !answer.body().isEmpty();
            if (problem) {
                assertThat(Hygiene.fullComplaint(status, answer.header("content-type"), answer.body()))
                        .isEmpty();
            }
        });
    }
}
