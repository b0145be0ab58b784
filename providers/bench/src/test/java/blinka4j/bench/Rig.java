// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.provider.Host;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimBoard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/** A bench at a free port, and a page. */
final class Rig implements AutoCloseable {
    static final String FORM = "application/x-www-form-urlencoded";

    /** A test ends by this if something never happens. It is a thousand times what an event takes, so that no machine is too slow. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    final BenchProvider provider;
    final SimBoard board;
    final Blinka blinka;
    final HttpClient client = HttpClient.newHttpClient();

    Rig() {
        this("RASPBERRY_PI_4B");
    }

    /** @param id the board */
    Rig(String id) {
        provider = provider("0", id);
        board = provider.board();
        blinka = Blinka.open(board.definition(), provider);
    }

    static BenchProvider provider(String port) {
        return provider(port, "RASPBERRY_PI_4B");
    }

    private static BenchProvider provider(String port, String board) {
        BenchProvider provider = new BenchProvider();
        provider.probe(new Host(
                Path.of("/nowhere"),
                "Linux",
                Map.of("BLINKA_PROVIDER", "bench", "BLINKA_FORCEBOARD", board, "BLINKA_BENCH_PORT", port)));
        return provider;
    }

    Bench bench() {
        return provider.bench();
    }

    URI at(String path) {
        return bench().address().resolve(path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(at(path))
                        .header("Content-Type", FORM)
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    /** Sends bytes as they are. Returns the status line of the answer. */
    String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(bench().address().getHost(), bench().address().getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            return String.valueOf(answer.readLine());
        }
    }

    Page open() throws IOException {
        return new Page((HttpURLConnection) at("/events").toURL().openConnection());
    }

    @Override
    public void close() {
        blinka.close();
        board.clock().close();
        bench().close();
    }

    /** The events that a page gets. */
    static final class Page implements AutoCloseable {
        final int status;
        final String type;
        private final BufferedReader lines;

        private Page(HttpURLConnection connection) throws IOException {
            connection.setReadTimeout((int) LIMIT.toMillis());
            status = connection.getResponseCode();
            type = String.valueOf(connection.getContentType());
            InputStream stream = status == 200 ? connection.getInputStream() : connection.getErrorStream();
            lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }

        /** Reads until an event's data pass. */
        String await(String event, Predicate<String> passes) throws IOException {
            long end = System.nanoTime() + LIMIT.toNanos();
            String name = "";
            String latest = "";
            for (String line = lines.readLine(); line != null && System.nanoTime() < end; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    name = line.substring("event: ".length());
                } else if (line.startsWith("data: ") && name.equals(event)) {
                    latest = line.substring("data: ".length());
                    if (passes.test(latest)) {
                        return latest;
                    }
                }
            }
            throw new AssertionError("no such event %s. The latest one: %s".formatted(event, latest));
        }

        String await(String event, String text) throws IOException {
            return await(event, data -> data.contains(text));
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
