package dev.chainrule.job;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** What an operator watches: how many jobs wait and run, how they end, how fast they start and train. */
@Component
final class JobMetrics {

    private final MeterRegistry registry;
    private final AtomicLong queued;
    private final AtomicLong running;
    private final Timer startLatency;
    private final Timer firstStep;
    private final Counter samples;

    JobMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.queued = registry.gauge("chainrule.jobs.queued", new AtomicLong());
        this.running = registry.gauge("chainrule.jobs.running", new AtomicLong());
        this.startLatency = Timer.builder("chainrule.jobs.start.latency")
                .description("From a job's queuing to its start")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        this.firstStep = Timer.builder("chainrule.jobs.first.step")
                .description("From a job's queuing to the first step that its worker reports")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
        this.samples = Counter.builder("chainrule.samples")
                .description("Examples that went through a training step")
                .register(registry);
    }

    void queued(long jobs) {
        queued.set(jobs);
    }

    void running(int jobs) {
        running.set(jobs);
    }

    void started(Duration waited) {
        startLatency.record(waited);
    }

    void firstStep(Duration sinceQueued) {
        firstStep.record(sinceQueued);
    }

    void trained(long examples) {
        samples.increment(examples);
    }

    void ended(JobState state) {
        registry.counter("chainrule.jobs.ended", "state", state.name()).increment();
    }
}
