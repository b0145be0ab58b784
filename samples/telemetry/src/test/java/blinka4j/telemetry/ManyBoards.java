// SPDX-License-Identifier: MIT
package blinka4j.telemetry;

import blinka4j.boards.Boards;
import blinka4j.drivers.bme280.BME280;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimBME280;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Many simulated boards in one program, each with a sensor and a connection. {@code samples/telemetry/measure boards} runs it. */
final class ManyBoards {
    private ManyBoards() {}

    /** @param args the number of boards, the seconds between readings, how many seconds to measure */
    public static void main(String[] args) throws Exception {
        int boards = Integer.parseInt(args[0]);
        double every = Double.parseDouble(args[1]);
        long seconds = Long.parseLong(args[2]);
        Path folder = Files.createTempDirectory("boards");
        AtomicLong received = new AtomicLong();
        List<AutoCloseable> open = new ArrayList<>();
        try (Mosquitto broker = Mosquitto.plain(folder).start();
                Subscriber subscriber = new Subscriber(broker)) {
            // Only counts: the boards send with QoS 1.
            subscriber.subscribe("blinka/+/+", MqttQos.AT_MOST_ONCE, message -> received.incrementAndGet());
            long memory = memory();
            List<Telemetry> telemetries = new ArrayList<>();
            for (int i = 0; i < boards; i++) {
                SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
                board.i2c().attach(0x77, new SimBME280());
                Telemetry telemetry = Telemetry.mqtt(broker.url())
                        .buffer(folder.resolve("buffer" + i), 1 << 20)
                        .homeAssistant("board" + i)
                        .publish(new BME280(board.blinka().i2c()), Telemetry.every(every));
                telemetries.add(telemetry);
                open.add(telemetry);
                open.add(() -> board.lenient().close());
            }
            // Started, compiled.
            Thread.sleep(5000);
            OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long began = System.nanoTime();
            long cpu = system.getProcessCpuTime();
            long before = received.get();
            Thread.sleep(seconds * 1000);
            double passed = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%s boards, 3 values every %s s (%.0f messages/s wanted): %.0f messages/s received, %.0f %% of a processor, %.1f MB of heap (%.2f MB a board), %.0f MB resident, %s waiting, %s dropped%n",
                    boards,
                    every,
                    3 * boards / every,
                    (received.get() - before) / passed,
                    (system.getProcessCpuTime() - cpu) / passed / 1e7,
                    memory() / 1e6,
                    (memory() - memory) / 1e6 / boards,
                    resident() / 1e3,
                    telemetries.stream().mapToLong(Telemetry::waiting).sum(),
                    telemetries.stream().mapToLong(Telemetry::dropped).sum());
            for (AutoCloseable each : open) {
                each.close();
            }
        } finally {
            Mosquitto.delete(folder);
        }
        System.exit(0);
    }

    private static long memory() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** In KB. */
    private static double resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                .sum();
    }
}
