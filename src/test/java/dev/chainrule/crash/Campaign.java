package dev.chainrule.crash;

import dev.chainrule.crash.ServiceProcess.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lives of the service, one after the other on the same data, each ended by a kill, each audited. */
final class Campaign implements AutoCloseable {

    /** What may stand in the log at ERROR: nothing. */
    private static final Pattern ERROR = Pattern.compile("(?m)^.* ERROR .*$");

    private static final double LONGEST_START = 20;
    /** In processor time, which a loaded machine hardly changes. */
    private static final double MORE_WORK_THAN_THE_FIRST = 3;

    private static final long LONGEST_LIFE = 3_000_000_000L;
    private static final Duration LONGEST_WAIT_FOR_A_POINT = Duration.ofMinutes(3);

    private final Path folder;
    private Launch launch;
    private final @Nullable String database;
    private final Random random;
    private final Specs specs;
    private final Ledger ledger;
    private final Auditor auditor;
    private final Client client;
    private final List<String> violations = new ArrayList<>();
    private final List<String> unreached = new ArrayList<>();
    private double firstStart;
    private double firstWork;
    private double longestStart;
    private long mostAfterStart = Long.MAX_VALUE;
    private int lives;
    private int kills;

    /**
     * A campaign on empty data.
     *
     * @param database URL of a database server, null for the H2 file in the data folder
     */
    Campaign(Path folder, @Nullable String database, long seed, int mediumEpochs) {
        this.folder = folder;
        this.database = database;
        this.launch = database == null
                ? Launch.of(folder.resolve("data"))
                : Launch.of(
                        folder.resolve("data"),
                        "--spring.datasource.url=" + database,
                        "--spring.datasource.username=postgres",
                        "--chainrule.job.lease=3s",
                        "--chainrule.job.renewal=1s");
        this.random = new Random(seed);
        this.specs = new Specs(mediumEpochs);
        this.ledger = new Ledger(folder.resolve("ledger"));
        this.auditor = new Auditor(specs, ledger);
        this.client = new Client(specs, ledger, random);
    }

    /** The service with some of its classes replaced. */
    Campaign patched(Path classes) {
        launch = launch.withPatch(classes);
        return this;
    }

    /** Measures what runs leave in peace. */
    Campaign prepare() {
        try (ServiceProcess service = ServiceProcess.start(launch, log())) {
            firstStart = service.startSeconds();
            firstWork = service.startWork();
            try (Api api = new Api(service.port())) {
                specs.measure(api);
            }
        }
        return this;
    }

    private Path log() {
        return folder.resolve("log").resolve(++lives + ".log");
    }

    /** A life that is ended at a random moment, perhaps during its start. */
    void kill() {
        if (random.nextInt(8) == 0) {
            killDuringStart();
        }
        long nanos = random.nextLong(LONGEST_LIFE);
        live(launch, (api, service) -> client.work(api, service, nanos));
    }

    /** A life that ends right after the last of so many submissions was acknowledged. */
    void killAfterSubmissions(int submissions) {
        try (ServiceProcess service = ServiceProcess.start(launch, log());
                Api api = new Api(service.port())) {
            collect(auditor.audit(api));
            client.submitQuickly(api, submissions);
            died(service);
        }
        liveInPeace();
    }

    /** A life without a kill. */
    void liveInPeace() {
        try (ServiceProcess service = ServiceProcess.start(launch, log());
                Api api = new Api(service.port())) {
            collect(auditor.audit(api));
            service.signal("TERM");
            service.awaitExit(Duration.ofSeconds(30));
        }
        remains();
    }

    /** The recovery itself is killed. */
    void killDuringStart() {
        try (ServiceProcess service = ServiceProcess.launch(launch, log())) {
            service.awaitExit(Duration.ofMillis((long) (random.nextDouble() * 1000 * Math.max(1, longestStart))));
            died(service);
        }
    }

    /** A life that ends at a point of the code. One job runs through it, so that what runs pass is passed however fast others end. */
    void killAt(String point) {
        killAt(point, (api, service) -> {
            client.keepOneRunning(api);
            client.work(api, service, LONGEST_WAIT_FOR_A_POINT.toNanos());
        });
    }

    /** A life in which one job runs and nothing else happens, ended at a point of the code. */
    void killOneJobAt(String point) {
        killAt(point, (api, service) -> {
            client.keepOneRunning(api);
            service.awaitExit(LONGEST_WAIT_FOR_A_POINT);
        });
    }

