package dev.chainrule.dataset;

import dev.chainrule.dataset.table.Column;
import dev.chainrule.dataset.table.Issue;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON kept in a dataset's row. Our own, so the limits set on what strangers send do not hold for it. */
@Component
final class DatasetJson {

    private final JsonMapper mapper = JsonMapper.builder().build();

    String write(Object value) {
        return mapper.writeValueAsString(value);
    }

    List<Column> columns(String json) {
        return mapper.readValue(json, new TypeReference<>() {});
    }

    List<Issue> issues(String json) {
        return mapper.readValue(json, new TypeReference<>() {});
    }

    JsonNode tree(String json) {
        return mapper.readTree(json);
    }

    JsonNode tree(Object value) {
        return mapper.valueToTree(value);
    }
}
