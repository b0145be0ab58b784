// SPDX-License-Identifier: MIT
package blinka4j.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTest {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    private static Map<String, String> site;

    @BeforeAll
    static void make() {
        site = Site.make(ROOT, false);
    }

    @Test
    void eachMarkdownFileIsAPage() {
        assertThat(new TreeSet<>(Navigation.read(ROOT).bySource().keySet()))
                .isEqualTo(new TreeSet<>(Navigation.sources(ROOT)));
    }

    @Test
    void noLinkIsBroken() {
        LinkCheck check = LinkCheck.of(site);

        assertThat(check.broken()).isEmpty();
        assertThat(check.links()).isGreaterThan(1000);
    }

    /** Of two classes with one name, too. */
    @Test
    void withoutJavadocALinkToAClassLeadsToItsSource() {
        assertThat(site.get("core-modules.html"))
                .contains("href=\"blinka4j.busio.I2C.html\"", "href=\"blinka4j.analogio.AnalogIn.html\"");
        assertThat(site.get("blinka4j.busio.I2C.html")).contains("<h1>api/src/main/java/blinka4j/busio/I2C.java</h1>");
    }

    @Test
    void theFirstPageLeadsToTheCommand() {
        assertThat(site.get("index.html")).contains("<td><a href=\"command.html\">");
    }

    /** CSS alone shows that a wide table or picture scrolls. */
    @Test
    void whatScrollsHasAShadowWhereItGoesOn() {
        assertThat(site.get("style.css"))
                .containsPattern("(?s)\\.scroll,\n\\.wiring,\npre \\{[^}]*local[^}]*var\\(--shade\\)[^}]*scroll[^}]*}");
    }

    @Test
    void brokenLinksAreFound() {
        LinkCheck check = LinkCheck.of(Map.of(
                "a.html",
                "<h2 id=\"there\">x</h2><a href=\"#there\"><a href=\"#gone\"><a href=\"b.html\"><a href=\"c.html#there\">"
                        + "<a href=\"http://example.org/\"><a href=\"https:/x\"><a href=\"https://a b/\"><a href=\"https://example.org/\">",
                "c.html",
                ""));

        assertThat(check.broken())
                .containsExactly(
                        "a.html: #gone has no such anchor",
                        "a.html: b.html does not exist",
                        "a.html: c.html#there has no such anchor",
                        "a.html: http://example.org/ is no https address",
                        "a.html: https:/x is no https address",
                        "a.html: https://a b/ is malformed");
        assertThat(check.links()).isEqualTo(8);
    }

    @Test
    void aPictureIsInThePage() {
        assertThat(site.get("overview.html"))
                .containsPattern("<img src=\"data:image/png;base64,iVBORw0KGgo[^\"]+\" alt=\"[^\"]+\"");
    }

    @Test
    void aPictureNeedsAText() {
        assertThatThrownBy(() -> Site.html("# x\n\n![](bench.png)")).hasMessageContaining("bench.png has no text");
    }

    /** As GitHub makes them; the examples are from its pages of these files. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Where CircuitPython's driver is wrong | where-circuitpythons-driver-is-wrong",
                "blinka4j-trace: record, replay, waveforms | blinka4j-trace-record-replay-waveforms",
                "Buttons, knobs, servos, LEDs | buttons-knobs-servos-leds",
                "`busio` and `usb_hid` | busio-and-usb_hid"
            })
    void headingsHaveTheAnchorsOfGitHub(String heading, String anchor) {
        assertThat(Site.html("# " + heading)).contains("<h1 id=\"" + anchor + "\">");
    }

    @Test
    void headingsAreInOrder() {
        assertThatThrownBy(() -> Site.html("# one\n### three\n")).hasMessageContaining("'three' has level 3");
        assertThatThrownBy(() -> Site.html("# one\n# two\n")).hasMessageContaining("'two' has level 1");
        assertThat(pages())
                .allSatisfy((name, html) -> assertThat(html.split("<h1[ >]")).hasSize(2));
    }

    @Test
    void pagesNeedNeitherScriptsNorTheNetwork() {
        assertThat(pages())
                .allSatisfy((name, html) -> assertThat(html)
                        .doesNotContain("<script", "<iframe", "@import", "style=\"")
                        .doesNotContainPattern("<img (?!src=\"data:image/png;base64,)")
                        .contains("<html lang=\"en\">", "<a class=\"skip\" href=\"#main\">", "<main id=\"main\">"));
        assertThat(site.get("style.css")).doesNotContain("url(", "@import");
    }

    @Test
    void tablesCanBeScrolledByKeyboardAndHaveHeaders() {
        assertThat(Site.html("# A \"b\"\n\n| x |\n| --- |\n| 1 |\n"))
                .contains(
                        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table: A &quot;b&quot;\"><table>",
                        "<th scope=\"col\">x</th>",
                        "</table></div>");
    }

    @Test
    void eachPageIsMarkedInItsNavigation() {
        assertThat(Navigation.read(ROOT).bySource().values())
                .allSatisfy(entry -> assertThat(site.get(entry.file()))
                        .contains("<a href=\"%s\" aria-current=\"page\">".formatted(entry.file())));
    }

    /** WCAG 2.2: 4.5 for text (1.4.3), 3 for what is needed to understand a picture (1.4.11). */
    @Test
    void colorsHaveTheContrastOfWcag() {
        String css = site.get("style.css");
        int dark = css.indexOf("@media (prefers-color-scheme: dark)");
        for (String scheme : List.of(css.substring(0, dark), css.substring(dark, css.indexOf("* {", dark)))) {
            Map<String, String> colors = new TreeMap<>();
            Pattern.compile("--([a-z0-9]+): (#[0-9a-f]{6});")
                    .matcher(scheme)
                    .results()
                    .forEach(color -> colors.put(color.group(1), color.group(2)));
            assertThat(colors).hasSize(16);
            for (String text : Set.of("text", "soft", "link")) {
                assertThat(contrast(colors, text, "back")).as(text).isGreaterThanOrEqualTo(4.5);
                assertThat(contrast(colors, text, "panel")).as(text).isGreaterThanOrEqualTo(4.5);
            }
            for (String line : Set.of("focus", "power", "ground", "scl", "sda", "w0", "w1", "w2", "w3", "w4")) {
                assertThat(contrast(colors, line, "back")).as(line).isGreaterThanOrEqualTo(3);
            }
        }
    }

    private static double contrast(Map<String, String> colors, String one, String other) {
        double a = luminance(colors.get(one));
        double b = luminance(colors.get(other));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    /** The relative luminance of WCAG 2.2. */
    private static double luminance(String color) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(color.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    /** The positions: Raspberry Pi's documentation of the 40-pin header. */
    @Test
    void wiresEndAtThePinsOfTheConnector() {
        Map<String, Wiring> wirings = Wiring.read(ROOT);

        assertThat(wirings).hasSizeGreaterThanOrEqualTo(10);
        assertThat(wires(wirings, "bme280")).containsExactly("VIN 3V3 1", "GND GND 6", "SCK SCL 5", "SDI SDA 3");
        assertThat(wires(wirings, "hcsr04")).containsExactly("VCC 5V 2", "Trig D5 29", "Echo D6 31", "GND GND 6");
        assertThat(wires(wirings, "mcp3008")).contains("CLK SCLK 23", "DOUT MISO 21", "DIN MOSI 19", "CS D5 29");
        assertThat(wires(wirings, "button"))
                .containsExactly("one side D4 7", "other side GND 6", "long leg D18 12", "short leg GND 9");
        assertThat(wires(wirings, "neopixel")).contains("DIN MOSI 19", "VCC 5V 4");
    }

    private static List<String> wires(Map<String, Wiring> wirings, String name) {
        return wirings.get(name).wires().stream()
                .map(wire -> wire.pin() + " " + wire.target() + " " + wire.number())
                .toList();
    }

    /** A picture has a text alternative: each of its wires is in the table. */
    @Test
    void eachWireIsInThePictureAndInTheTable() {
        String page = site.get("wiring.html");
        Wiring.read(ROOT).forEach((name, wiring) -> {
            int from = page.indexOf("<svg id=\"wiring-" + name);
            assertThat(from).as(name).isPositive();
            String svg = page.substring(from, page.indexOf("</svg>", from));
            String table = page.substring(page.indexOf("<table>", from), page.indexOf("</table>", from));
            assertThat(svg).contains("role=\"img\"", "aria-label=\"Wiring of ");
            assertThat(wiring.wires()).allSatisfy(wire -> {
                assertThat(svg).contains(">" + wire.label() + "<", ">" + wire.pin() + "<");
                assertThat(table).contains("<td>" + wire.pin() + "</td>");
            });
            assertThat(table.split("<tr>").length - 2)
                    .isEqualTo(wiring.wires().size() + wiring.bridges().size());
        });
    }

    /** The pages name samples, which must exist. */
    @Test
    void eachSampleThatAPageNamesExists() {
        String samples = site.get("samples.html");
        List<String> named = Pattern.compile("samples/run ([a-z][\\w-]*)")
                .matcher(site.get("wiring.html") + site.get("start.html") + site.get("write-board.html"))
                .results()
                .map((MatchResult match) -> match.group(1))
                .distinct()
                .toList();

        assertThat(named)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(samples).containsPattern("(>|/run )" + name + "[< ]"));
    }

    private static Map<String, String> pages() {
        Map<String, String> pages = new TreeMap<>(site);
        pages.remove("style.css");
        return pages;
    }
}