    private void killAt(String point, BiConsumer<Api, ServiceProcess> work) {
        int before = kills;
        live(launch.withFaults(point), work);
        if (kills == before) {
            unreached.add(point);
        }
    }

    private void live(Launch life, BiConsumer<Api, ServiceProcess> work) {
        try (ServiceProcess service = ServiceProcess.launch(life, log())) {
            if (service.awaitReady()) {
                started(service);
                try (Api api = new Api(service.port())) {
                    collect(auditor.audit(api));
                    work.accept(api, service);
                }
            } else if (service.alive()) {
                violations.add("I10 the service did not start:\n" + service.log());
            }
            died(service);
        }
    }

    /** Notes how long the start took and what it made of the database's file. One that took long because the machine did other things did not do more than the first. */
    private void started(ServiceProcess service) {
        longestStart = Math.max(longestStart, service.startSeconds());
        if (service.startSeconds() > LONGEST_START && service.startWork() > MORE_WORK_THAN_THE_FIRST * firstWork) {
            violations.add("I10 a start took %.1f s and %.1f s of processor time, the first one %.1f s and %.1f s"
                    .formatted(service.startSeconds(), service.startWork(), firstStart, firstWork));
        }
        long size = file().toFile().length();
        if (size > mostAfterStart) {
            violations.add("I12 a start left %d KB of H2's file, %d KB are enough"
                    .formatted(size >> 10, mostAfterStart >> 10));
        }
    }

    private Path file() {
        return folder.resolve("data/chainrule.mv.db");
    }

    private void died(ServiceProcess service) {
        boolean reached = !service.alive();
        if (reached && service.exit() != ServiceProcess.HALTED) {
            violations.add("I10 the service ended by itself with " + service.exit() + ":\n" + service.log());
        }
        boolean armed = service.log().contains("this process is meant to die");
        kills += reached || !armed ? 1 : 0;
        service.kill();
        checkLog(service);
        remains();
    }

    private void checkLog(ServiceProcess service) {
        ERROR.matcher(service.log()).results().forEach(error -> violations.add("I11 " + error.group()));
    }

    private void remains() {
        if (database != null || Files.exists(file())) {
            try (Remains remains = Remains.of(folder.resolve("data"), database)) {
                collect(remains.audit());
                mostAfterStart = database == null ? remains.mostAfterStart() : Long.MAX_VALUE;
            }
        }
    }

    private void collect(List<String> wrong) {
        wrong.forEach(what -> violations.add("after kill " + kills + ": " + what));
    }

    /** A last life in which everything comes to its end. */
    void finish(Duration patience) {
        try (ServiceProcess service = ServiceProcess.start(launch, log());
                Api api = new Api(service.port())) {
            started(service);
            client.letGo(api);
            long deadline = System.nanoTime() + patience.toNanos();
            while (!client.open().isEmpty() && System.nanoTime() < deadline) {
                client.resumeAll(api);
                client.look(api);
                service.awaitExit(Duration.ofMillis(200));
            }
            client.open()
                    .forEach((id, spec) ->
                            violations.add("I3 job " + id + " (" + spec + ") never ended: " + api.get("/jobs/" + id)));
            collect(auditor.audit(api));
            service.signal("TERM");
            if (!service.awaitExit(Duration.ofSeconds(20)) || service.exit() != 143) {
                violations.add("G8 SIGTERM did not end the service in 20 s: exit " + service.exit());
            }
            checkLog(service);
        }
        remains();
    }

    /** Files of the rooms that no row names. */
    List<Path> orphans() {
        try (Remains remains = Remains.of(folder.resolve("data"), database)) {
            return remains.orphans();
        }
    }

    List<String> violations() {
        return violations;
    }

    List<String> unreached() {
        return unreached;
    }

    /** Ended runs found bit-identical to an undisturbed one. */
    int exact() {
        return auditor.exact();
    }

    /** The figures. */
    String report() {
        return "%d kills, %d submissions, %d uploads, %d rows told, %d ended runs bit-identical, %d of them resumed; %d violations, longest start %.1f s (first %.1f s)"
                .formatted(
                        kills,
                        client.submitted(),
                        client.uploaded(),
                        client.rowsSeen(),
                        auditor.exact(),
                        auditor.resumedExact(),
                        violations.size(),
                        longestStart,
                        firstStart);
    }

    @Override
    public void close() {
        ledger.close();
    }

    static Path newFolder(String name) {
        try {
            return Files.createTempDirectory("chainrule-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
