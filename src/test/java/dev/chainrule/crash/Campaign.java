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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lives of the service, one after the other on the same data, each ended by a kill, each audited. */
final class Campaign implements AutoCloseable {

    /** What may stand in the log at ERROR: nothing. */
    private static final Pattern ERROR = Pattern.compile("(?m)^.* ERROR .*$");

    private static final double LONGEST_START = 20;
    private static final double SLOWER_THAN_THE_FIRST = 6;
    private static final long LONGEST_LIFE = 3_000_000_000L;
    private static final long LONGEST_WAIT_FOR_A_POINT = 60_000_000_000L;

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
    private double longestStart;
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
        live(launch, random.nextLong(LONGEST_LIFE));
    }

    /** A life that ends right after the last of so many submissions was acknowledged. */
    void killAfterSubmissions(int submissions) {
        try (ServiceProcess service = ServiceProcess.start(launch, log());
                Api api = new Api(service.port())) {
            collect(auditor.audit(api));
            client.submitQuickly(api, submissions);
            died(service);
        }
        try (ServiceProcess service = ServiceProcess.start(launch, log());
                Api api = new Api(service.port())) {
            collect(auditor.audit(api));
            service.signal("TERM");
            service.awaitExit(Duration.ofSeconds(30));
        }
    }

    /** The recovery itself is killed. */
    void killDuringStart() {
        try (ServiceProcess service = ServiceProcess.launch(launch, log())) {
            service.awaitExit(Duration.ofMillis((long) (random.nextDouble() * 1000 * Math.max(1, longestStart))));
            died(service);
        }
    }

    /** A life that ends at a point of the code. */
    void killAt(String point) {
        int before = kills;
        live(launch.withFaults(point), LONGEST_WAIT_FOR_A_POINT);
        if (kills == before) {
            unreached.add(point);
        }
    }

    private void live(Launch life, long nanos) {
        try (ServiceProcess service = ServiceProcess.launch(life, log())) {
            if (service.awaitReady()) {
                longestStart = Math.max(longestStart, service.startSeconds());
                try (Api api = new Api(service.port())) {
                    collect(auditor.audit(api));
                    client.work(api, service, nanos);
                }
            }
            died(service);
        }
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
        if (database != null || Files.exists(folder.resolve("data/chainrule.mv.db"))) {
            try (Remains remains = Remains.of(folder.resolve("data"), database)) {
                collect(remains.audit());
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
            longestStart = Math.max(longestStart, service.startSeconds());
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
        if (longestStart > Math.max(LONGEST_START, SLOWER_THAN_THE_FIRST * firstStart)) {
            violations.add("I10 a start took " + longestStart + " s, the first one " + firstStart);
        }
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
