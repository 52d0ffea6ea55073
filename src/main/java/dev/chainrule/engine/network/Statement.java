package dev.chainrule.engine.network;

/**
 * The statements of algorithms 6.3 and 6.4 of Goodfellow, Bengio and Courville, <em>Deep Learning</em> (2016), section 6.5.4, by their place
 * there. Line 0 is what the algorithm requires.
 */
public enum Statement {
    X("6.3", 0, "Require: x, the input to process"),
    Y("6.3", 0, "Require: y, the target output"),
    PARAMETER("6.3", 0, "Require: W_k and b_k, the parameters of layer k"),
    A("6.3", 3, "a_k = b_k + W_k h_(k-1)"),
    H("6.3", 4, "h_k = f(a_k)"),
    OUTPUT("6.3", 6, "yHat = h_l"),
    LOSS("6.3", 7, "L(yHat, y), the mean over the examples"),
    PENALTY("6.3", 7, "lambda Omega(theta)"),
    OBJECTIVE("6.3", 7, "J = L(yHat, y) + lambda Omega(theta)"),
    LOSS_GRADIENT("6.4", 1, "g <- grad_yHat J = grad_yHat L(yHat, y)"),
    DELTA("6.4", 3, "g <- grad_(a_k) J = g * f'(a_k)"),
    PENALTY_GRADIENT("6.4", 4, "lambda grad Omega(theta), to which the rest is added"),
    BIAS_GRADIENT("6.4", 4, "grad_(b_k) J = g 1 + lambda grad_(b_k) Omega(theta)"),
    WEIGHT_GRADIENT("6.4", 5, "grad_(W_k) J = g h_(k-1)' + lambda grad_(W_k) Omega(theta)"),
    INNER("6.4", 6, "g <- grad_(h_(k-1)) J = W_k' g");

    private final String algorithm;
    private final int line;
    private final String text;

    Statement(String algorithm, int line, String text) {
        this.algorithm = algorithm;
        this.line = line;
        this.text = text;
    }

    /** "6.3" or "6.4". */
    public String algorithm() {
        return algorithm;
    }

    /** Line of the algorithm, counted from 1 after what it requires. */
    public int line() {
        return line;
    }

    /** The statement for a dense layer; a batch has one example a column. */
    public String text() {
        return text;
    }
}
