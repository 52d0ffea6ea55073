package dev.chainrule.model.onnx;

/** Numbers of the fields of ONNX's messages, as its {@code onnx.proto} assigns them, and the types its tensors have. */
final class Fields {

    /** ModelProto. */
    static final int MODEL_IR_VERSION = 1;

    static final int MODEL_PRODUCER = 2;
    static final int MODEL_GRAPH = 7;
    static final int MODEL_OPSET = 8;
    static final int MODEL_METADATA = 14;

    /** OperatorSetIdProto. */
    static final int OPSET_DOMAIN = 1;

    static final int OPSET_VERSION = 2;

    /** StringStringEntryProto. */
    static final int ENTRY_KEY = 1;

    static final int ENTRY_VALUE = 2;

    /** GraphProto. */
    static final int GRAPH_NODE = 1;

    static final int GRAPH_NAME = 2;
    static final int GRAPH_INITIALIZER = 5;
    static final int GRAPH_INPUT = 11;
    static final int GRAPH_OUTPUT = 12;

    /** NodeProto. */
    static final int NODE_INPUT = 1;

    static final int NODE_OUTPUT = 2;
    static final int NODE_NAME = 3;
    static final int NODE_OP = 4;
    static final int NODE_ATTRIBUTE = 5;
    static final int NODE_DOMAIN = 7;

    /** AttributeProto. */
    static final int ATTRIBUTE_NAME = 1;

    static final int ATTRIBUTE_FLOAT = 2;
    static final int ATTRIBUTE_INT = 3;
    static final int ATTRIBUTE_TEXT = 4;
    static final int ATTRIBUTE_TENSOR = 5;
    static final int ATTRIBUTE_INTS = 8;
    static final int ATTRIBUTE_FLOATS = 7;
    static final int ATTRIBUTE_STRINGS = 9;
    static final int ATTRIBUTE_TYPE = 20;

    /** TensorProto. */
    static final int TENSOR_DIMS = 1;

    static final int TENSOR_TYPE = 2;
    static final int TENSOR_FLOATS = 4;
    static final int TENSOR_NAME = 8;
    static final int TENSOR_RAW = 9;
    static final int TENSOR_DOUBLES = 10;
    static final int TENSOR_EXTERNAL = 13;

    /** ValueInfoProto. */
    static final int VALUE_NAME = 1;

    static final int VALUE_TYPE = 2;

    /** TypeProto, TypeProto.Tensor, TensorShapeProto, TensorShapeProto.Dimension. */
    static final int TYPE_TENSOR = 1;

    static final int TENSOR_TYPE_ELEMENT = 1;
    static final int TENSOR_TYPE_SHAPE = 2;
    static final int SHAPE_DIM = 1;
    static final int DIM_VALUE = 1;
    static final int DIM_PARAM = 2;

    /** TensorProto.DataType. */
    static final int FLOAT = 1;

    static final int INT64 = 7;
    static final int STRING = 8;
    static final int DOUBLE = 11;

    /** AttributeProto.AttributeType. */
    static final int TYPE_OF_INT = 2;

    static final int TYPE_OF_INTS = 7;
    static final int TYPE_OF_STRINGS = 8;

    private Fields() {}
}
