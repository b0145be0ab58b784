// SPDX-License-Identifier: MIT
package blinka4j.browser;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.samples.launcher.Launcher;
import blinka4j.samples.launcher.Sample;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.time.Time;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Measures how much pages that are open slow a program on the bench: {@code src/test/bench/pages}. The program, in its own virtual machine,
 * runs rounds of work, and of sleeps and transfers, in turns without a page and with 50. The pages are in this virtual machine and read all
 * events. Prints the median of the ratios of neighbouring rounds.
 */
final class PagesTiming {
    private static final int PAGES = 50;
    private static final String ROUND = "round ";

    private PagesTiming() {}

    /** @param args how many pairs of rounds to measure; {@code program} for the measured program */
    public static void main(String[] args) throws Exception {
        if (args[0].equals("program")) {
            System.setProperty("blinka.shutdown.hook", "off");
            System.exit(Launcher.run(new Rounds(), "--bench"));
        }
        try (Served program = Served.program(PagesTiming.class.getName(), "program")) {
            // The first ones are slower, and the pages are loaded.
            measure(program, PAGES);
            measure(program, 0);
            List<double[]> ratios = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(args[0]); i++) {
                boolean first = i % 2 == 0;
                double[] one = measure(program, first ? PAGES : 0);
                double[] other = measure(program, first ? 0 : PAGES);
                double[] with = first ? one : other;
                double[] without = first ? other : one;
                ratios.add(new double[] {with[0] / without[0], with[1] / without[1], with[2] / without[2]});
            }
            print("time of work, without and with " + PAGES + " pages", ratios, 0);
            print("time of sleeps and transfers", ratios, 1);
            print("processor time of the program's thread for both", ratios, 2);
        }
        System.exit(0);
    }

    private static void print(String what, List<double[]> ratios, int column) {
        double[] sorted =
                ratios.stream().mapToDouble(each -> each[column]).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "%-50s ratio %.3f (quartiles %.3f to %.3f, %s pairs)%n",
                what,
                sorted[sorted.length / 2],
                sorted[sorted.length / 4],
                sorted[3 * sorted.length / 4],
                sorted.length);
    }

    /** @return the seconds of work, of sleeps and transfers, and of the processor */
    private static double[] measure(Served program, int pages) throws Exception {
        List<Socket> open = new ArrayList<>();
        CountDownLatch read = new CountDownLatch(pages);
        URI address = URI.create(program.address());
        for (int i = 0; i < pages; i++) {
            Socket page = page(address);
            open.add(page);
            Thread thread = new Thread(() -> read(page, read));
            thread.setDaemon(true);
            thread.start();
        }
        read.await();
        program.next(ROUND);
        String[] words = program.next(ROUND).substring(ROUND.length()).split(" ");
        for (Socket page : open) {
            page.close();
        }
        return Arrays.stream(words).mapToDouble(Double::parseDouble).toArray();
    }

    /** Opens a page. The program refuses it for a moment while it has not noticed that those of the round before are closed. */
    private static Socket page(URI address) throws Exception {
        byte[] request = "GET /events HTTP/1.1\r\nHost: %s\r\n\r\n"
                .formatted(address.getAuthority())
                .getBytes(StandardCharsets.US_ASCII);
        while (true) {
            Socket page = new Socket(address.getHost(), address.getPort());
            try {
                page.getOutputStream().write(request);
                String answer = new String(page.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                if (answer.equals("HTTP/1.1 200")) {
                    return page;
                }
            } catch (IOException e) {
                // It was refused.
            }
            page.close();
            Thread.sleep(50);
        }
    }

    private static void read(Socket page, CountDownLatch first) {
        byte[] bytes = new byte[16384];
        try (InputStream stream = page.getInputStream()) {
            stream.read(bytes);
            first.countDown();
            while (stream.read(bytes) >= 0) {
                // A browser would show it.
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    /** Works, sleeps and reads a sensor, and prints how long it took. */
    public static final class Rounds extends Sample {
        public Rounds() {
            super("rounds", "rounds of work, sleeps and transfers", Rounds::program);
        }

        private static void program(String[] args) {
            java.lang.management.ThreadMXBean threads = java.lang.management.ManagementFactory.getThreadMXBean();
            try (I2C i2c = Board.i2c()) {
                MCP9808 sensor = new MCP9808(i2c);
                double sum = 0;
                while (true) {
                    long processor = threads.getCurrentThreadCpuTime();
                    long start = System.nanoTime();
                    for (int i = 1; i < 5_000_000; i++) {
                        sum += Math.sqrt(i);
                    }
                    long worked = System.nanoTime();
                    for (int i = 0; i < 25; i++) {
                        sum += sensor.temperature();
                        Time.sleep(0.005);
                    }
                    long slept = System.nanoTime();
                    System.out.printf(
                            Locale.ROOT,
                            ROUND + "%s %s %s%n",
                            (worked - start) / 1e9,
                            (slept - worked) / 1e9,
                            (threads.getCurrentThreadCpuTime() - processor) / 1e9);
                    if (sum < 0) {
                        return;
                    }
                }
            }
        }

        @Override
        public void attachTo(SimBoard board) {
            board.i2c().attach(0x18, new SimMCP9808());
        }
    }
}
