package dev.chainrule.engine.train;

import org.nd4j.linalg.api.buffer.DataType;

/** Number type of parameters, activations and gradients. */
public enum Precision {
    FLOAT32(DataType.FLOAT),
    FLOAT64(DataType.DOUBLE);

    private final DataType dataType;

    Precision(DataType dataType) {
        this.dataType = dataType;
    }

    /** The arrays' type. */
    public DataType dataType() {
        return dataType;
    }
}
