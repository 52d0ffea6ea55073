package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasCountOptions;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What explains a gradient: a layer in detail, a step line by line, an expression, the experiments of the gallery. */
final class ExplainBrowserTest extends BrowserTestBase {

    private static final HasTextOptions PATIENT = new HasTextOptions().setTimeout(60_000);

    private static final String WATCHED = """
            {"name": "watched", "dataset": {"generator": "iris"}, "model": {"layers": ["dense:8:tanh", "dense:6:relu"]},
             "training": {"epochs": 20, "seed": 1}, "monitor": {"activations": {"every": 5}, "histograms": {"every": 10}}}""";

    @Test
    void aLayerIsSeenInDetailAndTheAddressKeepsIt() {
        Page page = visit("#/nowhere");
        page.navigate(url("/#/runs/" + finished(page, WATCHED)));

        page.locator("#layers-title ~ .scroll")
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("layer2"))
                .click();

        Locator drawer = page.locator(".drawer");
        assertThat(drawer.locator("#drawer-title")).hasText("layer2");
        assertThat(drawer.locator("#chart-layer-norms .reading")).hasCount(4);
        assertThat(drawer.locator("#chart-layer-ratio .reading")).hasCount(3);
        assertThat(drawer.locator("#chart-layer-shares")).containsText("dead");
        assertThat(drawer.locator(".histogram")).hasCount(4);
        assertThat(drawer.locator(".fall")).hasCount(5);
        Locator activation = drawer.locator(".histogram").last();
        String last = activation.innerText();
        assertThat(drawer.locator("output")).hasText("step 80");
        assertThat(drawer.locator(".empty:visible")).hasCount(0);
        drawer.getByRole(AriaRole.SLIDER).press("Home");
        assertThat(drawer.locator("output")).hasText("step 1");
        assertThat(activation.innerText()).isNotEqualTo(last);
        Accessible.check(page, "a layer in detail");
        assertThat(page.url()).contains("layer=layer2");
        page.reload();
        assertThat(drawer.locator("#drawer-title")).hasText("layer2");
        drawer.getByLabel("Layer above, towards the output").click();
        assertThat(drawer.locator("#drawer-title")).hasText("output");
        page.keyboard().press("Escape");
        assertThat(drawer).isHidden();
        assertThat(page.url()).doesNotContain("layer=");
    }

    @Test
    void aStepIsWalkedLineByLineByArrowKeys() {
        Page page = visit("#/nowhere");
        String id = finished(page, WATCHED);

        page.navigate(url("/#/runs/" + id + "/steps/2"));

        assertThat(page.locator(".summary"))
                .containsText("Epoch 1, a batch of 32", new ContainsTextOptions().setTimeout(20_000));
        assertThat(page.locator("output")).hasText(Pattern.compile("1 of \\d+"));
        for (int i = 0; i < 8; i++) {
            page.keyboard().press("ArrowRight");
        }
        assertThat(page.locator("output")).hasText(Pattern.compile("9 of \\d+"));
        assertThat(page.locator(".lit")).hasText(Pattern.compile("3\\s*aₖ = bₖ \\+ Wₖ hₖ₋₁"));
        assertThat(page.locator(".line-text")).hasText(Pattern.compile("a₁ .8 × 32, layer1., norm .*"));
        assertThat(page.getByText("Computed by DenseLayer.forward, ")).isVisible();
        assertThat(page.locator(".code-place")).hasText(Pattern.compile("DenseLayer\\.java:\\d+"));
        assertThat(page.locator(".node.now")).containsText("a₁");
        page.keyboard().press("End");
        assertThat(page.locator(".algorithm")).containsText("Algorithm 6.4: backward propagation");
        page.keyboard().press("ArrowLeft");
        Accessible.check(page, "a step, line by line");
        picture(page, "step");
        assertThat(page.url()).contains("line=");
    }

    @Test
    void anExpressionIsDifferentiatedWhileTyping() {
        Page page = visit("#/gradients");
        Locator gradient = page.locator("section").filter(new Locator.FilterOptions().setHasText("By differences"));
        assertThat(gradient.locator("tbody tr")).hasCount(3);

        page.getByLabel("An expression that gives one number").fill("x^3 + 2*x");
        page.getByLabel("x", new Page.GetByLabelOptions().setExact(true)).fill("2");

        assertThat(gradient.locator("tbody tr")).hasText(new Pattern[] {Pattern.compile("x\\s*14\\s*14\\s*12")});
        assertThat(page.locator(".node")).hasCount(6);
        assertThat(page.url()).contains("e=x");
        page.getByLabel("An expression that gives one number").fill("x^3 + 2*(x");
        assertThat(page.locator("#expression-fault")).containsText("never closed");
        page.getByLabel("An expression that gives one number").fill("x^3 + 2*x");
        assertThat(page.locator("#expression-fault")).isEmpty();
        Accessible.check(page, "the gradient calculator");
        picture(page, "gradients");
        refusalsWereExpected();
    }

    @Test
    void aValueThatIsNoneIsSaidAndWhatTakesItsPlaceIsAnswered() {
        Page page = visit("#/gradients?e=x*x&at=%7B%22x%22:3%7D");
        Locator rows = page.locator("section")
                .filter(new Locator.FilterOptions().setHasText("By differences"))
                .locator("tbody tr");
        Locator value = page.getByLabel("x", new Page.GetByLabelOptions().setExact(true));
        Locator fault = page.locator("#expression-fault");
        assertThat(rows).hasText(new Pattern[] {Pattern.compile("x\\s*6\\s*6\\s*2")});
        Object heights = page.evaluate(
                "() => new Set([...document.querySelectorAll('.adjoint-text.halo')].map(text => text.getAttribute('y'))).size");
        assertThat(heights).as("heights of the two edges' texts").isEqualTo(2);

        value.fill("[1,2");
        assertThat(fault).containsText("x is a number, a list as [1, 2]");
        assertThat(rows).hasCount(0);
        assertThat(value).hasAttribute("aria-invalid", "true");
        page.getByLabel("An expression that gives one number").fill("x^3");
        assertThat(value).hasValue("3");
        assertThat(rows).hasText(new Pattern[] {Pattern.compile("x\\s*27\\s*27\\s*18")});
        assertThat(fault).isEmpty();

        value.fill("[1, 2]");
        assertThat(fault).not().isEmpty();
        page.route(Pattern.compile("/gradients$"), route -> route.fulfill(new Route.FulfillOptions().setStatus(429)));
        value.fill("2");
        assertThat(fault).isEmpty();
        Locator again = page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Try again"));
        assertThat(again).isVisible();
        page.unrouteAll();
        again.click();
        assertThat(rows).hasText(new Pattern[] {Pattern.compile("x\\s*12\\s*12\\s*12")});
        refusalsWereExpected();
    }

    @Test
    void theOptimizerRaceIsStartedWithOneClickAndCompared() {
        Page page = visit("#/gallery");
        Accessible.check(page, "the gallery");

        page.getByLabel("Run: Optimizer race").click();

        page.waitForURL(Pattern.compile("#/compare"));
        assertThat(page.locator("tr[data-run] .badge"))
                .hasText(new String[] {"succeeded", "succeeded", "succeeded", "succeeded"}, PATIENT);
        assertThat(page.locator("#chart-overlay .reading")).hasCount(5, new HasCountOptions().setTimeout(20_000));
        picture(page, "race");
    }

    @Test
    void closedFormAndEpochGdAnswerInTheGallery() {
        Page page = visit("#/gallery/least-squares");
        HasCountOptions slow = new HasCountOptions().setTimeout(30_000);
        assertThat(page.locator("table").first().locator("tbody tr")).hasCount(4, slow);
        assertThat(page.locator(".verdict-line")).containsText("Householder QR");

        page.navigate(url("/#/gallery/epoch-gd"));

        assertThat(page.locator(".verdict-line"))
                .containsText("No mean gap is above its bound.", new ContainsTextOptions().setTimeout(30_000));
        assertThat(page.locator(".readings .reading")).hasCount(3);
        page.getByText("100", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();
        assertThat(page).hasURL(Pattern.compile("rows=100"));
        Accessible.check(page, "EPOCH-GD");
    }

    /** Starts a run and waits for its end. */
    private String finished(Page page, String request) {
        String id = start(page, request);
        page.navigate(url("/#/runs/" + id));
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", PATIENT);
        return id;
    }
}
