package dev.chainrule.engine.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Walks through a network's description once and notes every fault; nothing is allocated. */
final class SpecCheck {

    /** A series is named {@code gradientNorm.{layer}.weight}: a dot inside a layer's name would blur it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    private final NetworkSpec spec;
    private final List<SpecFault> faults = new ArrayList<>();
    private final Map<String, String> pointerOfName = new HashMap<>();

    private SpecCheck(NetworkSpec spec) {
        this.spec = spec;
    }

    static List<SpecFault> of(NetworkSpec spec) {
        SpecCheck check = new SpecCheck(spec);
        check.layers();
        check.output();
        check.size();
        return List.copyOf(check.faults);
    }

    private void add(String pointer, String code, String message) {
        faults.add(new SpecFault(pointer, code, message));
    }

    private void layers() {
        if (spec.inputs() < 1) {
            add("/inputs", "OUT_OF_RANGE", "A network needs at least one input, was " + spec.inputs() + ".");
        }
        long inputs = spec.inputs();
        for (int i = 0; i < spec.layers().size(); i++) {
            LayerSpec layer = spec.layers().get(i);
            String pointer = "/layers/" + i;
            names(layer, pointer);
            faults.addAll(layer.faults(inputs, pointer));
            inputs = layer.outputs(inputs);
        }
    }

    private void names(LayerSpec layer, String pointer) {
        name(layer, pointer);
        for (int i = 0; i < layer.parts().size(); i++) {
            names(layer.parts().get(i), pointer + "/layers/" + i);
        }
    }

    private void name(LayerSpec layer, String pointer) {
        String name = NetworkSpec.nameOf(layer);
        if (!NAME.matcher(name).matches()) {
            String message = "\"%s\" cannot name a layer: a letter, then letters, digits, _ or -, at most 64 in all.";
            add(pointer + "/name", "INVALID_NAME", message.formatted(abbreviate(name)));
        }
        String first = pointerOfName.putIfAbsent(name, pointer);
        if (first != null) {
            String message = "Two layers are named \"%s\": %s and %s.";
            add(pointer + "/name", "DUPLICATE_NAME", message.formatted(abbreviate(name), first, pointer));
        }
    }

    private void output() {
        int last = spec.layers().size() - 1;
        String pointer = "/layers/" + last;
        if (!(spec.layers().get(last) instanceof Dense output)) {
            add(pointer, "NOT_AN_OUTPUT", "The last layer gives yHat and must be dense.");
            return;
        }
        String mismatch = spec.loss().mismatch(output.activation());
        if (mismatch != null) {
            add(pointer + "/activation", "LOSS_MISMATCH", "Layer \"%s\": %s".formatted(output.name(), mismatch));
        }
    }

    private void size() {
        long parameters = spec.parameters();
        if (parameters > Integer.MAX_VALUE) {
            String message = "The network would have %d parameters; at most %d fit one vector.";
            add("/layers", "TOO_LARGE", message.formatted(parameters, Integer.MAX_VALUE));
        }
    }

    private static String abbreviate(String value) {
        return value.length() <= 40 ? value : value.substring(0, 39) + "…";
    }
}
