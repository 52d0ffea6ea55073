package dev.chainrule.web;

import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import dev.chainrule.engine.catalog.Shape;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The catalog as JSON, from which forms are made. */
final class CatalogDocument {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private CatalogDocument() {}

    static ObjectNode of(Catalog catalog) {
        ObjectNode document = NODES.objectNode();
        ObjectNode families = document.putObject("families");
        catalog.families().forEach((name, family) -> families.set(name, family(family)));
        ObjectNode records = document.putObject("records");
        catalog.records().forEach((name, record) -> records.set(name, record(record)));
        return document;
    }

    private static ObjectNode family(Family family) {
        ObjectNode node = NODES.objectNode();
        ArrayNode members = node.putArray("members");
        for (Member member : family.members()) {
            members.add(described(member));
        }
        return node;
    }

    private static ObjectNode described(Member member) {
        ObjectNode node = NODES.objectNode();
        node.put("name", member.name());
        node.put("formula", member.formula());
        return node.setAll(record(member));
    }

    private static ObjectNode record(Member member) {
        ObjectNode node = NODES.objectNode();
        node.put("help", member.help());
        ArrayNode fields = node.putArray("fields");
        member.fields().forEach(field -> fields.add(field(field)));
        return node;
    }

    private static ObjectNode field(Field field) {
        ObjectNode node = NODES.objectNode();
        node.put("name", field.name());
        type(node, "type", field.shape());
        String text = field.defaultText();
        if (text != null) {
            node.set("default", ShortForms.ofDefault(field.shape(), text));
        } else if (field.nullable()) {
            node.putNull("default");
        }
        node.put("required", field.required());
        node.put("nullable", field.nullable());
        range(node, field);
        node.put("help", field.help());
        return node;
    }

    /** Writes the kind of value, and which family, record or names it is one of; a list tells the same of its elements. */
    private static void type(ObjectNode node, String property, Shape shape) {
        switch (shape) {
            case Shape.Real real -> node.put(property, "number");
            case Shape.Whole whole -> node.put(property, "integer");
            case Shape.Flag flag -> node.put(property, "boolean");
            case Shape.Text text -> node.put(property, "string");
            case Shape.Vector vector -> node.put(property, "vector");
            case Shape.Matrix matrix -> node.put(property, "matrix");
            case Shape.Cell cell -> node.put(property, "cell");
            case Shape.Opaque opaque -> node.put(property, "json");
            case Shape.Choice choice -> {
                node.put(property, "enum");
                ArrayNode values = node.putArray("values");
                choice.choices().names().forEach(values::add);
            }
            case Shape.OneOf oneOf -> node.put(property, "family").put("family", Catalog.nameOf(oneOf.family()));
            case Shape.Group group -> node.put(property, "record").put("record", Catalog.nameOf(group.type()));
            case Shape.Sequence list -> {
                node.put(property, "list");
                type(property.equals("type") ? node : node.putObject("elements"), "items", list.element());
            }
            case Shape.Mapping map -> {
                node.put(property, "map");
                type(property.equals("type") ? node : node.putObject("elements"), "items", map.value());
            }
        }
    }

    private static void range(ObjectNode node, Field field) {
        Range range = field.range();
        if (range == null) {
            return;
        }
        if (range.min() != Double.NEGATIVE_INFINITY) {
            node.set("min", SchemaDocument.bound(range.min()));
            node.put("openMin", range.openMin());
        }
        if (range.max() != Double.POSITIVE_INFINITY) {
            node.set("max", SchemaDocument.bound(range.max()));
            node.put("openMax", range.openMax());
        }
    }
}
