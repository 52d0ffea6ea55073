package dev.chainrule.job;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON merge patch (RFC 7386): what the patch names is replaced, null removes, objects are merged. One thing is added for
 * families: an object whose {@code type} the patch changes is replaced whole, since its other fields meant the old type.
 */
final class MergePatch {

    private MergePatch() {}

    /** The patched document; neither argument is changed. */
    static JsonNode apply(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch.deepCopy();
        }
        boolean merge =
                target.isObject() && (!patch.has("type") || patch.get("type").equals(target.get("type")));
        ObjectNode result = merge ? (ObjectNode) target.deepCopy() : JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : patch.properties()) {
            JsonNode old = result.get(property.getKey());
            if (property.getValue().isNull()) {
                result.remove(property.getKey());
            } else {
                JsonNode base = old == null ? JsonNodeFactory.instance.objectNode() : old;
                result.set(property.getKey(), apply(base, property.getValue()));
            }
        }
        return result;
    }
}
