package dev.chainrule.model;

import dev.chainrule.engine.network.Block;
import java.util.ArrayList;
import java.util.List;

/** The parameters of a model as numbers. */
record ParameterList(long count, List<OfBlock> parameters) {

    /**
     * One weight or bias.
     *
     * @param name {@code layer1.weight}
     * @param layer {@code layer1}
     * @param kind {@code weight} or {@code bias}
     * @param shape (units, inputs), or (units)
     * @param values rows of the matrix, or the vector
     */
    record OfBlock(String name, String layer, String kind, List<Integer> shape, Object values) {

        static OfBlock of(Block block, double[] theta) {
            int dot = block.name().lastIndexOf('.');
            return new OfBlock(
                    block.name(),
                    block.name().substring(0, dot),
                    block.name().substring(dot + 1),
                    block.isMatrix() ? List.of(block.rows(), block.columns()) : List.of(block.rows()),
                    block.isMatrix() ? block.matrix(theta) : block.vector(theta));
        }
    }

    static ParameterList of(Models.Trained trained) {
        List<OfBlock> blocks = new ArrayList<>();
        for (Block block : Block.of(trained.model().run().network())) {
            blocks.add(OfBlock.of(block, trained.theta()));
        }
        return new ParameterList(trained.model().parameters(), blocks);
    }
}
