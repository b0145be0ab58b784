// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.HardwareException;
import blinka4j.board.Board;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.ds18x20.DS18X20;
import blinka4j.onewire.OneWireAddress;
import blinka4j.onewire.OneWireBus;
import blinka4j.onewireio.OneWire;
import java.io.File;
import java.util.List;

/** {@code COMMAND NAME [ARGUMENT]}: looks at the 1-Wire bus of a pin, or of this name in the kernel. */
public final class OneWires {
    private OneWires() {}

    public static void main(String[] args) throws InterruptedException {
        int files = files();
        try {
            if (args[0].equals("bits")) {
                new OneWire(Board.pin(args[1])).close();
            } else if (args[0].equals("gpio")) {
                new DigitalInOut(Board.pin(args[1])).close();
            } else {
                run(args);
            }
        } catch (HardwareException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
        System.out.println("files left open: " + (files() - files));
    }

    private static int files() {
        String[] all = new File("/proc/self/fd").list((folder, name) -> isSocket(new File(folder, name)));
        return all == null ? -1 : all.length;
    }

    private static boolean isSocket(File file) {
        try {
            return file.getCanonicalPath().contains("socket:");
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private static void run(String... args) throws InterruptedException {
        try (OneWireBus bus =
                args[1].startsWith("w1_") ? new OneWireBus(args[1]) : new OneWireBus(Board.pin(args[1]))) {
            System.out.println("reset " + bus.reset());
            switch (args[0]) {
                case "read" -> read(bus);
                case "many" -> many(bus, Integer.parseInt(args[2]));
                case "bytes" -> {
                    byte[] in = new byte[2];
                    bus.readInto(in);
                    System.out.println("bytes %02x%02x".formatted(in[0], in[1]));
                }
                case "gone" -> {
                    while (true) {
                        bus.reset();
                        Thread.sleep(50);
                    }
                }
                default -> throw new IllegalArgumentException(args[0]);
            }
        }
    }

    private static void read(OneWireBus bus) {
        for (OneWireAddress address : bus.scan()) {
            DS18X20 sensor = new DS18X20(bus, address);
            System.out.println("%s %s bits %s".formatted(address, sensor.temperature(), sensor.resolution()));
            sensor.resolution(9);
            System.out.println("%s %s bits %s".formatted(address, sensor.temperature(), sensor.resolution()));
            sensor.resolution(12);
        }
    }

    /** All sensors at once, so often. */
    private static void many(OneWireBus bus, int times) throws InterruptedException {
        List<DS18X20> sensors =
                bus.scan().stream().map(address -> new DS18X20(bus, address)).toList();
        sensors.forEach(sensor -> sensor.resolution(9));
        StringBuilder different = new StringBuilder();
        for (int i = 0; i < times; i++) {
            sensors.forEach(DS18X20::startTemperatureRead);
            Thread.sleep(100);
            for (DS18X20 sensor : sensors) {
                String now = sensor.address() + " " + sensor.readTemperature();
                if (different.indexOf(now) < 0) {
                    different.append(now).append('\n');
                }
            }
        }
        System.out.print(different);
    }
}
