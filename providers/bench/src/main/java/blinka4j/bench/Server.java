// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.NotAvailableException;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page, its events and its orders, on 127.0.0.1 only. Other pages in the same browser cannot use it: the request must have this
 * host's name, so that a name that an attacker points to 127.0.0.1 is refused, and no foreign origin.
 */
final class Server implements AutoCloseable {
    private static final int MOST_BYTES = 4096;
    private static final int MOST_PAGES = 64;
    private static final int MOST_THREADS = MOST_PAGES + 32;
    private static final long IDLE_SECONDS = 10;
    /** For a whole request to arrive. */
    private static final int MOST_SECONDS = 10;

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String ORDERS = "/do/";

    /** From where a browser may ask for more than the page: the page itself, or its user. */
    private static final Set<String> OWN = Set.of("same-origin", "none");

    /** No code, style or picture from elsewhere, and no frame around the page. */
    private static final String POLICY =
            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /** A file of the page. */
    private static final class PageFile {
        private final String type;
        private final byte[] bytes;

        private PageFile(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }
    }

    private final Feed feed;
    private final Controls controls;
    private final HttpServer http;
    private final ThreadPoolExecutor threads;
    private final Map<String, PageFile> files = new HashMap<>();
    private final Set<String> hosts;
    private final Set<String> origins;
    private final AtomicInteger pages = new AtomicInteger();

