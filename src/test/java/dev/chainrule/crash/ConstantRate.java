package dev.chainrule.crash;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntUnaryOperator;

/**
 * Requests that are made at their times whatever became of those before, each timed from when it was due: a service that stops answering
 * for a second is not asked less meanwhile.
 */
final class ConstantRate {

    private ConstantRate() {}

    /**
     * One answer.
     *
     * @param due nanoseconds after the first request was due
     * @param nanos from when it was due until it was answered
     * @param status 0 where there was none
     */
    record Timed(long due, long nanos, int status) {}

    /** What was answered. */
    record Answers(Timed[] all) {

        /** Milliseconds within which this share of the answers came. */
        double milliseconds(double share) {
            long[] nanos = Arrays.stream(all).mapToLong(Timed::nanos).sorted().toArray();
            return nanos.length == 0 ? 0 : nanos[(int) Math.ceil(share * nanos.length) - 1] / 1e6;
        }

        /** Answers of each status. */
        Map<Integer, Integer> statuses() {
            Map<Integer, Integer> statuses = new TreeMap<>();
            Arrays.stream(all).forEach(answer -> statuses.merge(answer.status(), 1, Integer::sum));
            return statuses;
        }

        /** Those that were due in this second. */
        Answers due(int second) {
            return new Answers(Arrays.stream(all)
                    .filter(answer -> answer.due() / 1_000_000_000L == second)
                    .toArray(Timed[]::new));
        }

        @Override
        public String toString() {
            return "median %.0f ms, p99 %.0f ms, longest %.0f ms, statuses %s"
                    .formatted(milliseconds(0.5), milliseconds(0.99), milliseconds(1), statuses());
        }
    }

    /** Asks so many times, so many a second; returns when all are answered. */
    static Answers run(int requests, int perSecond, IntUnaryOperator ask) {
        ConcurrentLinkedQueue<Timed> answers = new ConcurrentLinkedQueue<>();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < requests; i++) {
                long due = i * 1_000_000_000L / perSecond;
                for (long left = start + due - System.nanoTime(); left > 0; left = start + due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                int request = i;
                threads.execute(() -> {
                    int status = ask.applyAsInt(request);
                    answers.add(new Timed(due, System.nanoTime() - start - due, status));
                });
            }
        }
        return new Answers(answers.toArray(Timed[]::new));
    }
}
