// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.HardwareException;
import blinka4j.board.Board;
import blinka4j.conformance.Commands;
import blinka4j.drivers.ds18x20.DS18X20;
import blinka4j.linux.LinuxProvider;
import blinka4j.onewire.OneWireAddress;
import blinka4j.onewire.OneWireBus;
import blinka4j.provider.OneWirePort;
import java.io.File;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Executes commands for the 1-Wire bus of a pin, or of this name in the kernel: {@code COMMAND NAME [ARGUMENT]}. {@code port open NAME} opens
 * the provider's port, for {@code port search}, {@code port transfer RESET OUT START END IN START END} and so on. Bytes are hexadecimal
 * after an x.
 */
public final class OneWires {
    private static final HexFormat HEX = HexFormat.of();

    private OneWires() {}

    public static void main(String[] args) throws IOException {
        OneWirePort[] port = new OneWirePort[1];
        Commands.answer(words -> {
            if (words[0].equals("port")) {
                if (words[1].equals("open")) {
                    port[0] = new LinuxProvider().openOneWire(words[2]);
                    return "ok";
                }
                return run(port[0], words);
            }
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

    private static String run(OneWirePort port, String... words) {
        return switch (words[1]) {
            case "name" -> port.name();
            case "search" -> port.search().stream().map(HEX::formatHex).collect(Collectors.joining(" "));
            case "transfer" -> {
                byte[] out = HEX.parseHex(words[3].substring(1));
                byte[] in = HEX.parseHex(words[6].substring(1));
                boolean present = port.transfer(
                        Boolean.parseBoolean(words[2]),
                        out,
                        Integer.parseInt(words[4]),
                        Integer.parseInt(words[5]),
                        in,
                        Integer.parseInt(words[7]),
                        Integer.parseInt(words[8]));
                yield present + " x" + HEX.formatHex(in);
            }
            case "bits" -> String.valueOf(port.hasBits());
            case "slot" -> String.valueOf(port.slot(Boolean.parseBoolean(words[2])));
            case "close" -> {
                port.close();
                yield "ok";
            }
            default -> throw new IllegalArgumentException(words[1]);
        };
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
