package dev.chainrule.browser;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.util.Map;
import java.util.Objects;

/** Moves a chart along its steps as a hand would, and counts the frames that were seen meanwhile. */
final class Panning {

    private static final int MOVES = 240;

    private Panning() {}

    /** Notes when each frame begins. */
    private static final String COUNT = """
            () => {
              window.frames_ = [];
              const note = (now) => { window.frames_.push(now); window.counting = requestAnimationFrame(note); };
              window.counting = requestAnimationFrame(note);
            }""";

    private static final String REPORT = """
            () => {
              cancelAnimationFrame(window.counting);
              const gaps = window.frames_.slice(1).map((now, at) => now - window.frames_[at]).sort((a, b) => a - b);
              const at = (share) => Math.round(10 * gaps[Math.floor(share * (gaps.length - 1))]) / 10;
              const seconds = gaps.reduce((sum, gap) => sum + gap, 0) / 1000;
              return {frames: gaps.length, perSecond: Math.round(10 * gaps.length / seconds) / 10, median: at(0.5), p95: at(0.95), p99: at(0.99), longest: at(1)};
            }""";

    /** Turns the wheel sideways over the loss, there and back. */
    static Map<?, ?> frames(Page page) {
        BoundingBox plot =
                Objects.requireNonNull(page.locator("#chart-loss .u-over").boundingBox());
        page.mouse().move(plot.x + plot.width / 2, plot.y + plot.height / 2);
        page.evaluate(COUNT);
        for (int i = 0; i < MOVES; i++) {
            page.mouse().wheel(i < MOVES / 2 ? 12 : -12, 0);
        }
        return (Map<?, ?>) page.evaluate(REPORT);
    }
}
