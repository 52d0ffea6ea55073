package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The form of a run and the upload of data. */
final class FormBrowserTest extends BrowserTestBase {

    private static final Pattern READY = Pattern.compile("Ready.*");
    private static final ContainsTextOptions PATIENT = new ContainsTextOptions().setTimeout(60_000);

    @Test
    void aRunIsStartedFromTheFormAndFinishesOnItsPage() {
        Page page = visit("#/new");
        page.getByLabel("Epochs", exact()).fill("40");
        page.getByLabel("Name", exact()).last().fill("from the form");
        page.locator("[data-pointer='/training/optimizer'] > select").selectOption("momentum");
        page.getByLabel("Learning rate", exact()).fill("0.05");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add layer"))
                .click();
        assertThat(page.locator("p.check")).hasText(READY);
        assertThat(page.locator("textarea.json")).hasValue(Pattern.compile("\"learningRate\": 0.05"));

        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start the run"))
                .click();

        assertThat(page.locator("h1")).hasText("from the form");
        assertThat(page.locator(".badge")).containsText("succeeded", PATIENT);
        assertThat(page.locator("table.figures tbody tr")).hasCount(4);
    }

    @Test
    void aPageWhoseModulesAreSlowOpensThoughTheOneBeforeWasAboutToWriteItsAddress() {
        Page page = visit("#/gradients");
        assertThat(page.locator(".node").first()).isVisible();
        List<Route> held = new ArrayList<>();
        page.route("**/src/pages/newRun.js", held::add);

        page.getByLabel("An expression that gives one number").fill("x^2");
        page.getByText("New run", new Page.GetByTextOptions().setExact(true)).click();
        page.waitForCondition(() -> !held.isEmpty());
        page.waitForTimeout(1500); // longer than a page waits before it asks about what was typed
        held.getFirst().resume();

        assertThat(page.locator("textarea.json")).isVisible();
        assertThat(page).not().hasURL(Pattern.compile("e=x"));
    }

    @Test
    void theDryRunTellsTimeAndHowTheGradientBegins() {
        Page page = visit("#/new");
        assertThat(page.locator("p.check"))
                .hasText(Pattern.compile("Ready: \\d+ parameters, .+ for [\\d,]+ steps?, \\d+ rows to learn from.*"));
        assertThat(page.locator(".depth rect")).hasCount(page.locator(".layer").count() + 1);
        assertThat(page.locator(".depth-warning")).hasCount(0);

        page.locator("textarea.json").fill(Requests.VANISHING);

        assertThat(page.locator(".depth rect.depth-bar")).hasCount(9);
        assertThat(page.locator(".depth-warning"))
                .containsText("At the start already: The gradient that reaches layer");
        assertThat(page.locator(".depth svg"))
                .hasAttribute("aria-label", Pattern.compile(".* at layer1, .* at output"));
        Accessible.check(page, "a form with a warning");
        picture(page, "new-warning");
        page.getByLabel("Units").first().fill("0");
        assertThat(page.locator(".depth")).hasCount(0);
        refusalsWereExpected();
    }

    @Test
    void aFaultStandsAtItsFieldWhileTyping() {
        Page page = visit("#/new");
        assertThat(page.locator("p.check")).hasText(READY);

        page.getByLabel("Units").first().fill("0");

        Locator fault = page.locator("p.fault").filter(new Locator.FilterOptions().setHasText("units must be >= 1"));
        assertThat(fault.first()).isVisible();
        assertThat(page.locator("p.check")).hasText("1 thing is wrong.");
        page.getByLabel("Units").first().fill("12");
        assertThat(fault).hasCount(0);
        assertThat(page.locator("p.check")).hasText(READY);
        refusalsWereExpected();
    }

    @Test
    void theRequestCanBeWrittenAsJsonAndItsFaultsAreShown() {
        Page page = visit("#/new");
        Locator json = page.locator("textarea.json");

        json.fill("{\"dataset\": {\"generator\": \"iris\"}, \"model\": {\"layers\": [\"dense:5:tanhh\"]}}");

        assertThat(page.getByText("\"tanhh\" is unknown").first()).isVisible();
        json.fill("{\"dataset\": {\"generator\": \"iris\"}, \"model\": {\"layers\": [\"dense:5:tanh\"]}}");
        assertThat(page.locator("p.check")).hasText(READY);
        assertThat(page.getByLabel("Units").first()).hasValue("5");
        refusalsWereExpected();
    }

    @Test
    void aRequestThatCannotBeReadStartsNothing() {
        Page page = visit("#/new");
        Locator check = page.locator("p.check");
        assertThat(check).hasText(READY);
        assertThat(page.locator(".depth-panel")).isVisible();
        List<String> posted = new ArrayList<>();
        page.onRequest(request -> {
            if (request.method().equals("POST")) {
                posted.add(request.url());
            }
        });

        page.locator("textarea.json").fill("{\"dataset\": {\"generator\": \"iris\"}, \"model\"");
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start the run"))
                .click();

        assertThat(check).hasText("The JSON cannot be read yet.");
        assertThat(page.locator("textarea.json")).isFocused();
        assertThat(page.locator(".depth-panel")).isHidden();
        assertThat(posted).isEmpty();
        page.getByLabel("Epochs", exact()).fill("7");
        assertThat(check).hasText(READY);
    }

