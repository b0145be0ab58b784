// SPDX-License-Identifier: MIT
package blinka4j.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people see and do on the bench, in a browser. {@link Tab} fails each test on an error in the console or a request to elsewhere. */
@Timeout(600)
class BenchPageIT {
    /** The limit of the README's picture; the repository has no other picture. */
    private static final int MOST_PICTURE_BYTES = 60_000;

    private static final Path PICTURE = Path.of("target", "bench.png");

    private static Chromium chromium;
    /** The unchanged sample. */
    private static Served weather;

    private static Served everything;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
        weather = Served.sample("bme280");
        everything = Served.program(Everything.class.getName());
    }

    @AfterAll
    static void end() {
        for (AutoCloseable each : new AutoCloseable[] {weather, everything, chromium}) {
            if (each != null) {
                close(each);
            }
        }
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aPressOfTheButtonLightsTheLed() throws Exception {
        try (Tab tab = Tab.open(chromium, everything)) {
            Locator led = tab.card("LED, D18").locator(".value");
            assertThat(led).hasText("off");
            tab.find(AriaRole.BUTTON, "Press, Button at D4").hover();

            tab.page().mouse().down();
            assertThat(led).hasText("on");
            tab.expect("[data-pin=D18] .badge").hasText("OUT 1");
            tab.expect("[data-pin=D4] .badge").hasText("IN 0");

            tab.page().mouse().up();
            assertThat(led).hasText("off");
            tab.expect("[data-pin=D18] .badge").hasText("OUT 0");
        }
    }

    @Test
    void aSliderChangesWhatTheUnchangedSamplePrints() throws Exception {
        try (Tab tab = Tab.open(chromium, weather)) {
            tab.find("#speed").selectOption("10");

            tab.find(AriaRole.SLIDER, "temperature of BME280 in \u00b0C").fill("31.5");

            weather.await("Temperature: 31.5 C"::equals);
            assertThat(tab.find("#lines").getByText("Temperature: 31.5 C").first())
                    .isVisible();
            tab.find("#speed").selectOption("1");
        }
    }

    @Test
    void theOledShowsTheProgramsFrameBuffer() throws Exception {
        String frameBuffer = everything
                .await(line -> line.startsWith(Everything.FRAME_BUFFER))
                .substring(Everything.FRAME_BUFFER.length());
        try (Tab tab = Tab.open(chromium, everything)) {
            String script = """
                    canvas => {
                      const { width, height } = canvas;
                      const scale = width / %s;
                      const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
                      let bits = "";
                      for (let y = 0; y < height; y += scale) {
                        for (let x = 0; x < width; x += scale) {
                          const alphas = new Set();
                          for (let i = 0; i < scale * scale; i++) {
                            alphas.add(data[4 * ((y + Math.floor(i / scale)) * width + x + (i %% scale)) + 3]);
                          }
                          bits += alphas.size === 1 ? (alphas.has(255) ? "1" : "0") : "?";
                        }
                      }
                      return bits;
                    }""".formatted(Everything.WIDTH);

            Object shown = tab.card("SSD1306, I2C i2c1, 0x3c").locator("canvas").evaluate(script);

            assertThat(frameBuffer)
                    .hasSize(Everything.WIDTH * Everything.HEIGHT)
                    .contains("0", "1");
            assertThat(shown).isEqualTo(frameBuffer);
        }
    }

    @Test
    void theNeoPixelsHaveTheProgramsColors() throws Exception {
        try (Tab tab = Tab.open(chromium, everything)) {
            Locator canvas = tab.card("NeoPixel, SPI spi0").locator("canvas");
            assertThat(canvas).hasAttribute("aria-label", "NeoPixel, 8 pixels, 7 lit");

            Object shown = canvas.evaluate("""
                    canvas => {
                      const { width, height } = canvas;
                      const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
                      return Array.from({ length: 8 }, (_, i) => {
                        const at = 4 * ((height / 2) * width + (i + 0.5) * height);
                        return "#" + [...data.slice(at, at + 3)].map((value) => value.toString(16).padStart(2, "0")).join("");
                      });
                    }""");

            // A dark pixel is drawn as an unlit lamp, so that it can be seen.
            assertThat(shown)
                    .isEqualTo(Everything.COLORS.stream()
                            .map(color -> color.equals("#000000") ? "#2a3338" : color)
                            .toList());
        }
    }

    private static double seconds(Tab tab) {
        return Double.parseDouble(tab.find("#time").textContent().replace(" s", ""));
    }

    @Test
    void timeIsPausedMakesStepsAndRunsFaster() throws Exception {
        try (Tab tab = Tab.open(chromium, everything)) {
            tab.find(AriaRole.BUTTON, "Pause").click();
            tab.expect("#state").hasText("Paused");
            double paused = seconds(tab);
            tab.find("#step-by").selectOption("10");

            tab.find("#step").click();

            tab.expect("#time").hasText("%s s".formatted(Math.round(10 * (paused + 10)) / 10.0));
            tab.find("#speed").selectOption("1000");
            tab.expect("#state").hasText("Live");
            tab.page()
                    .waitForFunction(
                            "from => parseFloat(document.getElementById('time').textContent) > from + 500", paused);
            tab.expect("#step").isDisabled();
            tab.find("#speed").selectOption("1");
        }
    }

    @Test
    void aRestartRunsTheSampleAgainWithNewDevices() throws Exception {
        try (Tab tab = Tab.open(chromium, weather)) {
            tab.find("#speed").selectOption("10");
            tab.find(AriaRole.SPINBUTTON, "temperature of BME280 in \u00b0C, number")
                    .fill("-12.5");
            tab.page().keyboard().press("Enter");
            weather.await("Temperature: -12.5 C"::equals);

            tab.find(AriaRole.BUTTON, "Restart").click();

            // As a new sensor of the sample has it: 22.6 °C, and up to half a degree more or less.
            weather.await(line -> line.matches("Temperature: 2[23]\\.\\d C"));
            assertThat(tab.find("#lines").getByText("Temperature: -12.5 C")).hasCount(0);
            tab.expect("#state").hasText("Live");
        }
    }

    @Test
    void theTabulatorKeyReachesEveryControl() throws Exception {
        try (Tab tab = Tab.open(chromium, everything)) {
            tab.find("[data-pin=D4]").click();
            Object all = tab.run("""
                    () => {
                      window.visited = new Set();
                      window.controls = [...document.querySelectorAll("a[href], button, input, select, [tabindex]")]
                        .filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility());
                      document.activeElement.blur();
                      return window.controls.length;
                    }""");
            for (int i = 0; i < ((Number) all).intValue() + 2; i++) {
                tab.page().keyboard().press("Tab");
                tab.run("() => window.visited.add(document.activeElement)");
            }

            assertThat(
                            tab.run(
                                    "() => window.controls.filter((each) => !window.visited.has(each)).map((each) => each.outerHTML)"))
                    .isEqualTo(List.of());
            assertThat(((Number) all).intValue()).isGreaterThan(25);
        }
    }

    @Test
    void theKeyboardDoesAllThatTheMouseDoes() throws Exception {
        try (Tab tab = Tab.open(chromium, everything)) {
            Locator led = tab.card("LED, D18").locator(".value");
            tab.find("[data-pin=D2]").focus();
            tab.page().keyboard().press("ArrowDown");
            tab.page().keyboard().press("ArrowDown");
            tab.expect("[data-pin=D4]").isFocused();
            tab.page().keyboard().press("Enter");
            assertThat(tab.find("#pin-title")).containsText("D4: input, pull-up, high");

            tab.find("#press").focus();
            tab.page().keyboard().down("Space");
            assertThat(led).hasText("on");
            tab.page().keyboard().up("Space");
            assertThat(led).hasText("off");

            tab.find(AriaRole.BUTTON, "Press, Button at D4").focus();
            tab.page().keyboard().down("Enter");
            assertThat(led).hasText("on");
            tab.page().keyboard().up("Enter");
            assertThat(led).hasText("off");

            tab.find(AriaRole.BUTTON, "Switch, Switch at D17").press("Space");
            assertThat(tab.find(AriaRole.BUTTON, "Switch, Switch at D17")).hasAttribute("aria-pressed", "true");

            // The BME280 measures up to 85 degrees.
            tab.find(AriaRole.SLIDER, "temperature of BME280 in \u00b0C").press("End");
            assertThat(tab.find(AriaRole.SPINBUTTON, "temperature of BME280 in \u00b0C, number"))
                    .hasValue("85.0");
        }
    }

    /** By what Chromium tells a screen reader. */
    @Test
    void everyControlAndPictureHasAName() throws Exception {
        Set<String> roles = Set.of(
                "button",
                "slider",
                "spinbutton",
                "combobox",
                "checkbox",
                "searchbox",
                "textbox",
                "image",
                "meter",
                "link",
                "group",
                "region",
                "article",
                "log",
                "table",
                "status",
                "option");
        try (Tab tab = Tab.open(chromium, everything)) {
            tab.find("[data-pin=D4]").click();
            CDPSession session = tab.session();
            session.send("Accessibility.enable");
            List<String> nameless = new ArrayList<>();
            int named = 0;
            for (JsonElement each : session.send("Accessibility.getFullAXTree").getAsJsonArray("nodes")) {
                JsonObject node = each.getAsJsonObject();
                String role = node.has("role") ? value(node, "role") : "";
                if (!node.get("ignored").getAsBoolean() && roles.contains(role)) {
                    String name = node.has("name") ? value(node, "name") : "";
                    if (name.isBlank() && !role.equals("status") && !role.equals("log")) {
                        nameless.add(node.toString());
                    } else {
                        named++;
                    }
                }
            }

            assertThat(nameless).isEmpty();
            assertThat(named).isGreaterThan(80);
        }
    }

    private static String value(JsonObject node, String name) {
        JsonElement value = node.getAsJsonObject(name).get("value");
        return value == null ? "" : value.getAsString();
    }

    /** 320 is the narrowest page of WCAG 2.2, 1.4.10. */
    @ParameterizedTest
    @ValueSource(ints = {320, 360, 768, 1280})
    void nothingIsWiderThanThePage(int width) throws Exception {
        for (Served served : List.of(weather, everything)) {
            try (Tab tab = new Tab(chromium, served.address(), width, 740, ColorScheme.LIGHT)) {
                assertThat(tab.find("#transfers tr").first()).isAttached();
                assertThat(tab.run("() => document.documentElement.scrollWidth"))
                        .isEqualTo(width);
            }
        }
    }

    /** WCAG 2.2, 1.4.3: 4.5 to 1. */
    @ParameterizedTest
    @EnumSource(names = {"LIGHT", "DARK"})
    void everyTextHasEnoughContrast(ColorScheme scheme) throws Exception {
        for (Served served : List.of(weather, everything)) {
            try (Tab tab = new Tab(chromium, served.address(), 1280, 900, scheme)) {
                tab.find("[data-pin=D4]").click();
                assertThat(tab.find("#transfers tr").first()).isAttached();
                String script = Files.readString(Path.of("java/blinka4j/browser/contrast.js"));

                @SuppressWarnings("unchecked") // what the script returns
                Map<String, Object> found = (Map<String, Object>) tab.run(script);

                assertThat((List<?>) found.get("weak")).isEmpty();
                assertThat((Integer) found.get("texts")).isGreaterThan(100);
                assertThat((Boolean) found.get("dark")).isEqualTo(scheme == ColorScheme.DARK);
            }
        }
    }

    /** The page alone gets what ten hours bring: an update every 10 s, and as many transfers and lines of output. */
    @Test
    void theBuffersOfThePageAreBounded() throws Exception {
        try (Tab tab = Tab.open(chromium, weather)) {
            assertThat(tab.card("BME280, I2C i2c1, 0x77")).isVisible();
            tab.run("() => events.close()");
            String script = """
                    ([from, to]) => {
                      const then = parts;
                      for (let t = from; t < to; t += 10) {
                        then[0].quantities[0].value = 20 + Math.sin(t / 600);
                        showParts(then);
                        if (t % 100 === 0) {
                          showOutput(Array.from({ length: 40 }, (_, i) => ({ error: false, text: "Temperature: " + i + " C at " + t })));
                          showLog(Array.from({ length: 100 }, (_, i) => ({ t, bus: "i2c1", device: "BME280 0x77", text: "chip id: " + t, bytes: "> D0 < " + i })));
                        }
                        showClock({ t, speed: 1 });
                      }
                      return [byId("lines").childElementCount, byId("transfers").childElementCount, times.length, curves.size];
                    }""";
            tab.page().evaluate(script, List.of(36_000, 54_000));
            double half = tab.heapBytes();

            Object counts = tab.page().evaluate(script, List.of(54_000, 72_000));

            assertThat(counts)
                    .asInstanceOf(InstanceOfAssertFactories.LIST)
                    .satisfiesExactly(
                            lines -> assertThat((Integer) lines).isLessThanOrEqualTo(400),
                            transfers -> assertThat((Integer) transfers).isLessThanOrEqualTo(400),
                            points -> assertThat((Integer) points).isBetween(1000, 1800),
                            curves -> assertThat((Integer) curves).isLessThanOrEqualTo(24));
            assertThat(tab.heapBytes()).isLessThan(1.1 * half);
        }
    }

    /** {@code cp src/test/target/bench.png providers/bench/} makes it the README's. */
    @Test
    void thePictureOfTheReadmeIsMadeHereAndIsSmall() throws Exception {
        try (Served sample = Served.sample("bme280");
                Tab tab = new Tab(chromium, sample.address(), 1280, 900, ColorScheme.LIGHT)) {
            tab.find("#speed").selectOption("10");
            tab.page().waitForFunction("() => parseFloat(document.getElementById('time').textContent) > 75");
            tab.find("#speed").selectOption("1");

            byte[] png = Palette.reduce(tab.page().screenshot(new Page.ScreenshotOptions()));

            Files.write(PICTURE, png);
            // Not the bytes themselves, which a failure would print.
            assertThat(png.length).isBetween(5_000, MOST_PICTURE_BYTES);
        }
    }
}
