package dev.chainrule.engine.diagnose;

import java.util.Arrays;

/**
 * What one step showed, a number a layer in the order of {@link RunView#layers()}. One instance a run, refilled at each
 * step by the trainer and read during the call only. What was not measured at this step is NaN.
 */
public final class StepView {

    /** Examples for all of which only a dead unit is likely to have f'(a) = 0. */
    public static final int EXAMPLES = 16;

    /** Updates made, this one included. */
    public long step;

    /** J of this batch. */
    public double loss;

    /** ||dJ/da_k||. */
    public final double[] deltaNorm;

    /** Norm of the layer's weight and bias gradient together. */
    public final double[] layerGradientNorm;

    /** ||update|| / ||w||. */
    public final double[] updateRatio;

    /** ||W_k' g_k|| / ||g_k||, the gain of the layer's weights, and of normalizations and skip connections below it, on the way down. */
    public final double[] weightGain;

    /** ||g_k|| / ||dJ/dh_k||, the gain of the layer's activation on the way down; 1 for the output layer. */
    public final double[] activationGain;

    /**
     * Share of units whose f'(a) was 0 for every example of the batch; not measured either where these are fewer than
     * {@value #EXAMPLES}: that of a rectifier in good health is 0 for one example in two.
     */
    public final double[] deadFraction;

    /** Share of outputs at the flat ends of the activation. */
    public final double[] saturatedFraction;

    public StepView(int layers) {
        deltaNorm = unmeasured(layers);
        layerGradientNorm = unmeasured(layers);
        updateRatio = unmeasured(layers);
        weightGain = unmeasured(layers);
        activationGain = unmeasured(layers);
        deadFraction = unmeasured(layers);
        saturatedFraction = unmeasured(layers);
    }

    /** Index of the layer whose update is the largest part of its weights; 0 where none was measured. */
    int mostUpdated() {
        int most = 0;
        for (int k = 1; k < updateRatio.length; k++) {
            most = updateRatio[k] > updateRatio[most] || Double.isNaN(updateRatio[most]) ? k : most;
        }
        return most;
    }

    /** Marks the shares as not measured at this step. */
    public void forgetActivations() {
        Arrays.fill(deadFraction, Double.NaN);
        Arrays.fill(saturatedFraction, Double.NaN);
    }

    private static double[] unmeasured(int layers) {
        double[] values = new double[layers];
        Arrays.fill(values, Double.NaN);
        return values;
    }
}
