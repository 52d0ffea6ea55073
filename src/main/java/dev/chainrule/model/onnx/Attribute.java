package dev.chainrule.model.onnx;

import java.util.List;

/** A constant of a node. */
sealed interface Attribute {

    String name();

    /** AttributeProto. */
    ProtoWriter message();

    record Whole(String name, long value) implements Attribute {
        @Override
        public ProtoWriter message() {
            return new ProtoWriter()
                    .put(Fields.ATTRIBUTE_NAME, name)
                    .put(Fields.ATTRIBUTE_INT, value)
                    .put(Fields.ATTRIBUTE_TYPE, Fields.TYPE_OF_INT);
        }
    }

    record Wholes(String name, List<Long> values) implements Attribute {
        @Override
        public ProtoWriter message() {
            ProtoWriter message = new ProtoWriter().put(Fields.ATTRIBUTE_NAME, name);
            values.forEach(value -> message.put(Fields.ATTRIBUTE_INTS, value));
            return message.put(Fields.ATTRIBUTE_TYPE, Fields.TYPE_OF_INTS);
        }
    }

    record Texts(String name, List<String> values) implements Attribute {
        @Override
        public ProtoWriter message() {
            ProtoWriter message = new ProtoWriter().put(Fields.ATTRIBUTE_NAME, name);
            values.forEach(value -> message.put(Fields.ATTRIBUTE_STRINGS, value));
            return message.put(Fields.ATTRIBUTE_TYPE, Fields.TYPE_OF_STRINGS);
        }
    }
}
