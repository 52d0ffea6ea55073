package dev.chainrule.engine.array;

/** Plain loops in double: the reference that the vector loops are tested against. */
record ScalarSum(Numbers x) implements SumKernels {

    @Override
    public double sum(long a, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x.get(a, i);
        }
        return sum;
    }

    @Override
    public double sumOfAbs(long a, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.abs(x.get(a, i));
        }
        return sum;
    }

    @Override
    public double sumOfSquares(long a, int n) {
        return dot(a, a, n);
    }

    @Override
    public double squaredNorm(long a, int n) {
        return sumOfSquares(a, n);
    }

    @Override
    public double squaredDistance(long a, long b, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double d = x.get(a, i) - x.get(b, i);
            sum += d * d;
        }
        return sum;
    }

    @Override
    public double dot(long a, long b, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x.get(a, i) * x.get(b, i);
        }
        return sum;
    }

    @Override
    public double max(long a, int n) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, x.get(a, i));
        }
        return most;
    }

    @Override
    public double min(long a, int n) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            least = Math.min(least, x.get(a, i));
        }
        return least;
    }

    @Override
    public double maxAbs(long a, int n) {
        double most = 0;
        for (int i = 0; i < n; i++) {
            most = Math.max(most, Math.abs(x.get(a, i)));
        }
        return most;
    }

    @Override
    public long countZeros(long a, int n) {
        long count = 0;
        for (int i = 0; i < n; i++) {
            count += x.get(a, i) == 0 ? 1 : 0;
        }
        return count;
    }

    @Override
    public long countAbove(long a, int n, double bound) {
        long count = 0;
        for (int i = 0; i < n; i++) {
            count += Math.abs(x.get(a, i)) > bound ? 1 : 0;
        }
        return count;
    }

    @Override
    public boolean allFinite(long a, int n) {
        for (int i = 0; i < n; i++) {
            if (!Double.isFinite(x.get(a, i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void histogram(long a, int n, double low, double high, long[] counts) {
        double binsPerUnit = counts.length / (high - low);
        for (int i = 0; i < n; i++) {
            double s = x.get(a, i);
            if (s >= low && s <= high) {
                int bin = (int) ((s - low) * binsPerUnit);
                counts[Math.min(bin, counts.length - 1)]++;
            }
        }
    }
}
