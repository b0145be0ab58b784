// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.HardwareException;
import blinka4j.board.Board;
import blinka4j.conformance.Commands;
import blinka4j.drivers.ds18x20.DS18X20;
import blinka4j.onewire.OneWireAddress;
import blinka4j.onewire.OneWireBus;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Executes commands for the 1-Wire bus of a pin, or of this name in the kernel: {@code COMMAND NAME [ARGUMENT]}. */
public final class OneWires {
    private OneWires() {}

    public static void main(String[] args) throws IOException {
        Commands.answer(words -> {
            int files = files();
            String answer;
            try (OneWireBus bus =
                    words[1].startsWith("w1_") ? new OneWireBus(words[1]) : new OneWireBus(Board.pin(words[1]))) {
                answer = "reset " + bus.reset() + "\n" + run(bus, words);
            } catch (HardwareException e) {
                answer = e.getClass().getSimpleName() + ": " + e.getMessage();
            }
            return answer.strip() + "\nfiles left open: " + (files() - files);
        });
    }

    private static int files() {
        String[] all = new File("/proc/self/fd").list((folder, name) -> isSocket(new File(folder, name)));
        return all == null ? -1 : all.length;
    }

    private static boolean isSocket(File file) {
        try {
            return file.getCanonicalPath().contains("socket:");
        } catch (IOException e) {
            return false;
        }
    }

    private static String run(OneWireBus bus, String... words) throws InterruptedException {
        return switch (words[0]) {
            case "read" -> read(bus);
            case "many" -> many(bus, Integer.parseInt(words[2]));
            case "open" -> "";
            case "gone" -> {
                // The test unloads the driver meanwhile.
                System.out.println("open");
                while (true) {
                    bus.reset();
                    Thread.sleep(50);
                }
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private static String read(OneWireBus bus) {
        StringBuilder read = new StringBuilder();
        for (OneWireAddress address : bus.scan()) {
            DS18X20 sensor = new DS18X20(bus, address);
            for (int bits : new int[] {12, 9}) {
                sensor.resolution(bits);
                read.append("%s %s bits %s%n".formatted(address, sensor.temperature(), sensor.resolution()));
            }
        }
        return read.toString();
    }

    /** All sensors at once, so often. */
    private static String many(OneWireBus bus, int times) throws InterruptedException {
        List<DS18X20> sensors =
                bus.scan().stream().map(address -> new DS18X20(bus, address)).toList();
        sensors.forEach(sensor -> sensor.resolution(9));
        Set<String> different = new TreeSet<>();
        for (int i = 0; i < times; i++) {
            sensors.forEach(DS18X20::startTemperatureRead);
            Thread.sleep(100);
            for (DS18X20 sensor : sensors) {
                different.add(sensor.address() + " " + sensor.readTemperature());
            }
        }
        return String.join("\n", different);
    }
}
