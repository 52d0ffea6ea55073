package dev.chainrule.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.analysis.Grid.Axis;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the network of a job of two inputs says all over the plane, and what each of its hidden units sees there.
 *
 * @param step updates made by then
 * @param source of the parameters: running, checkpoint, model or initial
 * @param x to the right, in the column's own units
 * @param y upwards
 * @param resolution cells of the outputs along each side; each list of cells is row by row from the top
 * @param unitResolution cells of the units along each side
 * @param target the column that is predicted
 * @param classes in order of the outputs; null where the target is a number
 * @param outputs one list of cells a class, its probability; or one list, the number in the target's units
 * @param layers hidden layers with weights, input first
 * @param points examples, evenly spread over the rows; null where none were asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Plane")
record PlaneAnswer(
        String job,
        long step,
        String source,
        Axis x,
        Axis y,
        int resolution,
        int unitResolution,
        String target,
        @Nullable List<String> classes,
        List<double[]> outputs,
        List<PlaneLayer> layers,
        @Nullable List<PlanePoint> points) {

    /**
     * A hidden layer.
     *
     * @param units all of them
     * @param activations h of the first ones, a list of cells each
     */
    record PlaneLayer(String name, int units, List<double[]> activations) {}

    /**
     * An example.
     *
     * @param value index of its class, or its number in the target's units
     * @param part training or validation
     */
    record PlanePoint(double x, double y, double value, String part) {}
}
