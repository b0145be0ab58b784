// SPDX-License-Identifier: MIT
package blinka4j.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The messages on the page about errors are those of the code. */
class MessagesTest {
    private static final Pattern LITERAL = Pattern.compile("\"((?:\\\\.|[^\"\\\\\n])*)\"");

    /** Parts of a message that code joins become one; whatever stands between them is a variable part. */
    private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*([\\w.()\\s+]{0,200}\\+\\s*)?\"");

    private static final List<String> MESSAGES = new ArrayList<>();

    @BeforeAll
    static void readTheSources() throws IOException {
        for (String folder : List.of("api", "boards", "drivers", "providers")) {
            try (Stream<Path> files = Files.walk(SiteTest.ROOT.resolve(folder))) {
                for (Path file : files.filter(each -> each.toString().matches(".*/src/main/java/.*\\.java"))
                        .toList()) {
                    String source = JOINED.matcher(Files.readString(file)).replaceAll("%s");
                    LITERAL.matcher(source)
                            .results()
                            .map(literal -> literal.group(1).replaceAll("%(\\d\\$)?0?\\d?[a-z]|\\{0}", "…"))
                            .forEach(MESSAGES::add);
                }
            }
        }
    }

    @Test
    void eachQuotedMessageIsInTheSources() {
        List<String> quoted = new ArrayList<>();
        for (String page : List.of("troubleshooting.md", "start.md")) {
            quoted.addAll(firstColumn(
                    Site.text(SiteTest.ROOT.resolve(Navigation.PAGES).resolve(page))));
        }

        assertThat(quoted).hasSizeGreaterThan(40);
        assertThat(quoted.stream().filter(message -> !isInTheSources(message))).isEmpty();
    }

    @Test
    void otherMessagesAreNotFound() {
        assertThat(isInTheSources("no I2C device at …")).isTrue();
        assertThat(isInTheSources("no I2C gadget at …")).isFalse();
    }

    private static List<String> firstColumn(String page) {
        return Pattern.compile("(?m)^\\| `([^`]*)`")
                .matcher(page)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    /** A variable part of the quotation stands for any text; one of the source, for the words that a page may have there. */
    private static boolean isInTheSources(String quoted) {
        Pattern pattern = Pattern.compile(Stream.of(quoted.split("…", -1))
                .map(Pattern::quote)
                .reduce((a, b) -> a + ".*" + b)
                .orElseThrow());
        return MESSAGES.stream().anyMatch(message -> pattern.matcher(message).find());
    }
}
