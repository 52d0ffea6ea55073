package badhouse.job;

import java.util.concurrent.ThreadPoolExecutor;

/** Interrupts every worker. */
public final class ShutsDownNow {
    public void stop(ThreadPoolExecutor executor) {
        executor.shutdownNow();
    }
}
