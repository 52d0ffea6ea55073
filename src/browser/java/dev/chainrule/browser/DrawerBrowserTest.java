package dev.chainrule.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.HasTextOptions;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** A layer beside its run: where the focus goes, what the address says, what is told of numbers that are not there. */
final class DrawerBrowserTest extends BrowserTestBase {

    private static final HasTextOptions PATIENT = new HasTextOptions().setTimeout(60_000);

    @Test
    void closingItGivesTheFocusBackThoughTheTableWasDrawnAnew() {
        Page page = visit("#/nowhere");
        String id = start(page, Requests.ENDLESS);
        page.navigate(url("/#/runs/" + id));
        Locator opener = layer(page, "layer1");
        opener.focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#drawer-title")).hasText("layer1");
        opener.evaluate("button => button.setAttribute('data-old', '')");
        page.waitForFunction("() => !document.querySelector('[data-old]')");

        page.keyboard().press("Escape");

        assertThat(page.locator(".drawer")).isHidden();
        assertThat(opener).isFocused();
        page.request().post(url("/api/v1/jobs/" + id + "/cancel"));
    }

    @Test
    void oneThatTheAddressOpenedGivesTheFocusToItsLayer() {
        Page page = finished();
        page.navigate(page.url() + "?layer=layer1");
        page.reload();
        assertThat(page.locator("#drawer-title")).isFocused();

        page.keyboard().press("Escape");

        assertThat(layer(page, "layer1")).isFocused();
    }

    @Test
    void escapeInAMenuClosesTheMenuOnly() {
        Page page = finished();
        layer(page, "layer1").click();
        Locator menu = page.locator("#chart-layer-norms details.menu");
        menu.locator("summary").click();
        assertThat(menu).hasAttribute("open", "");
        page.keyboard().press("Tab");

        page.keyboard().press("Escape");

        assertThat(menu).not().hasAttribute("open", "");
        assertThat(menu.locator("summary")).isFocused();
        assertThat(page.locator(".drawer")).isVisible();
        page.keyboard().press("Escape");
        assertThat(page.locator(".drawer")).isHidden();
    }

    @Test
    void itShowsTheStepsThatTheAddressNamesNow() {
        Page page = finished();
        assertThat(page.locator("#chart-loss .reading dd").first()).hasText("120");
        page.locator("#chart-loss .plot").focus();
        page.keyboard().press("+");
        assertThat(page.locator(".zoom-bar").first()).containsText("Steps ");
        String steps = page.locator(".zoom-bar").first().innerText();

        layer(page, "layer1").click();

        assertThat(page.locator(".drawer .zoom-bar")).isVisible();
        assertThat(page.locator(".drawer .zoom-bar").innerText()).isEqualTo(steps);
    }

    @Test
    void aHistogramOfAnotherStepSaysSoAndNoneIsShownBeforeTheFirst() {
        Page page = visit("#/runs");

        Object texts = page.evaluate("""
                async () => {
                  const {histograms} = await import('/src/layer/histograms.js');
                  const list = (kind, steps) => ({kind, steps, counts: steps.map(() => [1, 2]), min: steps.map(() => -1), max: steps.map(() => 1)});
                  const panel = histograms();
                  panel.show([list('gradient', [20, 30]), list('weight', [1, 10, 20, 30]), list('update', [1, 20])]);
                  const slider = panel.element.querySelector('input');
                  return [3, 0].map((at) => {
                    slider.value = String(at);
                    slider.dispatchEvent(new Event('input'));
                    return [...panel.element.querySelectorAll('figure')].map((figure) =>
                      `${figure.querySelector('figcaption').textContent} ${figure.querySelectorAll('rect').length}`).join('; ');
                  }).join(' / ');
                }""");

        assertThat(texts)
                .isEqualTo("Gradient 3 values 2; Weight 3 values 2; Update 3 values, of step 20 2 / "
                        + "Gradient none yet 0; Weight 3 values 2; Update 3 values 2");
    }

    @Test
    void aNetworkWithoutFiniteGradientIsNotCalledOneLayer() {
        Page page = visit("#/runs");

        Object texts = page.evaluate("""
                async () => {
                  const {waterfall} = await import('/src/layer/waterfall.js');
                  const layers = ['a', 'b'].map((name) => ({name, type: 'dense', deltaNorm: null}));
                  return [layers, layers.slice(1)].map((some) => waterfall(some, 'a').textContent).join(' / ');
                }""");

        assertThat(texts)
                .isEqualTo("The latest step has no finite gradient to follow. / One layer alone has no way to show.");
    }

    private Page finished() {
        Page page = visit("#/nowhere");
        page.navigate(url("/#/runs/" + start(page, Requests.IRIS)));
        assertThat(page.locator(".run-title .badge")).hasText("succeeded", PATIENT);
        return page;
    }

    private static Locator layer(Page page, String name) {
        return page.locator(".layers-scroll").getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name));
    }
}
