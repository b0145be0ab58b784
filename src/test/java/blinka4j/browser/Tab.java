// SPDX-License-Identifier: MIT
package blinka4j.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.ArrayList;
import java.util.List;

/** A tab of the browser with the bench's page. It notes what must not happen. */
final class Tab implements AutoCloseable {
    private final BrowserContext context;
    private final Page page;
    private final List<String> troubles = new ArrayList<>();

    Tab(Chromium chromium, String address, int width, int height, ColorScheme scheme) {
        context = chromium.browser()
                .newContext(new Browser.NewContextOptions()
                        .setViewportSize(width, height)
                        .setColorScheme(scheme)
                        .setReducedMotion(ReducedMotion.REDUCE));
        context.setDefaultTimeout(Served.LIMIT_SECONDS * 1000);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (!message.type().equals("log") && !message.type().equals("info")) {
                troubles.add("console: " + message.text());
            }
        });
        page.onPageError(error -> troubles.add("error: " + error));
        page.onRequest(request -> {
            if (!request.url().startsWith(address)) {
                troubles.add("request: " + request.url());
            }
        });
        page.navigate(address);
        expect("#state").hasText("Live");
    }

    static Tab open(Chromium chromium, Served served) throws Exception {
        return new Tab(chromium, served.address(), 1280, 900, ColorScheme.LIGHT);
    }

    Page page() {
        return page;
    }

    Locator find(String selector) {
        return page.locator(selector);
    }

    Locator find(AriaRole role, String name) {
        return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    LocatorAssertions expect(String selector) {
        return PlaywrightAssertions.assertThat(find(selector));
    }

    /** The card of the part with a name and place, such as {@code LED, D18}. */
    Locator card(String name) {
        return page.locator("article[aria-label=\"%s\"]".formatted(name));
    }

    Object run(String script) {
        return page.evaluate(script);
    }

    /** The bytes of the page's objects that are in use, after a garbage collection. */
    double heapBytes() {
        CDPSession session = context.newCDPSession(page);
        session.send("HeapProfiler.collectGarbage");
        JsonObject usage = session.send("Runtime.getHeapUsage");
        session.detach();
        return usage.get("usedSize").getAsDouble();
    }

    CDPSession session() {
        return context.newCDPSession(page);
    }

    /** Closes the tab, and fails if the page has printed an error or asked for something from elsewhere. */
    @Override
    public void close() {
        context.close();
        assertThat(troubles).isEmpty();
    }
}
