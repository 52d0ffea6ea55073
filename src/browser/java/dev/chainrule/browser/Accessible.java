package dev.chainrule.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import java.util.List;

/** What axe (Deque's checker of WCAG 2.2 A and AA: names, roles, contrast, ...) says of a page. */
final class Accessible {

    private static final List<String> RULES =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");

    private Accessible() {}

    static void check(Page page, String name) {
        assertThat(violations(page)).as("accessibility of " + name).isEmpty();
    }

    /** One line a rule that is broken, with the elements that break it. */
    static List<String> violations(Page page) {
        BrowserTestBase.opened(page);
        // Without the elements that a rule found right, which would be nearly all of the answer; legacy: no page of
        // axe's own, for there are no frames.
        AxeRunOptions options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        return new AxeBuilder(page)
                .setLegacyMode(true).options(options).withTags(RULES).analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": " + rule.getHelp() + " "
                                + rule.getNodes().stream()
                                        .limit(4)
                                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                        .toList())
                        .toList();
    }
}
