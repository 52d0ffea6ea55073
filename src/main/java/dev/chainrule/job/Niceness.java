package dev.chainrule.job;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets training give way to threads that answer somebody: on Linux each thread has a nice value of its own, and one of nice 10 gets a
 * ninth of the time of one of nice 0 where both want the same core. Alone, it gets all of it. Java has no name for this that holds
 * without options of the virtual machine and rights of the user; raising one's own nice value needs neither (nice(2), sched(7)).
 */
final class Niceness {

    private static final Logger LOG = LoggerFactory.getLogger(Niceness.class);

    /** Elsewhere nice(2) is the process's. */
    private static final @Nullable MethodHandle NICE =
            System.getProperty("os.name").equals("Linux") ? nice() : null;

    private Niceness() {}

    private static @Nullable MethodHandle nice() {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("nice")
                .map(nice ->
                        linker.downcallHandle(nice, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)))
                .orElse(null);
    }

    /** Adds to the nice value of the thread that calls; does nothing where threads have none. */
    static void giveWay(int more) {
        if (NICE == null || more == 0) {
            return;
        }
        try {
            int now = (int) NICE.invokeExact(more);
            LOG.trace("nice {}", now);
        } catch (Throwable e) { // a thread that is not nicer trains as well
            LOG.debug("this thread does not give way", e);
        }
    }
}
