package dev.chainrule.job;

import dev.chainrule.engine.network.Block;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.model.Model;
import dev.chainrule.model.Models;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecWriter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Models that jobs start from: {@code "model": {"startFrom": "iris@champion"}}. */
@Component
final class StartingPoints {

    private static final String MODEL = "model";
    private static final String START = "startFrom";
    private static final String LAYERS = "layers";
    private static final String POINTER = "/" + MODEL + "/" + START;

    private final Models models;

    StartingPoints(Models models) {
        this.models = models;
    }

    /**
     * The same request with the layers of the model it starts from, where it names none itself.
     *
     * @throws ProblemException 422 where there is no such model
     */
    JsonNode withLayers(JsonNode body) {
        JsonNode reference = body.at("/" + MODEL + "/" + START);
        if (!reference.isString() || body.get(MODEL).has(LAYERS)) {
            return body;
        }
        Model start = models.find(reference.stringValue())
                .orElseThrow(() -> ProblemException.unprocessable(unknown(reference.stringValue())));
        ObjectNode whole = (ObjectNode) body.deepCopy();
        ObjectNode model = (ObjectNode) whole.get(MODEL);
        ObjectNode network = SpecWriter.write(start.run().network());
        ArrayNode layers = (ArrayNode) network.get(LAYERS);
        JsonNode output = layers.remove(layers.size() - 1);
        model.set(LAYERS, layers);
        setIfAbsent(model, "output", output);
        setIfAbsent(model, "loss", network.get("loss"));
        setIfAbsent(model, "regularizer", network.get("regularizer"));
        return whole;
    }

    private static void setIfAbsent(ObjectNode node, String name, JsonNode value) {
        if (!node.has(name)) {
            node.set(name, value);
        }
    }

    /** The id of the model a request starts from; faults where there is none, or its parameters have other shapes. */
    @Nullable
    String settle(ModelRequest request, NetworkSpec network, List<Fault> faults) {
        String reference = request.startFrom();
        if (reference == null) {
            return null;
        }
        Model start = models.find(reference).orElse(null);
        if (start == null) {
            faults.add(unknown(reference));
            return null;
        }
        List<Block> theirs = Block.of(start.run().network());
        List<Block> ours = network.faults().isEmpty() ? Block.of(network) : theirs;
        if (!ours.equals(theirs)) {
            faults.add(new Fault(POINTER, "SHAPE_MISMATCH", difference(ours, theirs)));
        }
        return start.id();
    }

    /**
     * Keeps the model that a settled request starts from until the caller's transaction ends.
     *
     * @throws ProblemException 422 where it has been deleted since
     */
    void hold(ModelRequest request) {
        String id = request.startFrom();
        if (id != null && !models.hold(id)) {
            throw ProblemException.unprocessable(unknown(id));
        }
    }

    private static Fault unknown(String reference) {
        return new Fault(POINTER, "UNKNOWN_MODEL", "There is no model " + ProblemException.abbreviate(reference) + ".");
    }

    private static String difference(List<Block> ours, List<Block> theirs) {
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            String here = i < ours.size() ? shown(ours.get(i)) : "nothing";
            String there = i < theirs.size() ? shown(theirs.get(i)) : "nothing";
            if (!here.equals(there)) {
                return "The network has " + here + " where the model it starts from has " + there + ".";
            }
        }
        throw new IllegalStateException("no difference");
    }

    private static String shown(Block block) {
        return block.name() + " (" + block.rows() + (block.isMatrix() ? " x " + block.columns() : "") + ")";
    }

    /**
     * The parameters that a settled request starts from, empty where they are drawn.
     *
     * @throws ProblemException 404 where the model has been deleted since
     */
    Optional<double[]> theta(ModelRequest request) {
        return Optional.ofNullable(request.startFrom())
                .map(id -> models.open(id).theta());
    }
}
