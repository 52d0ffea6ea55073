package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.nio.file.Files;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Runs side by side: a finding's cure tried, several runs chosen, seeds grouped, what differs. */
final class CompareBrowserTest extends BrowserTestBase {

    private static final HasTextOptions PATIENT = new HasTextOptions().setTimeout(60_000);

    @Test
    void aFindingIsMarkedAndItsCureIsTriedSideBySide() {
        Page page = visit("#/nowhere");
        String id = finished(page, Requests.VANISHING);
        page.navigate(url("/#/runs/" + id));
        Locator finding = page.locator(".finding").filter(containing("Vanishing gradient"));
        assertThat(finding).containsText("decades");
        // It is found at a layer in the middle; those below get even less.
        assertThat(page.locator(".layers-scroll tbody tr").first()).containsText("vanishing gradient");

        finding.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Try it"))
                .click();

        page.waitForURL(Pattern.compile("#/compare\\?runs=" + id));
        assertThat(page.locator("h1")).hasText("Compare 2 runs");
        assertThat(page.locator(".figures .path").first()).hasText("model.layers 1–8 activation.type", PATIENT);
        assertThat(page.locator("tr[data-run] .badge")).hasText(new String[] {"succeeded", "succeeded"}, PATIENT);
        assertThat(page.locator(".rivers .chart")).hasCount(2);
        assertThat(page.locator("#chart-overlay .reading")).hasText(new Pattern[] {
            Pattern.compile("step"), Pattern.compile("vanishing sigmoid"), Pattern.compile("tried against")
        });
        assertThat(differs(page, "model.layers 1–8 initializer.type")).isTrue();
        assertThat(differs(page, "training.seed")).isFalse();
        Accessible.check(page, "a comparison");
        picture(page, "try-it");
    }

    /** Whether the table of differences tells of a place. */
    private static boolean differs(Page page, String path) {
        return page.locator(".figures .path").filter(containing(path)).count() > 0;
    }

