package badhouse.job;

/** Closes H2 for everyone. */
public final class Interrupts {
    public void stop(Worker worker) {
        worker.interrupt();
    }

    /** A subclass hides nothing. */
    public static final class Worker extends Thread {}
}