    @Test
    void aRunWhoseDatasetIsGoneIsNotRunAgainOnAnotherOne() {
        Page page = visit("#/nowhere");
        String dataset = kept(page, "gone.csv");
        kept(page, "other.csv");
        String run = start(page, """
                {"dataset": {"id": "%s", "target": "species"}, "model": {"layers": ["dense:4:tanh"]}, "training": {"epochs": 2}}""".formatted(dataset));
        page.navigate(url("/#/runs/" + run));
        assertThat(page.locator(".badge")).containsText("succeeded", PATIENT);
        page.request().delete(url("/api/v1/datasets/" + dataset));

        page.navigate(url("/#/new?from=" + run));

        assertThat(page.locator("[data-pointer='/dataset/id'] option").first())
                .hasText("deleted: " + dataset.substring(0, 8));
        assertThat(page.locator(".dataset-picker")).containsText("There is no dataset " + dataset);
        assertThat(page.locator("textarea.json")).hasValue(Pattern.compile(dataset));
        refusalsWereExpected();
    }

    /** Uploads a file and gives the id that it is kept under. */
    private static String kept(Page page, String name) {
        page.evaluate("() => { location.hash = '#/datasets'; }");
        upload(page, name, flowers());
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use this file"))
                .click();
        page.waitForURL(Pattern.compile("#/datasets/[^/]+$"));
        return page.url().substring(page.url().lastIndexOf('/') + 1);
    }

    @Test
    void layersMoveAndGo() {
        Page page = visit("#/new");
        assertThat(page.getByLabel("Units").first()).hasValue("16");

        page.getByLabel("Move layer 1 towards the output").click();
        assertThat(page.getByLabel("Units").first()).hasValue("8");
        page.getByLabel("Remove layer 1").click();
        page.getByLabel("Remove layer 1").click();

        assertThat(page.locator(".layers")).containsText("No hidden layer");
        assertThat(page.locator("p.check")).hasText(READY);
    }

    @Test
    void anAddressBringsTheSameFormBack() {
        Page page = visit("#/new");
        page.getByLabel("Epochs", exact()).fill("7");
        page.waitForURL(Pattern.compile("epochs.*7"));

        page.reload();

        assertThat(page.getByLabel("Epochs", exact())).hasValue("7");
    }

    @Test
    void aRunCanBeRunAgainWithChanges() {
        Page page = visit("#/nowhere");
        page.navigate(url("/#/runs/" + start(page, Requests.VANISHING)));
        assertThat(page.locator(".badge")).containsText("succeeded", PATIENT);

        page.getByText("Run again…").click();

        assertThat(page.locator(".layer")).hasCount(8);
        assertThat(page.locator("p.check")).hasText(READY);
        assertThat(page.locator("textarea.json")).hasValue(Pattern.compile("dense:16:sigmoid"));
    }

    @Test
    void aBrokenFileIsExplained() {
        Page page = visit("#/datasets");

        upload(page, "broken.csv", "length,width,species\n5.1,3.5,setosa\n4.9,virginica\n");

        assertThat(page.locator(".preview"))
                .containsText(Pattern.compile("(row|line) (2|3)", Pattern.CASE_INSENSITIVE), PATIENT);
        refusalsWereExpected();
    }

    @Test
    void aFileIsLookedAtKeptAndTrainedOn() {
        Page page = visit("#/datasets");

        upload(page, "flowers.csv", flowers());
        assertThat(page.locator(".preview")).containsText("40 rows, 3 columns", PATIENT);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use this file"))
                .click();
        assertThat(page.locator("h1")).containsText("flowers", PATIENT);
        assertThat(page.locator("tbody th")).hasText(new String[] {"length", "width", "species"});
        page.getByText("Train on it").click();
        assertThat(page.locator("p.check")).hasText(READY, new HasTextOptions().setTimeout(10_000));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Start the run"))
                .click();

        assertThat(page.locator(".badge")).containsText("succeeded", PATIENT);
    }

    @Test
    void aFileWithEmptyCellsCanBeTrainedOnAsItIs() {
        Page page = visit("#/datasets");

        upload(page, "gaps.csv", flowers().replaceFirst("1.4,0.2", ",0.2"));
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Use this file"))
                .click();
        page.getByText("Train on it").click();

        assertThat(page.locator("p.check")).hasText(READY, new HasTextOptions().setTimeout(10_000));
        assertThat(page.locator("textarea.json")).hasValue(Pattern.compile("\"missing\": \"mean\""));
    }

    @Test
    void whoDeletesADatasetIsToldWhatGoesWithIt() {
        Page page = visit("#/nowhere");
        kept(page, "going.csv");
        page.getByText("Delete").click();
        assertThat(page.locator(".actions")).containsText("Delete for good?");
        assertThat(page.locator(".actions")).containsText("can no longer be stepped through, forked or analyzed");

        page.getByText("Delete for good?").blur();
        assertThat(page.locator(".actions")).not().containsText("no longer");

        page.getByText("Delete").click();
        page.getByText("Delete for good?").click();
        page.waitForURL(Pattern.compile("#/datasets$"));
        assertThat(page.getByText("going.csv")).hasCount(0);
    }

    private static String flowers() {
        StringBuilder csv = new StringBuilder("length,width,species\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i % 2 == 0 ? "1.4,0.2,setosa\n" : "5.1,1.8,virginica\n");
        }
        return csv.toString();
    }

    private static void upload(Page page, String name, String content) {
        page.locator("input[type=file]")
                .setInputFiles(new FilePayload(name, "text/csv", content.getBytes(StandardCharsets.UTF_8)));
    }

    private static Page.GetByLabelOptions exact() {
        return new Page.GetByLabelOptions().setExact(true);
    }
}
