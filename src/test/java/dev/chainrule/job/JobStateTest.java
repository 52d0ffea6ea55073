package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStateTest {

    /** Written out a second time, by hand: a change of the life cycle has to be made twice. */
    private static final Map<JobState, Set<JobState>> ARROWS = Map.of(
            JobState.QUEUED, Set.of(JobState.RUNNING, JobState.PAUSED, JobState.CANCELLED),
            JobState.RUNNING,
                    Set.of(JobState.QUEUED, JobState.PAUSING, JobState.CANCELLING, JobState.SUCCEEDED, JobState.FAILED),
            JobState.PAUSING, Set.of(JobState.PAUSED, JobState.CANCELLING, JobState.SUCCEEDED, JobState.FAILED),
            JobState.PAUSED, Set.of(JobState.QUEUED, JobState.CANCELLED),
            JobState.CANCELLING, Set.of(JobState.CANCELLED),
            JobState.CANCELLED, Set.of(),
            JobState.SUCCEEDED, Set.of(),
            JobState.FAILED, Set.of());

    private static final JobDatabase DATABASE = JobDatabase.h2();

    @ParameterizedTest
    @EnumSource(JobState.class)
    void onlyTheArrowsOfTheLifeCycleAreWritten(JobState from) {
        for (JobState to : JobState.values()) {
            String id = DATABASE.submit();
            DATABASE.force(id, from);
            if (to == from) {
                assertThat(DATABASE.states.change(id, s -> to, s -> Ending.NONE))
                        .contains(from);
                assertThat(DATABASE.transitions(id)).hasSize(1);
            } else if (arrows(from).contains(to)) {
                assertThat(DATABASE.states.change(id, s -> to, s -> Ending.NONE))
                        .contains(to);
                assertThat(DATABASE.stateOf(id)).isEqualTo(to);
                assertThat(DATABASE.transitions(id).getLast().state()).isEqualTo(to);
            } else {
                assertThatThrownBy(() -> DATABASE.states.change(id, s -> to, s -> Ending.NONE))
                        .hasMessage(from + " cannot become " + to);
                assertThat(DATABASE.stateOf(id)).isEqualTo(from);
                assertThat(DATABASE.transitions(id)).hasSize(1);
            }
        }
    }

    private static Set<JobState> arrows(JobState from) {
        return Objects.requireNonNull(ARROWS.get(from));
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void aStateIsTerminalExactlyWhereNothingFollows(JobState state) {
        assertThat(state.terminal()).isEqualTo(arrows(state).isEmpty());
        assertThat(state.sentence()).endsWith(".");
    }

    @Test
    void aCancellationThatWasAcknowledgedCannotBecomeASuccess() {
        assertThat(JobState.CANCELLING.successors()).containsExactly(JobState.CANCELLED);
    }
}
