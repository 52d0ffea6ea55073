package dev.chainrule.analysis;

import dev.chainrule.engine.network.Block;
import dev.chainrule.engine.network.NetworkSpec;
import java.util.List;

/**
 * The order in which a caller lists all parameters: layer by layer, each array row by row, the weight before the bias. theta holds the
 * same arrays column by column.
 */
final class ParameterOrder {

    private final int[] thetaIndex;

    ParameterOrder(NetworkSpec spec) {
        List<Block> blocks = Block.ofTheta(spec);
        thetaIndex = new int[Math.toIntExact(spec.parameters())];
        for (Block block : blocks) {
            for (int i = 0; i < block.rows(); i++) {
                for (int j = 0; j < block.columns(); j++) {
                    thetaIndex[block.offset() + i * block.columns() + j] = block.offset() + j * block.rows() + i;
                }
            }
        }
    }

    /** A caller's list, as theta holds it. */
    double[] toTheta(double[] listed) {
        double[] theta = new double[listed.length];
        for (int i = 0; i < listed.length; i++) {
            theta[thetaIndex[i]] = listed[i];
        }
        return theta;
    }

    /** theta, as a caller lists it. */
    double[] fromTheta(double[] theta) {
        double[] listed = new double[theta.length];
        for (int i = 0; i < listed.length; i++) {
            listed[i] = theta[thetaIndex[i]];
        }
        return listed;
    }
}
