package dev.chainrule.engine.array;

/** Plain loops in double: the reference that the vector loops are tested against. */
record ScalarNormalization(Numbers x) implements NormalizationKernels {

    @Override
    public void rowMoments(long u, long t, long g, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += x.get(g, i + j * rows);
            }
            double mean = sum / columns;
            double squares = 0;
            for (int j = 0; j < columns; j++) {
                double d = x.get(g, i + j * rows) - mean;
                squares += d * d;
            }
            x.set(u, i, mean);
            x.set(t, i, squares / columns);
        }
    }

    @Override
    public void centerRows(long y, long a, long u, long t, int rows, int columns) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                int k = i + j * rows;
                x.set(y, k, (x.get(a, k) - x.get(u, i)) * x.get(t, i));
            }
        }
    }

    @Override
    public void projectRows(long y, long g, long h, long t, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            double product = 0;
            for (int j = 0; j < columns; j++) {
                int k = i + j * rows;
                sum += x.get(g, k);
                product += x.get(g, k) * x.get(h, k);
            }
            for (int j = 0; j < columns; j++) {
                int k = i + j * rows;
                double rest = x.get(g, k) - sum / columns - x.get(h, k) * (product / columns);
                x.set(y, k, x.get(t, i) * rest);
            }
        }
    }

    @Override
    public void multiplyRows(long y, long a, long b, int rows, int columns) {
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                int k = i + j * rows;
                x.set(y, k, x.get(a, k) * x.get(b, i));
            }
        }
    }

    @Override
    public void addRowProducts(long y, long g, long h, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += x.get(g, i + j * rows) * x.get(h, i + j * rows);
            }
            x.set(y, i, x.get(y, i) + sum);
        }
    }

    @Override
    public void standardizeColumns(long y, long t, long g, int rows, int columns, double c) {
        for (int j = 0; j < columns; j++) {
            int from = j * rows;
            double sum = 0;
            for (int i = from; i < from + rows; i++) {
                sum += x.get(g, i);
            }
            double mean = sum / rows;
            double squares = 0;
            for (int i = from; i < from + rows; i++) {
                double d = x.get(g, i) - mean;
                squares += d * d;
            }
            double inverse = 1 / Math.sqrt(squares / rows + c);
            x.set(t, j, inverse);
            for (int i = from; i < from + rows; i++) {
                x.set(y, i, (x.get(g, i) - mean) * inverse);
            }
        }
    }

    @Override
    public void projectColumns(long y, long g, long h, long t, int rows, int columns) {
        for (int j = 0; j < columns; j++) {
            int from = j * rows;
            double sum = 0;
            double product = 0;
            for (int i = from; i < from + rows; i++) {
                sum += x.get(g, i);
                product += x.get(g, i) * x.get(h, i);
            }
            double mean = sum / rows;
            double along = product / rows;
            double inverse = x.get(t, j);
            for (int i = from; i < from + rows; i++) {
                x.set(y, i, inverse * (x.get(g, i) - mean - x.get(h, i) * along));
            }
        }
    }
}
