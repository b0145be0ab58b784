// SPDX-License-Identifier: MIT
/** The bench in a real browser: Debian's Chromium, driven by Playwright. */
@NullMarked
package blinka4j.browser;

import org.jspecify.annotations.NullMarked;