    private Server(HttpServer http, Feed feed, Controls controls) {
        this.http = http;
        this.feed = feed;
        this.controls = controls;
        int port = http.getAddress().getPort();
        List<String> names = List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
        hosts = Set.copyOf(names);
        origins = Set.copyOf(names.stream().map(name -> "http://" + name).toList());
        file("/", "index.html", "text/html; charset=utf-8");
        file("/bench.css", "bench.css", "text/css; charset=utf-8");
        file("/bench.js", "bench.js", "text/javascript; charset=utf-8");
        file("/uPlot.js", "uPlot.iife.min.js", "text/javascript; charset=utf-8");
        file("/uPlot.css", "uPlot.min.css", "text/css; charset=utf-8");
        file("/icon.svg", "icon.svg", "image/svg+xml");
        threads = new ThreadPoolExecutor(
                0, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), action -> {
                    Thread thread = new Thread(action, "blinka4j-bench-http");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * @param port 0 for a free one
     * @throws NotAvailableException if the port is in use
     */
    static Server open(int port, Feed feed, Controls controls) {
        // Of the JDK's server, for all servers of this virtual machine, unless the program has set it. Without it a
        // request that never
        // ends keeps its thread. Not jdk.httpserver.maxConnections: connections that a browser has reset count for
        // ever.
        System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", String.valueOf(MOST_SECONDS));
        HttpServer http;
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            http = HttpServer.create(new InetSocketAddress(loopback, port), MOST_PAGES);
        } catch (BindException e) {
            throw new NotAvailableException(
                    "The bench cannot use port %s of 127.0.0.1 (%s). Stop the program that uses it, or set BLINKA_BENCH_PORT to another port, or to 0 for a free one."
                            .formatted(port, e.getMessage()),
                    e);
        } catch (IOException e) {
            throw new NotAvailableException(
                    "The bench cannot serve its page on 127.0.0.1: %s. Set BLINKA_PROVIDER=sim to simulate the board without a page."
                            .formatted(e.getMessage()),
                    e);
        }
        Server server = new Server(http, feed, controls);
        http.setExecutor(server.threads);
        http.createContext("/", server::answer);
        // The server's own thread is a daemon if this one is.
        Thread starter = new Thread(http::start, "blinka4j-bench-start");
        starter.setDaemon(true);
        starter.start();
        // A server that is closed before it has started would fail.
        join(starter);
        return server;
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void file(String path, String name, String type) {
        try (InputStream stream = Server.class.getResourceAsStream("page/" + name)) {
            if (stream == null) {
                throw new IllegalStateException(
                        "the file %s of the bench's page is missing. Use the jar as it was made.".formatted(name));
            }
            files.put(path, new PageFile(type, stream.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:%s/".formatted(http.getAddress().getPort()));
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            try {
                route(exchange);
            } catch (Controls.Refused e) {
                send(exchange, e.status, "text/plain; charset=utf-8", e.text().getBytes(StandardCharsets.UTF_8));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                // The browser has gone.
            }
        } catch (IOException e) {
            // So it has while it was told why its request is refused.
        }
    }

    private void route(HttpExchange exchange) throws IOException, InterruptedException, Controls.Refused {
        Headers headers = exchange.getRequestHeaders();
        if (!hosts.contains(one(headers, "Host"))) {
            throw new Controls.Refused(403, "This page has the address %s only.".formatted(address()));
        }
        if (headers.containsKey("Origin") && !origins.contains(one(headers, "Origin"))) {
            throw new Controls.Refused(403, "Other pages cannot use this one.");
        }
        String path = exchange.getRequestURI().getRawPath();
        // A picture or script of another page has no origin. A link to this page is allowed.
        if (headers.containsKey("Sec-Fetch-Site")
                && !OWN.contains(one(headers, "Sec-Fetch-Site"))
                && !"/".equals(path)) {
            throw new Controls.Refused(403, "Other pages cannot use this one.");
        }
        String method = exchange.getRequestMethod();
        PageFile file = path == null ? null : files.get(path);
        if (file != null) {
            require(exchange, method.equals("GET") || method.equals("HEAD"), "GET, HEAD");
            send(exchange, 200, file.type, file.bytes);
        } else if ("/events".equals(path)) {
            require(exchange, method.equals("GET"), "GET");
            events(exchange);
        } else if (path != null && path.startsWith(ORDERS)) {
            require(exchange, method.equals("POST"), "POST");
            controls.run(path.substring(ORDERS.length()), form(exchange));
            send(exchange, 204, null, new byte[0]);
        } else {
            throw new Controls.Refused(404, "There is no such page.");
        }
    }

    private static String one(Headers headers, String name) {
        List<String> all = headers.get(name);
        return all == null || all.size() != 1 ? "" : all.get(0);
    }

    private static void require(HttpExchange exchange, boolean allowed, String methods) throws Controls.Refused {
        if (!allowed) {
            exchange.getResponseHeaders().set("Allow", methods);
            throw new Controls.Refused(405, "Expected %s.".formatted(methods));
        }
    }

    private static void send(HttpExchange exchange, int status, @Nullable String type, byte[] bytes)
            throws IOException {
        Headers headers = exchange.getResponseHeaders();
        if (type != null) {
            headers.set("Content-Type", type);
        }
        protect(headers);
        boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, empty ? -1 : bytes.length);
        if (!empty) {
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(bytes);
            }
        }
    }

    private static void protect(Headers headers) {
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException, Controls.Refused {
        String type = one(exchange.getRequestHeaders(), "Content-Type");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase(FORM)) {
            throw new Controls.Refused(415, "Expected the content type %s.".formatted(FORM));
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new Controls.Refused(
                    413, "The request is too large. Expected at most %s bytes.".formatted(MOST_BYTES));
        }
        Map<String, String> form = new HashMap<>();
        if (bytes.length == 0) {
            return form;
        }
        for (String field : new String(bytes, StandardCharsets.US_ASCII).split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals <= 0) {
                throw new Controls.Refused(400, "The form is malformed. Expected name=value&name=value.");
            }
            try {
                String name = URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8);
                form.put(name, URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                throw new Controls.Refused(400, "The form is malformed: %s.".formatted(e.getMessage()));
            }
        }
        return form;
    }

    /** Sends events until the page is closed. A network that is slow makes this thread wait, and nothing else. */
    private void events(HttpExchange exchange) throws IOException, InterruptedException, Controls.Refused {
        if (pages.incrementAndGet() > MOST_PAGES) {
            pages.decrementAndGet();
            throw new Controls.Refused(503, "%s pages are open. Close one.".formatted(MOST_PAGES));
        }
        feed.join();
        try (OutputStream body = start(exchange)) {
            long seen = 0;
            for (Feed.Events next = feed.next(seen); next != null; next = feed.next(seen)) {
                body.write(next.bytes());
                body.flush();
                seen = next.to();
            }
        } finally {
            feed.leave();
            pages.decrementAndGet();
        }
    }

    private static OutputStream start(HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/event-stream; charset=utf-8");
        protect(headers);
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    /** Frees the port, and ends all connections and threads. */
    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
