package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import tools.jackson.databind.JsonNode;

/**
 * A key that a test has had made.
 *
 * @param header that shows it
 */
record Keys(String id, String key, String header) {

    static Keys make(RawHttp http, String scope) {
        Answer made = http.post(
                "/api/v1/keys", "{\"name\": \"a test\", \"scope\": \"" + scope + "\"}", KeyedServiceTest.ADMIN);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        JsonNode json = made.json();
        assertThat(made.header("location"))
                .isEqualTo("/api/v1/keys/" + json.get("id").stringValue());
        String key = json.get("key").stringValue();
        return new Keys(json.get("id").stringValue(), key, "Authorization: Bearer " + key);
    }
}
