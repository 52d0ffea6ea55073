package dev.chainrule.analysis;

import dev.chainrule.dataset.Prepared;
import dev.chainrule.dataset.Scaling;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.solve.EpochGd;
import dev.chainrule.engine.solve.Quadratic;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.web.BodyOf;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import java.util.List;
import java.util.Objects;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The theorem on EPOCH-GD, watched. */
@RestController
@RequestMapping("/api/v1/epoch-gd")
final class EpochGdController {

    /** Steps times repetitions times length of x: about two seconds. */
    private static final double MOST_WORK = 2e8;

    /** What one step costs besides, in elements of x. */
    private static final int STEP = 20;

    private final RegressionExamples examples;

    EpochGdController(RegressionExamples examples) {
        this.examples = examples;
    }

    /** Gap and bound at each epoch, averaged over repetitions. */
    @PostMapping
    EpochGdAnswer run(@RequestBody @BodyOf(EpochGdRequest.class) JsonNode body) {
        EpochGdRequest request = SpecReader.read(body, EpochGdRequest.class);
        RegressionData dataset = request.dataset();
        Quadratic quadratic = request.quadratic();
        if ((dataset == null) == (quadratic == null)) {
            throw ProblemException.unprocessable(new Fault(
                    "/quadratic",
                    dataset == null ? "MISSING_FIELD" : "AMBIGUOUS",
                    "Exactly one of dataset and quadratic says what is minimized; {\"quadratic\": {}} has defaults."));
        }
        if (quadratic != null) {
            check(request, quadratic.dimension());
            return EpochGdAnswer.of(
                    EpochGd.run(quadratic, request.lambda(), request.steps(), request.repetitions(), request.seed()),
                    request);
        }
        var use = Objects.requireNonNull(dataset).use(request.target(), request.features(), Scaling.STANDARD);
        return examples.answer(use, prepared -> run(request, prepared));
    }

    private static EpochGdAnswer run(EpochGdRequest request, Prepared prepared) {
        Examples data = prepared.data().training();
        check(request, data.x().rows());
        InPlace.shift(data.y(), -Reductions.sum(data.y()) / data.count());
        return EpochGdAnswer.of(
                EpochGd.run(
                        List.of(data.x(), data.y()),
                        request.lambda(),
                        request.steps(),
                        request.repetitions(),
                        request.seed()),
                request);
    }

    private static void check(EpochGdRequest request, int dimension) {
        double work = (double) request.steps() * request.repetitions() * (dimension + STEP);
        if (work > MOST_WORK) {
            long most = (long) (MOST_WORK / request.repetitions() / (dimension + STEP));
            throw ProblemException.unprocessable(new Fault(
                    "/steps",
                    "TOO_LARGE",
                    request.steps() + " steps, " + request.repetitions() + " times, take too long: at most " + most
                            + " for x of length " + dimension + "."));
        }
    }
}
