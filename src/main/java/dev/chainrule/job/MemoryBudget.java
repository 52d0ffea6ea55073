package dev.chainrule.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** How much memory the jobs of this process may take, off the heap all together and on it each. */
@Component
final class MemoryBudget {

    private static final long LEAST = 256L << 20;

    /** A checkpoint passes through the heap: theta, the optimizer's memory and their bytes, 8 bytes a number. */
    private static final long HEAP_BYTES_PER_PARAMETER = 8 * 6;

    private final long bytes;
    private final long heap;

    @Autowired
    MemoryBudget(JobProperties properties) {
        this(
                properties.memory() == null ? ofMachine() : properties.memory().toBytes(),
                Runtime.getRuntime().maxMemory());
    }

    MemoryBudget(long bytes, long heap) {
        this.bytes = bytes;
        this.heap = heap;
    }

    /** Three quarters of the machine (or container) less the largest heap. */
    private static long ofMachine() {
        long machine = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return Math.max(LEAST, machine / 4 * 3 - Runtime.getRuntime().maxMemory());
    }

    /** Off-heap bytes that all running jobs together may use. */
    long bytes() {
        return bytes;
    }

    /** Why a run of this size can never be started here, null where it can. */
    @Nullable
    String problem(long runBytes, long parameters) {
        if (runBytes > bytes || runBytes < 0) {
            return "The run needs about " + gib(runBytes) + " GiB off the heap; chainrule.job.memory allows "
                    + gib(bytes) + " GiB.";
        }
        long heapBytes = parameters * HEAP_BYTES_PER_PARAMETER;
        return heapBytes > heap / 2
                ? "Its checkpoints need about " + gib(heapBytes) + " GiB of heap; half of it, " + gib(heap / 2)
                        + " GiB, is allowed (-Xmx)."
                : null;
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.2f", bytes / (double) (1L << 30));
    }
}
