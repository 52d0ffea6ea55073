package dev.chainrule.job;

import dev.chainrule.dataset.DatasetUse;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Named;
import dev.chainrule.engine.catalog.Range;
import dev.chainrule.engine.train.MonitorSpec;
import dev.chainrule.engine.train.TrainingSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent to train a network. A job keeps it with everything that was left out filled in. */
@Named("job")
@Help("What is sent to train a network.")
record JobRequest(
        @Help("Shown in lists; the dataset's unless given.") @Nullable
        String name,

        @Help("Labels to find it by.") @Default("[]") List<String> tags,

        @Help("Higher runs earlier.") @Default("0") @Range(min = -100, max = 100)
        int priority,

        @Help("What to learn from.") DatasetUse dataset,
        @Help("The network.") ModelRequest model,
        @Help("How it is trained.") @Default("{}") TrainingSpec training,
        @Help("What is reported.") @Default("{}") MonitorSpec monitor,
        @Help("How often the state is kept.") @Default("{}") CheckpointRequest checkpoints) {

    JobRequest {
        if (name != null) {
            JobDescription.checkName(name);
        }
        JobDescription.checkTags(tags);
        tags = List.copyOf(tags);
        Member.check(JobRequest.class, name, tags, priority);
    }

    /** The same of other data. */
    JobRequest on(DatasetUse data) {
        return new JobRequest(name, tags, priority, data, model, training, monitor, checkpoints);
    }
}
