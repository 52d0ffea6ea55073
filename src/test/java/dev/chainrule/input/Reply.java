package dev.chainrule.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came back.
 *
 * @param type Content-Type, empty where there is none
 */
record Reply(int status, String type, String body) {

    static Reply of(Answer answer) {
        return new Reply(answer.status(), answer.header("content-type"), answer.body());
    }

    JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    Reply expect(Integer... statuses) {
        assertThat(status).as(body).isIn(List.of(statuses));
        return this;
    }

    String id() {
        return json().get("id").stringValue();
    }

    /** Codes of the problem, of its faults and of the issues of what was accepted. */
    List<String> codes() {
        List<String> codes = new ArrayList<>();
        JsonNode all = json();
        codes.add(all.path("code").asString(""));
        all.path("errors").forEach(fault -> codes.add(fault.path("code").asString("")));
        all.path("issues").forEach(issue -> codes.add(issue.path("code").asString("")));
        return codes;
    }

    /** Where the faults and issues are: pointers, lines, columns. */
    List<String> places() {
        List<String> places = new ArrayList<>();
        JsonNode all = json();
        all.path("errors").forEach(fault -> places.add(fault.path("pointer").asString("")));
        all.path("issues").forEach(issue -> places.add(issue.path("column").asString("")));
        if (all.has("line")) {
            places.add("line " + all.get("line") + ", column " + all.get("column"));
        }
        return places;
    }

    /** Every sentence of the answer, one a line. */
    String sentences() {
        StringBuilder text = new StringBuilder(json().path("detail").asString(""));
        for (String list : List.of("errors", "issues")) {
            Objects.requireNonNull(json().path(list))
                    .forEach(one -> text.append('\n').append(one.path("message").asString("")));
        }
        return text.toString();
    }
}