    @Test
    void runsAreChosenInTheListAndThoseThatDifferOnlyInTheirSeedAreOne() {
        Page page = visit("#/nowhere");
        for (String request :
                new String[] {seeded("sgd", 1, "chosen"), seeded("sgd", 2, "chosen"), seeded("adam", 1, "chosen")}) {
            finished(page, request);
        }
        page.navigate(url("/#/runs?q=%23chosen"));
        assertThat(page.locator("td.pick input")).hasCount(3);
        for (int i = 0; i < 3; i++) {
            page.locator("td.pick input").nth(i).check();
        }
        Accessible.check(page, "the list of runs");

        page.getByText("Compare 3 runs").click();

        Locator readings = page.locator("#chart-overlay .reading");
        assertThat(readings).hasCount(3, new HasCountOptions().setTimeout(20_000));
        assertThat(readings.last()).containsText("2 seeds");
        assertThat(page.locator(".figures thead").first().locator("th"))
                .hasText(new String[] {"Setting", "seeds", "seeds, 2 seeds"});
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("evaluations"))
                .click();
        assertThat(readings.first()).containsText("gradients");
        assertThat(page.url()).contains("x=evaluations");
        page.getByLabel("logarithmic x").check();
        page.getByLabel("seeds together").uncheck();
        assertThat(readings).hasCount(4);
        assertThat(page.url()).contains("log=x").contains("seeds=apart");
        page.reload();
        assertThat(readings).hasCount(4);
        picture(page, "compare");
        page.getByLabel(Pattern.compile("Leave seeds, .* out")).last().click();
        assertThat(page.locator("h1")).hasText("Compare 2 runs");
        assertThat(page.url()).contains("x=evaluations").contains("log=x").contains("seeds=apart");
    }

    @Test
    void aRunThatExplodedLeavesItsCureVisibleAndADeletedRunLeavesTheOthers() {
        Page page = visit("#/nowhere");
        String layer = "{\"type\": \"dense\", \"units\": 16, \"activation\": \"linear\","
                + " \"initializer\": {\"type\": \"random_normal\", \"deviation\": 3}}";
        String wild = start(page, """
                {"name": "wild", "dataset": {"generator": "iris"}, "model": {"layers": [%s]},
                 "training": {"optimizer": "sgd:0.1", "epochs": 20, "seed": 1}}""".formatted((layer + ", ").repeat(11) + layer));
        String calm = finished(page, seeded("sgd", 5, "calm"));
        page.navigate(url("/#/runs/" + wild));
        assertThat(page.locator(".run-title .badge")).hasText("failed", PATIENT);
        assertThat(page.locator("#chart-accuracy")).isHidden(); // it waits for no numbers
        assertThat(page.locator(".verdict-line"))
                .hasText(Pattern.compile("(?!.*no longer finite.*no longer finite).*"));

        page.navigate(url("/#/compare?runs=" + wild + "," + calm + ",0a0a0a0a"));

        assertThat(page.locator("h1")).hasText("Compare 2 runs");
        assertThat(page.locator(".notice")).hasText("Not there any more, or never: 0a0a0a0a.");
        assertThat(page.locator("#chart-overlay .reading")).hasCount(3);
        assertThat(page.getByLabel("logarithmic y")).isChecked();
        page.getByLabel("logarithmic y").uncheck();
        assertThat(page).hasURL(Pattern.compile("log=never"));
        page.reload();
        assertThat(page.locator("#chart-overlay .reading")).hasCount(3);
        assertThat(page.getByLabel("logarithmic y")).not().isChecked();
        refusalsWereExpected();
    }

    @Test
    void aDragOverAComparisonAsksForTheStepsBehindIt() {
        Page page = visit("#/nowhere");
        String runs = finished(page, seeded("sgd", 3, "zoomed")) + "," + finished(page, seeded("adam", 3, "zoomed"));
        page.navigate(url("/#/compare?x=epoch&runs=" + runs));
        assertThat(page.locator("#chart-overlay .reading")).hasCount(3);
        BoundingBox plot =
                Objects.requireNonNull(page.locator("#chart-overlay .u-over").boundingBox());

        Request asked = page.waitForRequest(request -> request.url().contains("&from="), () -> {
            page.mouse().move(plot.x + plot.width * 0.5, plot.y + 60);
            page.mouse().down();
            page.mouse().move(plot.x + plot.width * 0.75, plot.y + 60);
            page.mouse().up();
        });

        // 20 epochs of 4 steps: the third quarter of the steps, and one more at each side.
        assertThat(asked.url()).matches(".*&from=(3[6-9]|40|41)&to=(59|6[0-5])&.*");
    }

    @Test
    void aComparisonIsMovedByHandAndItsRangeIsInTheAddress() {
        Page page = visit("#/nowhere");
        String runs = finished(page, seeded("sgd", 3, "moved")) + "," + finished(page, seeded("adam", 3, "moved"));
        page.navigate(url("/#/compare?x=epoch&range=5,10&runs=" + runs));
        assertThat(page.locator("#chart-overlay .reading")).hasCount(3);
        BoundingBox plot =
                Objects.requireNonNull(page.locator("#chart-overlay .u-over").boundingBox());

        Request asked = page.waitForRequest(request -> request.url().contains("&from="), () -> {
            page.mouse().move(plot.x + plot.width / 2, plot.y + 60);
            page.mouse().wheel(plot.width, 0);
        });

        // As wide as the picture: from epochs 5 to 10 to epochs 10 to 15, of 4 steps each.
        assertThat(asked.url()).matches(".*&from=(3[6-9]|40|41)&to=(59|6[0-5])&.*");
        assertThat(page).hasURL(Pattern.compile("range=(9\\.9|10)[^&]*%2C1[45]"));
        page.locator("#chart-overlay .plot").focus();
        page.keyboard().press("Escape");
        assertThat(page).not().hasURL(Pattern.compile("range="));
    }

    @Test
    void aForkLeavesItsRunAfterAStep() {
        Page page = visit("#/nowhere");
        String id = finished(page, seeded("sgd", 4, "forked"));
        page.navigate(url("/#/runs/" + id));
        page.getByText("Fork…").click();
        assertThat(page.getByLabel("Leaves after step")).hasValue("");

        page.getByLabel("Leaves after step").fill("40");
        page.getByLabel("Learning rate", new Page.GetByLabelOptions().setExact(true))
                .fill("0.5");
        assertThat(page.locator("p.check")).hasText(Pattern.compile("Ready.*"));
        Request fork = page.waitForRequest(
                request -> request.url().endsWith("/fork"),
                () -> page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Fork the run"))
                        .click());

        assertThat(fork.postData())
                .isEqualTo(
                        "{\"atStep\":40,\"patch\":{\"training\":{\"optimizer\":{\"type\":\"sgd\",\"learningRate\":0.5}}}}");
        assertThat(page.locator(".figures .path")).hasText(new String[] {"training.optimizer.learningRate"}, PATIENT);
    }

    @Test
    void numbersPictureAndQuestionOfAChartCanBeTaken() throws Exception {
        Page page = visit("#/nowhere");
        page.navigate(url("/#/runs/" + finished(page, Requests.IRIS)));
        assertThat(page.locator("#chart-loss .reading")).hasCount(4);
        Locator menu = page.getByLabel("Take “Loss” with you");

        menu.click();
        var csv = page.waitForDownload(
                () -> page.locator("#chart-loss").getByText("Numbers as CSV").click());
        assertThat(Files.readAllLines(csv.path())).first().asString().startsWith("step,epoch,loss");
        assertThat(Files.readAllLines(csv.path())).hasSizeGreaterThan(100);
        menu.click();
        var png = page.waitForDownload(
                () -> page.locator("#chart-loss").getByText("Picture as PNG").click());
        assertThat(Files.readAllBytes(png.path()))
                .startsWith(0x89, 'P', 'N', 'G')
                .hasSizeGreaterThan(5000);
        menu.click();
        page.locator("#chart-loss").getByText("As curl").click();
        assertThat(page.locator("#chart-loss pre")).containsText("/history?series=loss,trainingLoss,validationLoss");
        page.getByLabel("What is “Loss”?").click();
        assertThat(page.locator("#loss-help")).containsText("J = L(ŷ, y) + λ Ω(W)");
    }

    private static String seeded(String optimizer, int seed, String tag) {
        return """
                {"name": "seeds", "tags": ["%s"], "dataset": {"generator": "iris"}, "model": {"layers": ["dense:4:tanh"]},
                 "training": {"optimizer": "%s", "epochs": 20, "seed": %d}}""".formatted(tag, optimizer, seed);
    }

    private static Locator.FilterOptions containing(String text) {
        return new Locator.FilterOptions().setHasText(text);
    }

    /** Starts a run and waits for its end. */
    private String finished(Page page, String request) {
        String id = start(page, request);
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", PATIENT);
        return id;
    }
}
