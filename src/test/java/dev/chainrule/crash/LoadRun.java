package dev.chainrule.crash;

import dev.chainrule.crash.ServiceProcess.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The service under load, from the command line: {@code LoadRun [-Dchainrule.load.jobs=10000] [-Dchainrule.load.seconds=20] part…};
 * without parts, all of them. {@code -Dchainrule.load.jvm} is handed on to the service, to profile it. Clients, service and database share the machine. Prints the table of {@code src/docs/reliability.md}.
 */
final class LoadRun {

    static final int JOBS = Integer.getInteger("chainrule.load.jobs", 10_000);
    static final int SECONDS = Integer.getInteger("chainrule.load.seconds", 20);

    private static final List<String> PARTS =
            List.of("queue", "training", "overload", "cap", "streams", "uploads", "cluster");

    private LoadRun() {}

    /** A service as users start it, without the classes that the tests link beforehand. */
    static ServiceProcess launch(Launch launch, Path log) {
        return ServiceProcess.launch(launch, System.getProperty("java.class.path"), null, log);
    }

    /** The same, once it answers. */
    static ServiceProcess start(Launch launch, Path log) {
        return ready(launch(launch, log));
    }

    static ServiceProcess ready(ServiceProcess service) {
        if (!service.awaitReady()) {
            throw new IllegalStateException(service.log());
        }
        return service;
    }

    /** Options of the service's virtual machine: full compiler, and what is asked for to look into it. */
    static String[] jvm(String heap) {
        List<String> options = new ArrayList<>(List.of(heap, "-XX:TieredStopAtLevel=4"));
        options.addAll(List.of(System.getProperty("chainrule.load.jvm", "").split(" ")));
        options.remove("");
        return options.toArray(String[]::new);
    }

    public static void main(String[] arguments) throws Exception {
        Set<String> parts = Set.copyOf(arguments.length == 0 ? PARTS : List.of(arguments));
        List<String> rows = new ArrayList<>();
        LoadTable table = new LoadTable(rows::add);
        for (String part : PARTS) {
            if (parts.contains(part)) {
                System.err.println("part " + part);
                run(part, table);
            }
        }
        System.out.println(LoadTable.HEAD);
        rows.forEach(System.out::println);
        System.exit(0);
    }

    private static void run(String part, LoadTable table) throws Exception {
        switch (part) {
            case "queue" -> new QueueLoad(table).idle();
            case "training" -> new QueueLoad(table).training();
            case "overload" -> new QueueLoad(table).overload();
            case "cap" -> new QueueLoad(table).cap();
            case "streams" -> new StreamLoad(table).run();
            case "uploads" -> new UploadLoad(table).run();
            case "cluster" -> new ClusterLoad(table).run();
            default -> throw new IllegalArgumentException(part);
        }
    }
}
