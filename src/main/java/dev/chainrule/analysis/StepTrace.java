package dev.chainrule.analysis;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.chainrule.engine.catalog.CodePlace;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.network.WorkedLine;
import dev.chainrule.engine.train.RunSpec;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One training step, line by line.
 *
 * @param examples of the step's batch
 * @param replayedFrom steps that did not have to be made again: a kept state, or 0
 * @param series the row of the step series, as the job's history has it where it kept this step
 * @param lines algorithm 6.3, algorithm 6.4, then the update, in the order in which they are done
 */
record StepTrace(
        String job,
        long step,
        int epoch,
        int examples,
        long replayedFrom,
        Map<String, Double> series,
        List<Line> lines) {

    /**
     * One statement, carried out.
     *
     * @param algorithm 6.3, 6.4, or the optimizer's name
     * @param line of the algorithm; 0 is what it requires
     * @param k number of the layer, from 1; null where it is of none
     * @param layer name of the layer, or of the part of it
     * @param shape rows (units) and columns (examples, or inputs of a weight)
     * @param values rows of the matrix, null where not finite
     * @param norm square root of the sum of squares
     * @param nonFinite the first elements that are null in values
     * @param code what computes it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TraceLine")
    record Line(
            String algorithm,
            int line,
            String text,
            @Nullable Integer k,
            @Nullable String layer,
            String symbol,
            List<Integer> shape,
            double[][] values,
            double norm,
            @Nullable List<Matrix.NonFinite> nonFinite,
            CodePlace code) {

        static Line of(WorkedLine line) {
            return new Line(
                    line.statement().algorithm(),
                    line.statement().line(),
                    line.text(),
                    line.k() == 0 ? null : line.k(),
                    line.layer(),
                    line.symbol(),
                    Matrix.of(line),
                    line.code());
        }

        private Line(
                String algorithm,
                int line,
                String text,
                @Nullable Integer k,
                @Nullable String layer,
                String symbol,
                Matrix matrix,
                CodePlace code) {
            this(
                    algorithm,
                    line,
                    text,
                    k,
                    layer,
                    symbol,
                    matrix.shape(),
                    matrix.toRows(),
                    matrix.norm(),
                    matrix.nonFinite(),
                    code);
        }

        /** What the optimizer does to one array: theta <- theta - u. */
        static Line ofUpdate(RunSpec run, String slot, String symbol, Matrix matrix) {
            Member member = Member.of(((Record) run.training().optimizer()).getClass());
            return new Line(
                    member.name(),
                    1,
                    member.formula(),
                    null,
                    slot.substring(0, slot.lastIndexOf('.')),
                    symbol,
                    matrix,
                    run.updatePlace());
        }
    }
}
