// SPDX-License-Identifier: MIT
package blinka4j.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Debian's Chromium without a window, driven by Playwright with Debian's Node.js. Nothing is downloaded. For one thread. */
final class Chromium implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** Starts a browser. Without one here the test is skipped with the reason; in continuous integration that is an error. */
    static Chromium start() {
        Path node = needed("nodejs", "node", "nodejs");
        Path chromium = needed("chromium", "chromium", "chromium-browser", "google-chrome");
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", node.toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(Served.LIMIT_SECONDS * 1000);
        // A container has no sandbox for a browser of root. The only page is ours.
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setTimeout(Served.LIMIT_SECONDS * 1000)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
        return new Chromium(playwright, browser);
    }

    private static Path needed(String packageName, String... programs) {
        Optional<Path> found = Stream.of(programs)
                .flatMap(program -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> Path.of(folder, program)))
                .filter(Files::isExecutable)
                .findFirst();
        String reason = "no %s here: install the package %s, as src/test/run does".formatted(programs[0], packageName);
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError(reason);
        }
        assumeTrue(found.isPresent(), reason);
        return found.orElseThrow();
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
