package dev.chainrule.analysis;

import dev.chainrule.analysis.StepTrace.Line;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.network.Block;
import dev.chainrule.engine.network.Network;
import dev.chainrule.engine.network.Walkthrough;
import dev.chainrule.engine.network.WorkedLine;
import dev.chainrule.engine.train.Examples;
import dev.chainrule.engine.train.Replay;
import dev.chainrule.job.Replays;
import dev.chainrule.job.Replays.Moment;
import dev.chainrule.job.Replays.Size;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Takes a step of a job apart: the job's own step, made again with the same bits. */
@Component
final class StepTraces {

    /** Numbers of all lines together: about 2 MB of JSON. */
    static final long MOST_NUMBERS = 100_000;

    private final Replays replays;

    StepTraces(Replays replays) {
        this.replays = replays;
    }

    /**
     * The trace of a step.
     *
     * @throws ProblemException 404 where there is no such job or step, 422 where it is too large or too far
     */
    StepTrace of(String job, long step) {
        return replays.at(job, step, StepTraces::requireSmall, moment -> trace(job, moment));
    }

    private static void requireSmall(Size size) {
        long numbers = Walkthrough.numbers(size.spec().network(), size.batch())
                + 2 * size.spec().network().parameters();
        if (numbers > MOST_NUMBERS) {
            String message =
                    "A step of this job has about %d numbers (%d parameters, %d examples); at most %d are shown."
                            .formatted(numbers, size.spec().network().parameters(), size.batch(), MOST_NUMBERS);
            throw ProblemException.unprocessable(new Fault("/step", "TOO_LARGE", message));
        }
    }

    private static StepTrace trace(String job, Moment moment) {
        Network network = moment.trainer().network();
        double[] theta = OffHeap.toDoubles(network.parameters().theta());
        Examples batch = moment.trainer().propagate(moment.step());
        List<WorkedLine> walk = Walkthrough.of(network, batch.x(), batch.y());
        OffHeap.fromDoubles(
                network.parameters().theta(), theta); // the walk moved no parameter, but running means may be some
        Replay.Made made = new Replay(moment.trainer()).next();
        List<Line> lines = new ArrayList<>(walk.stream().map(Line::of).toList());
        lines.addAll(updates(moment, theta, made.theta()));
        return new StepTrace(
                job, moment.step(), made.epoch(), batch.count(), moment.from(), made.series(), List.copyOf(lines));
    }

    private static List<Line> updates(Moment moment, double[] before, double[] after) {
        double[] change = new double[before.length];
        for (int i = 0; i < change.length; i++) {
            change[i] = after[i] - before[i];
        }
        List<Line> lines = new ArrayList<>();
        for (Block block : Block.ofTheta(moment.spec().network())) {
            Matrix step = new Matrix(block.rows(), block.columns(), block.vector(change));
            Matrix next = new Matrix(block.rows(), block.columns(), block.vector(after));
            lines.add(Line.ofUpdate(moment.spec(), block.name(), "change of " + block.name(), step));
            lines.add(Line.ofUpdate(moment.spec(), block.name(), "next " + block.name(), next));
        }
        return lines;
    }
}
