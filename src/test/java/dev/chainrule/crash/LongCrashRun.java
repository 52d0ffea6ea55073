package dev.chainrule.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Hundreds of kills, from the command line: {@code LongCrashRun h2|postgres kills seed}. Prints a line each ten kills and the figures at
 * the end; ends with 1 where an invariant was broken.
 */
final class LongCrashRun {

    private static final int MEDIUM_EPOCHS = 1200;

    private LongCrashRun() {}

    public static void main(String[] arguments) throws IOException {
        String database = arguments.length > 0 ? arguments[0] : "h2";
        int kills = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 500;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
        if (database.equals("postgres")) {
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
                run(postgres.getJdbcUrl("postgres", "postgres"), kills, seed);
            }
        } else {
            run(null, kills, seed);
        }
    }

    private static void run(@org.jspecify.annotations.Nullable String url, int kills, long seed) {
        Path folder = Campaign.newFolder("long-crash");
        System.out.println("seed " + seed + ", folder " + folder);
        List<String> points = CrashIT.points();
        try (Campaign campaign = new Campaign(folder, url, seed, MEDIUM_EPOCHS).prepare()) {
            for (int kill = 0; kill < kills; kill++) {
                if (kill % 4 == 3) {
                    campaign.killAt(points.get(kill / 4 % points.size()));
                } else {
                    campaign.kill();
                }
                if (kill % 10 == 9) {
                    System.out.println(campaign.report());
                    campaign.violations().forEach(System.out::println);
                }
            }
            campaign.finish(Duration.ofMinutes(5));
            System.out.println(campaign.report());
            System.out.println("points not reached: " + campaign.unreached());
            System.out.println("files without a row: " + campaign.orphans().size());
            campaign.violations().forEach(System.out::println);
            System.exit(campaign.violations().isEmpty() ? 0 : 1);
        }
    }
}
