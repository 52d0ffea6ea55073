/** The dashboard in a real browser against the whole service. Runs in {@code verify} where Chromium is installed. */
@NullMarked
package dev.chainrule.browser;

import org.jspecify.annotations.NullMarked;
