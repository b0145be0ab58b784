// SPDX-License-Identifier: MIT
package blinka4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FeedTest {
    private final Feed feed = new Feed();

    private Feed.Events next(long from) throws InterruptedException {
        return Objects.requireNonNull(feed.next(from));
    }

    private static String text(Feed.Events events) {
        return new String(events.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aReaderGetsWhatIsNewerThanWhatItHas() throws InterruptedException {
        feed.put("pins", "1");
        feed.append("log", "\"a\"");
        Feed.Events first = next(0);
        feed.put("pins", "1");
        feed.append("log", "\"b\"");

        assertThat(text(first)).isEqualTo("event: pins\ndata: 1\n\nevent: log\ndata: [\"a\"]\n\n");
        assertThat(text(next(first.to()))).isEqualTo("event: log\ndata: [\"b\"]\n\n");
    }

    @Test
    void aSlowReaderSkipsWhatWasReplacedAndCostsNoMemory() throws InterruptedException {
        for (int i = 0; i < 10_000; i++) {
            feed.put("pins", String.valueOf(i));
            feed.append("log", String.valueOf(i));
        }

        String text = text(next(0));

        assertThat(text)
                .startsWith("event: pins\ndata: 9999\n\nevent: log\ndata: [9700,")
                .endsWith(",9999]\n\n");
    }

    @Test
    void readersAtOnePlaceShareTheBytes() throws InterruptedException {
        feed.put("pins", "1");

        assertThat(next(0)).isSameAs(next(0));
    }

    @Test
    void closingEndsTheWait() throws InterruptedException {
        feed.put("pins", "1");
        feed.close();

        assertThat(feed.next(0)).isNull();
        assertThat(feed.awaitReader()).isFalse();
    }
}
