package dev.chainrule.web;

import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import dev.chainrule.engine.catalog.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON Schema (draft 2020-12) of described records. It says all that can be said of one document alone: names, types,
 * ranges, short forms. What a constructor checks, and what needs a data set, only the service can say.
 */
final class SchemaDocument {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double LARGEST_EXACT = 0x1p53;

    private final String prefix;

    /**
     * @param prefix where definitions stand: {@code #/$defs/}, or {@code #/components/schemas/} in OpenAPI
     */
    SchemaDocument(String prefix) {
        this.prefix = prefix;
    }

    /** The schema of one request, complete in itself. */
    static ObjectNode of(String name, Class<?> request) {
        SchemaDocument schemas = new SchemaDocument("#/$defs/");
        ObjectNode document = NODES.objectNode();
        document.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        document.put("$id", "/api/v1/schemas/" + name);
        document.put("$ref", schemas.prefix + Catalog.nameOf(request));
        document.set("$defs", schemas.definitions(new Catalog(List.of(request), List.of())));
        return document;
    }

    /** A schema by name for every family and record. */
    ObjectNode definitions(Catalog catalog) {
        ObjectNode definitions = NODES.objectNode();
        catalog.families().forEach((name, family) -> definitions.set(name, family(family)));
        catalog.records().forEach((name, record) -> definitions.set(name, record(record)));
        return definitions;
    }

    /** What a merge patch of a record may hold; a field that may be left out of the record may be null. */
    ObjectNode patch(Class<? extends Record> type) {
        ObjectNode schema = NODES.objectNode().put("description", "JSON merge patch: what is left out stays.");
        ObjectNode properties = schema.put("type", "object").putObject("properties");
        for (Field field : Member.of(type).fields()) {
            ObjectNode property = field(field);
            property.remove("default");
            properties.set(field.name(), field.required() || property.has("anyOf") ? property : orNull(property));
        }
        return schema.put("additionalProperties", false);
    }

    private ObjectNode family(Family family) {
        ObjectNode schema = NODES.objectNode();
        ArrayNode alternatives = schema.putArray("oneOf");
        ObjectNode text = alternatives.addObject();
        text.put("type", "string");
        text.put("pattern", ShortPatterns.of(family));
        text.put("description", "Short form name:first:second, the fields filled from the left.");
        for (Member member : family.members()) {
            alternatives.add(record(member).put("title", member.name() + "_" + Catalog.nameOf(family.type())));
        }
        return schema;
    }

    private ObjectNode record(Member member) {
        ObjectNode schema = NODES.objectNode();
        String description = (member.help() + " " + member.formula()).strip();
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        if (member.inFamily()) {
            properties
                    .putObject("type")
                    .put("type", "string")
                    .put("const", member.name())
                    .put("default", member.name());
            required.add("type");
        }
        for (Field field : member.fields()) {
            properties.set(field.name(), field(field));
            if (field.required()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private ObjectNode field(Field field) {
        ObjectNode schema = shape(field.shape(), field.range());
        if (field.nullable() && !(field.shape() instanceof Shape.Opaque)) {
            schema = orNull(schema);
        }
        if (!field.help().isEmpty()) {
            schema.put("description", field.help());
        }
        String text = field.defaultText();
        if (text != null) {
            schema.set("default", ShortForms.ofDefault(field.shape(), text));
        }
        return schema;
    }

    private static ObjectNode orNull(ObjectNode schema) {
        ObjectNode either = NODES.objectNode();
        ArrayNode alternatives = either.putArray("anyOf");
        alternatives.add(schema);
        alternatives.addObject().put("type", "null");
        return either;
    }

    private ObjectNode shape(Shape shape, @Nullable Range range) {
        ObjectNode schema = NODES.objectNode();
        switch (shape) {
            case Shape.Real real -> bounded(schema.put("type", "number"), range);
            case Shape.Whole whole -> bounded(width(schema.put("type", "integer"), whole), range);
            case Shape.Flag flag -> schema.put("type", "boolean");
            case Shape.Text text -> schema.put("type", "string");
            case Shape.Choice choice -> choice.choices().accepted().forEach(schema.putArray("enum")::add);
            case Shape.OneOf oneOf -> schema.put("$ref", prefix + Catalog.nameOf(oneOf.family()));
            case Shape.Group group -> schema.put("$ref", prefix + Catalog.nameOf(group.type()));
            case Shape.Sequence list ->
                schema.put("type", "array").set("items", element(list.element(), list.nullableElements()));
            case Shape.Mapping map ->
                schema.put("type", "object").set("additionalProperties", element(map.value(), map.nullableValues()));
            case Shape.Vector vector ->
                schema.put("type", "array").putObject("items").put("type", "number");
            case Shape.Matrix matrix -> schema.put("type", "array").set("items", shape(new Shape.Vector(), null));
            case Shape.Cell cell ->
                schema.put("title", "cell")
                        .putArray("type")
                        .add("number")
                        .add("string")
                        .add("boolean");
            case Shape.Opaque opaque -> {
                if (opaque.type() == ObjectNode.class) {
                    schema.put("type", "object");
                }
            }
        }
        return schema;
    }

    private ObjectNode element(Shape shape, boolean nullable) {
        ObjectNode schema = shape(shape, null);
        if (nullable && schema.get("type") instanceof ArrayNode types) {
            types.add("null");
            return schema;
        }
        return nullable ? orNull(schema) : schema;
    }

    private static ObjectNode width(ObjectNode schema, Shape.Whole whole) {
        return whole.max() == Long.MAX_VALUE
                ? schema.put("format", "int64")
                : schema.put("minimum", whole.min()).put("maximum", whole.max());
    }

    private static void bounded(ObjectNode schema, @Nullable Range range) {
        if (range == null) {
            return;
        }
        if (range.min() != Double.NEGATIVE_INFINITY) {
            schema.remove("minimum");
            schema.set(range.openMin() ? "exclusiveMinimum" : "minimum", bound(range.min()));
        }
        if (range.max() != Double.POSITIVE_INFINITY) {
            schema.remove("maximum");
            schema.set(range.openMax() ? "exclusiveMaximum" : "maximum", bound(range.max()));
        }
    }

    /** A bound without a needless point: 1, not 1.0. */
    static JsonNode bound(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT;
        return whole ? NODES.numberNode((long) value) : NODES.numberNode(value);
    }
}
