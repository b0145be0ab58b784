// SPDX-License-Identifier: MIT
package blinka4j.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import blinka4j.NotAvailableException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of the page with browsers: what it serves, and what it refuses. */
@Timeout(300)
class ServerTest {
    private static Rig rig;

    @BeforeAll
    static void open() {
        rig = new Rig();
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static int port() {
        return rig.bench().address().getPort();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/bench.css, text/css",
        "/bench.js, text/javascript",
        "/uPlot.js, text/javascript",
        "/uPlot.css, text/css",
        "/icon.svg, image/svg+xml"
    })
    void theFilesOfThePageAreServedWithHeadersThatProtectIt(String path, String type) throws Exception {
        HttpResponse<String> response = rig.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isNotEmpty();
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    /** The policy forbids it, so such a page would be broken. */
    @Test
    void thePageHasNoCodeOrStyleInItsHtmlAndNothingFromElsewhere() throws Exception {
        String html = rig.get("/").body();

        assertThat(html).doesNotContainPattern("<script(?![^>]* src=)|<style| style=| on[a-z]+=|https?://");
        for (String file : List.of("/bench.css", "/bench.js")) {
            assertThat(rig.get(file).body().replace("http://www.w3.org/2000/svg", ""))
                    .as(file)
                    .doesNotContainPattern("https?://|@import|\\beval\\b|innerHTML");
        }
        Stream<String> linked = Pattern.compile("(?:src|href)=\"([^#\"]+)\"")
                .matcher(html)
                .results()
                .map(match -> match.group(1));
        for (String each : linked.toList()) {
            assertThat(rig.get("/" + each).statusCode()).as(each).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:%s", "localhost:%s", "[::1]:%s"})
    void theNamesOfThisHostAreAllowed(String host) throws Exception {
        assertThat(rig.raw("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host.formatted(port()))))
                .contains(" 200 ");
    }

    /** A name of the attacker that leads to 127.0.0.1 is not this host's. */
    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:%s", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:%s"})
    void aForeignHostIsRefused(String host) throws Exception {
        assertThat(rig.raw("GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(host.formatted(port()))))
                .contains(" 403 ");
    }

    @Test
    void aRequestWithoutOrWithTwoHostsIsRefused() throws Exception {
        String host = "Host: 127.0.0.1:%s\r\n".formatted(port());

        assertThat(rig.raw("GET / HTTP/1.1\r\nConnection: close\r\n\r\n")).containsPattern(" 4\\d\\d ");
        assertThat(rig.raw("GET / HTTP/1.1\r\n" + host + "Host: evil.example\r\nConnection: close\r\n\r\n"))
                .containsPattern(" 4\\d\\d ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:%s"})
    void aForeignOriginIsRefused(String origin) throws Exception {
        for (String path : List.of("/", "/events", "/do/speed")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(rig.at(path))
                    .header("Origin", origin.formatted(port()))
                    .header("Content-Type", Rig.FORM);
            request = path.startsWith("/do/")
                    ? request.POST(HttpRequest.BodyPublishers.ofString("times=0"))
                    : request.GET();

            assertThat(rig.client.send(request.build(), BodyHandlers.ofString()).statusCode())
                    .as(path)
                    .isEqualTo(403);
        }
        assertThat(rig.board.clock().speed()).isEqualTo(1);
    }

    /** As for {@code <img src="http://127.0.0.1:.../events">} on a page of another site, which has no origin. */
    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void anElementOfAnotherPageIsRefusedAndALinkIsNot(String site) throws Exception {
        String request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nSec-Fetch-Site: %s\r\nConnection: close\r\n\r\n";

        assertThat(rig.raw(request.formatted("/events", port(), site))).contains(" 403 ");
        assertThat(rig.raw(request.formatted("/bench.js", port(), site))).contains(" 403 ");
        assertThat(rig.raw(request.formatted("/", port(), site))).contains(" 200 ");
        assertThat(rig.raw(request.formatted("/bench.js", port(), "same-origin")))
                .contains(" 200 ");
    }

    @Test
    void itsOwnOriginIsAllowed() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(rig.at("/do/speed"))
                .header("Origin", "http://localhost:" + port())
                .header("Content-Type", Rig.FORM)
                .POST(HttpRequest.BodyPublishers.ofString("times=1"))
                .build();

        assertThat(rig.client.send(request, BodyHandlers.ofString()).statusCode())
                .isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/index.html",
                "/page/bench.js",
                "/../bench.css",
                "/%2e%2e/bench.css",
                "/..%2fmodule-info.class",
                "//bench.css",
                "/uPlot.LICENSE.txt",
                "/do"
            })
    void otherPathsAreNotFound(String path) throws Exception {
        assertThat(rig.raw(
                        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\nConnection: close\r\n\r\n".formatted(path, port())))
                .containsPattern(" 40[034] ");
    }

    @ParameterizedTest
    @CsvSource({"POST, /", "PUT, /bench.js", "DELETE, /events", "POST, /events", "GET, /do/speed", "OPTIONS, /do/speed"
    })
    void otherMethodsAreRefused(String method, String path) throws Exception {
        HttpResponse<String> response = rig.client.send(
                HttpRequest.newBuilder(rig.at(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain", "multipart/form-data"})
    void otherContentTypesAreRefused(String type) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(rig.at("/do/speed"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("times=0"))
                .build();

        assertThat(rig.client.send(request, BodyHandlers.ofString()).statusCode())
                .isEqualTo(415);
    }

    @Test
    void aLargeOrderIsRefused() throws Exception {
        assertThat(rig.post("/do/speed", "times=1&x=" + "1".repeat(4096)).statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({
        "speed, ''",
        "speed, times",
        "speed, =1",
        "speed, times=%zz",
        "speed, times=fast",
        "speed, times=NaN",
        "speed, times=-1",
        "speed, times=1e9",
        "speed, other=1",
        "step, seconds=0",
        "step, seconds=1e300",
        "pin, pin=D4",
        "pin, pin=D4&to=up",
        "quantity, part=x&name=y&value=z",
        "serial, port=serial0"
    })
    void aMalformedOrderIsRefused(String order, String form) throws Exception {
        HttpResponse<String> response = rig.post("/do/" + order, form);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).isNotEmpty();
        assertThat(response.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    }

    @ParameterizedTest
    @CsvSource({
        "explode, x=1",
        "pin, pin=D99&to=low",
        "quantity, part=i2c1/0x77&name=temperature&value=1",
        "serial, port=none&text=x"
    })
    void anOrderForSomethingUnknownIsNotFound(String order, String form) throws Exception {
        assertThat(rig.post("/do/" + order, form).statusCode()).isEqualTo(404);
    }

    @Test
    void aMalformedRequestIsRefused() throws Exception {
        assertThat(rig.raw("GET\r\n\r\n")).contains(" 400 ");
        assertThat(rig.raw("GET http://[ HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n\r\n".formatted(port())))
                .contains(" 400 ");
    }

    @Test
    void aHeadOfTheRequestThatIsTooLargeIsRefusedOrEnded() throws Exception {
        String start = "GET / HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n".formatted(port());

        assertRefusedOrEnded(start + "X: 1\r\n".repeat(100_000));
        assertRefusedOrEnded(start + "X: " + "1".repeat(1_000_000) + "\r\n\r\n");
        assertRefusedOrEnded("GET /" + "1".repeat(1_000_000) + " HTTP/1.1\r\n\r\n");
        assertThat(rig.get("/").statusCode()).isEqualTo(200);
    }

    private static void assertRefusedOrEnded(String request) {
        String answer;
        try {
            answer = rig.raw(request);
        } catch (IOException e) {
            // The connection was closed while the request was written.
            answer = "null";
        }
        assertThat(answer).containsPattern(" 4\\d\\d |^null$");
    }

    /** Slow requests take all threads at first. They are ended, and the page is there again. */
    @Test
    void requestsThatNeverEndAreEnded() throws Exception {
        String host = "Host: 127.0.0.1:%s\r\n".formatted(port());
        List<String> beginnings = List.of(
                "",
                "GET / HT",
                "GET / HTTP/1.1\r\n" + host,
                "POST /do/speed HTTP/1.1\r\n" + host + "Content-Type: " + Rig.FORM
                        + "\r\nContent-Length: 100\r\n\r\ntimes",
                "POST /do/speed HTTP/1.1\r\n" + host + "Content-Type: " + Rig.FORM
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ntimes");
        List<Socket> sockets = new ArrayList<>();
        try (Rig.Page page = rig.open()) {
            page.await("clock", "t");
            for (int i = 0; i < 150; i++) {
                Socket socket = new Socket("127.0.0.1", port());
                socket.setSoTimeout((int) Rig.LIMIT.toMillis());
                sockets.add(socket);
                try {
                    socket.getOutputStream()
                            .write(beginnings.get(i % beginnings.size()).getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // It was refused at once: there are too many.
                }
            }

            for (Socket socket : sockets) {
                assertThat(isEnded(socket)).isTrue();
            }
            assertThat(rig.get("/").statusCode()).isEqualTo(200);
            // A page that is open stays so.
            rig.board.pin("D4").drive(true);
            page.await("pins", "D4");
        } finally {
            rig.board.pin("D4").release();
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** A browser that is ended, or its tab, resets the connection. The program notices when it next has something to send. */
    @Test
    void pagesThatWereClosedTakeNoPlace() throws Exception {
        for (int i = 0; i < 200; i++) {
            boolean high = i % 2 == 0;
            await().atMost(Rig.LIMIT).ignoreException(IOException.class).until(() -> {
                rig.board.pin("D5").drive(high);
                return opensAndResets();
            });
        }
        assertThat(rig.get("/").statusCode()).isEqualTo(200);
    }

    /** Returns false if the program has not noticed yet that others were closed. */
    private static boolean opensAndResets() throws IOException {
        try (Socket page = new Socket("127.0.0.1", port())) {
            page.setSoLinger(true, 0);
            page.setSoTimeout((int) Rig.LIMIT.toMillis());
            page.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n\r\n"
                            .formatted(port())
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] status = page.getInputStream().readNBytes(12);
            return new String(status, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        }
    }

    private static boolean isEnded(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void aPortInUseIsAnErrorWithTheCure() {
        assertThatThrownBy(() -> Rig.provider(String.valueOf(port())).board())
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll(String.valueOf(port()), "127.0.0.1", "BLINKA_BENCH_PORT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536", "http", "80.5"})
    void aWrongPortIsAnError(String port) {
        assertThatThrownBy(() -> Rig.provider(port).board())
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContainingAll("BLINKA_BENCH_PORT", "'" + port + "'", "65535");
    }
}
