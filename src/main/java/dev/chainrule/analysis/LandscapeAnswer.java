package dev.chainrule.analysis;

import dev.chainrule.engine.diagnose.Landscape;
import java.util.ArrayList;
import java.util.List;

/**
 * J on a plane.
 *
 * @param step updates the job had made
 * @param steps values of a (rows) and b (columns)
 * @param values J, null where not finite
 * @param center J at the job's parameters
 * @param cosine of the angle between the two directions
 * @param nonFinite row and column of each such value
 */
record LandscapeAnswer(
        long step,
        String parameters,
        int examples,
        double[] steps,
        double[][] values,
        double center,
        double cosine,
        List<Matrix.NonFinite> nonFinite) {

    static LandscapeAnswer of(LandscapeRequest request, JobPoint point, Pace pace) {
        Landscape landscape = Landscape.of(
                point.objective(pace),
                point.network().parameters(),
                new Landscape.Grid(request.points(), request.radius(), request.seed()));
        List<Matrix.NonFinite> nonFinite = new ArrayList<>();
        for (int i = 0; i < landscape.values().length; i++) {
            for (int k = 0; k < landscape.values()[i].length; k++) {
                double value = landscape.values()[i][k];
                if (!Double.isFinite(value)) {
                    nonFinite.add(new Matrix.NonFinite(List.of(i, k), Double.toString(value)));
                }
            }
        }
        return new LandscapeAnswer(
                point.step(),
                point.source(),
                point.examples().count(),
                landscape.steps(),
                landscape.values(),
                landscape.center(),
                landscape.cosine(),
                nonFinite);
    }
}
