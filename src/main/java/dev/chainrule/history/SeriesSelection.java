package dev.chainrule.history;

import dev.chainrule.engine.train.SeriesGroup;
import dev.chainrule.engine.train.SeriesGroup.Series;
import dev.chainrule.engine.train.TrainingListener.LayerInfo;
import dev.chainrule.engine.train.TrainingListener.RunPlan;
import dev.chainrule.web.Fault;
import dev.chainrule.web.Names;
import dev.chainrule.web.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which series a caller asks for: all where no pattern is given. */
record SeriesSelection(List<SeriesPattern> patterns) {

    private static final int MOST_NAMES = 1000;
    private static final int MOST_WILD = 50;

    /** @throws ProblemException 422 where the list or one of its names is too long, or names a kind of series that is none */
    static SeriesSelection of(@Nullable List<String> texts) {
        List<String> names = texts == null
                ? List.of()
                : texts.stream().map(String::strip).filter(t -> !t.isEmpty()).toList();
        long wild = names.stream().filter(name -> name.contains("*")).count();
        if (names.size() > MOST_NAMES || wild > MOST_WILD) {
            throw ProblemException.unprocessable(new Fault(
                    "series",
                    "TOO_LONG",
                    names.size() + " names, " + wild + " of them with *; at most " + MOST_NAMES + " and " + MOST_WILD
                            + "."));
        }
        List<SeriesPattern> patterns = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (String name : names) {
            try {
                patterns.add(new SeriesPattern(name));
            } catch (IllegalArgumentException e) {
                faults.add(
                        new Fault("series", "TOO_LONG", ProblemException.abbreviate(name) + " is " + e.getMessage()));
            }
        }
        for (SeriesPattern pattern : patterns) {
            if (!pattern.wild() && !SeriesKinds.ALL.contains(SeriesKinds.kindOf(pattern.text()))) {
                faults.add(unknown(pattern.text(), SeriesKinds.ALL));
            }
        }
        refuse(faults);
        return new SeriesSelection(List.copyOf(patterns));
    }

    /** One series and its place in the tables. */
    record Selected(int groupNo, int column, String group, Series series) {}

    /**
     * The series of a plan that match, in its order.
     *
     * @throws ProblemException 422 where a name is neither a series of this plan nor one that it could have
     */
    List<Selected> in(RunPlan plan) {
        requireKnown(plan);
        return matching(plan);
    }

    /** The series of a plan that match, in its order. */
    List<Selected> matching(RunPlan plan) {
        List<Selected> selected = new ArrayList<>();
        for (int g = 0; g < plan.groups().size(); g++) {
            SeriesGroup group = plan.groups().get(g);
            for (int s = 0; s < group.series().size(); s++) {
                Series series = group.series().get(s);
                if (patterns.isEmpty() || patterns.stream().anyMatch(p -> p.matches(series))) {
                    selected.add(new Selected(g, s + 2, group.name(), series));
                }
            }
        }
        return selected;
    }

    private void requireKnown(RunPlan plan) {
        List<Series> all =
                plan.groups().stream().flatMap(g -> g.series().stream()).toList();
        List<Fault> faults = new ArrayList<>();
        for (SeriesPattern pattern : patterns) {
            boolean known = pattern.wild()
                    || couldBe(pattern.text(), plan)
                    || all.stream().anyMatch(pattern::matches);
            if (!known) {
                faults.add(
                        unknown(pattern.text(), all.stream().map(Series::name).toList()));
            }
        }
        refuse(faults);
    }

    /** Whether another run, or another monitor, would have this series of this network: it is left out without a word. */
    private static boolean couldBe(String name, RunPlan plan) {
        String kind = SeriesKinds.kindOf(name);
        String rest = name.substring(kind.length());
        return rest.isEmpty()
                || plan.layers().stream()
                        .map(LayerInfo::name)
                        .anyMatch(layer -> rest.equals("." + layer) || rest.startsWith("." + layer + "."));
    }

    private static Fault unknown(String name, List<String> known) {
        String near = Names.nearest(name, known);
        return new Fault(
                "series",
                "UNKNOWN_SERIES",
                "There is no series " + ProblemException.abbreviate(name) + ".",
                known.size() <= 100 ? known : null,
                near);
    }

    private static void refuse(List<Fault> faults) {
        if (!faults.isEmpty()) {
            throw ProblemException.unprocessable(faults.getFirst().code(), faults);
        }
    }
}
