package dev.chainrule.model.onnx;

import java.util.Arrays;

/**
 * x -> factor * x + shift, element by element.
 *
 * @param factor one a column
 * @param shift likewise
 */
record Affine(double[] factor, double[] shift) {

    static Affine identity(int width) {
        double[] ones = new double[width];
        Arrays.fill(ones, 1);
        return new Affine(ones, new double[width]);
    }

    /** This, and after it another. */
    Affine then(Affine next) {
        double[] f = new double[factor.length];
        double[] s = new double[factor.length];
        for (int i = 0; i < f.length; i++) {
            f[i] = factor[i] * next.factor[i];
            s[i] = shift[i] * next.factor[i] + next.shift[i];
        }
        return new Affine(f, s);
    }

    /** Whether it only shifts. */
    boolean isShift() {
        return Arrays.stream(factor).allMatch(f -> f == 1);
    }

    boolean isIdentity() {
        return isShift() && Arrays.stream(shift).allMatch(s -> s == 0);
    }
}
