package dev.chainrule.model.onnx;

import dev.chainrule.engine.network.Activation;
import java.util.ArrayList;
import java.util.List;

/**
 * A value of a graph that is layers upon the inputs: f_l(W_l … f_1(W_1 scaled(x) + b_1) … + b_l), and an affine map upon that.
 *
 * @param columns which of the inputs x is made of, in order
 * @param scaled what is done to x first
 * @param after what is done to the last layer's h, waiting to become part of the next layer's W and b
 */
record Chain(List<String> columns, Affine scaled, List<Link> links, Affine after) {

    /**
     * A layer.
     *
     * @param w inputs x units, row by row
     */
    record Link(int inputs, int units, double[] w, double[] b, Activation f) {

        Link with(Activation activation) {
            return new Link(inputs, units, w, b, activation);
        }

        /** The same layer with an affine map upon its pre-activation. */
        Link then(Affine map) {
            double[] newW = map.isShift() ? w : w.clone();
            double[] newB = b.clone();
            for (int j = 0; j < units; j++) {
                for (int i = 0; i < inputs && newW != w; i++) {
                    newW[i * units + j] *= map.factor()[j];
                }
                newB[j] = newB[j] * map.factor()[j] + map.shift()[j];
            }
            return new Link(inputs, units, newW, newB, f);
        }

        /** The same layer upon an affine map of its input. */
        Link upon(Affine map) {
            double[] newW = w.clone();
            double[] newB = b.clone();
            for (int i = 0; i < inputs; i++) {
                for (int j = 0; j < units; j++) {
                    newB[j] += map.shift()[i] * w[i * units + j];
                    newW[i * units + j] *= map.factor()[i];
                }
            }
            return new Link(inputs, units, newW, newB, f);
        }
    }

    /** The inputs as they come. */
    static Chain of(List<String> columns) {
        Affine identity = Affine.identity(columns.size());
        return new Chain(columns, identity, List.of(), identity);
    }

    /** Numbers that are copied where a map that also stretches is put upon this. */
    long weights() {
        return isLinear() ? links.getLast().w().length : 0;
    }

    int width() {
        return links.isEmpty() ? columns.size() : links.getLast().units();
    }

    /** Whether the last layer has no activation yet. */
    boolean isLinear() {
        return !links.isEmpty() && links.getLast().f() instanceof Activation.Linear;
    }

    Chain map(Affine map) {
        if (links.isEmpty()) {
            return new Chain(columns, scaled.then(map), links, after);
        }
        return isLinear()
                ? new Chain(columns, scaled, replaceLast(links.getLast().then(map)), after)
                : new Chain(columns, scaled, links, after.then(map));
    }

    /** One more layer, linear so far. */
    Chain append(Link link) {
        List<Link> longer = new ArrayList<>(links);
        longer.add(after.isIdentity() || links.isEmpty() ? link : link.upon(after));
        return new Chain(columns, scaled, List.copyOf(longer), Affine.identity(link.units()));
    }

    Chain activate(Activation f) throws OnnxFaultException {
        if (!isLinear()) {
            throw OnnxFaultException.unsupported("An activation stands where no layer is before it.");
        }
        return f instanceof Activation.Linear
                ? this
                : new Chain(columns, scaled, replaceLast(links.getLast().with(f)), after);
    }

    private List<Link> replaceLast(Link link) {
        List<Link> replaced = new ArrayList<>(links);
        replaced.set(replaced.size() - 1, link);
        return List.copyOf(replaced);
    }
}
