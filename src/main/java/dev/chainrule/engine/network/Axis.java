package dev.chainrule.engine.network;

import dev.chainrule.engine.array.ColumnBuffer;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Normalizations;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a normalization takes its means over. */
enum Axis {

    /** Each unit over the examples of the batch: one mean a row. */
    EXAMPLES {
        @Override
        ColumnBuffer lines(Workshop shop, long rows) {
            return shop.vector(rows);
        }

        @Override
        INDArray line(ColumnBuffer lines, long m) {
            return lines.first(1);
        }

        @Override
        void backward(INDArray y, INDArray g, INDArray xHat, INDArray factor) {
            Normalizations.standardizeRowsBackward(y, g, xHat, factor);
        }

        @Override
        void multiply(INDArray y, INDArray a, INDArray b) {
            Normalizations.multiplyRows(y, a, b);
        }

        @Override
        void means(INDArray b, INDArray g, INDArray h) {
            InPlace.fill(b, 0);
            Normalizations.addRowProducts(b, g, h);
            InPlace.scale(b, 1.0 / g.size(1));
        }
    },

    /** Each example over its units: one mean a column. */
    UNITS {
        @Override
        ColumnBuffer lines(Workshop shop, long rows) {
            return shop.columns(1);
        }

        @Override
        INDArray line(ColumnBuffer lines, long m) {
            return lines.first(m);
        }

        @Override
        void backward(INDArray y, INDArray g, INDArray xHat, INDArray factor) {
            Normalizations.standardizeColumnsBackward(y, g, xHat, factor);
        }

        @Override
        void multiply(INDArray y, INDArray a, INDArray b) {
            Normalizations.multiplyColumns(y, a, b);
        }

        @Override
        void means(INDArray b, INDArray g, INDArray h) {
            Normalizations.columnProducts(b, g, h);
            InPlace.scale(b, 1.0 / g.size(0));
        }
    };

    /** Room for one number a line. */
    abstract ColumnBuffer lines(Workshop shop, long rows);

    /** One number a line, of a batch of m. */
    abstract INDArray line(ColumnBuffer lines, long m);

    /** y <- J g, J = d xHat / dx. */
    abstract void backward(INDArray y, INDArray g, INDArray xHat, INDArray factor);

    /** y <- a, each line of the axis times its element of b. */
    abstract void multiply(INDArray y, INDArray a, INDArray b);

    /** b <- mean of g * h over the axis. */
    abstract void means(INDArray b, INDArray g, INDArray h);
}
