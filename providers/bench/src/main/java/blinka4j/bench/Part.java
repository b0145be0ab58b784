// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.provider.BoardDefinition;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.SimPart;
import blinka4j.sim.SimSpiBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A device that is attached to a board.
 *
 * @param id the same for the same place, such as {@code i2c1/0x77}
 * @param place for people: {@code I2C i2c1, 0x77}
 * @param bus the bus as in {@link Traffic.Transfer}; empty for devices at pins
 * @param address on I2C; {@link Traffic.Transfer#NONE} elsewhere
 * @param device the simulated chip
 */
record Part(String id, String place, String bus, int address, Object device) {
    /** The chip's class. */
    String type() {
        return device instanceof SimPart ? device.getClass().getSimpleName() : device.toString();
    }

    /** The same without the beginning that all simulated chips have. */
    String name() {
        return type().replaceFirst("^Sim(?=[A-Z0-9])", "").replaceFirst("Led$", "LED");
    }

    /** All devices on the buses and at the pins of a board. */
    static List<Part> on(SimBoard board) {
        List<Part> parts = new ArrayList<>();
        for (BoardDefinition.I2CBus each : board.definition().i2cBuses()) {
            SimI2CBus bus = board.i2c(each.device());
            String name = Traffic.label(bus.name());
            addAll(parts, name, name, name, bus);
        }
        for (BoardDefinition.SpiBus each : board.definition().spiBuses()) {
            SimSpiBus bus = board.spi(each.device());
            String name = Traffic.label(bus.name());
            for (Object device : bus.attached()) {
                String id = "%s/%s".formatted(name, parts.size());
                parts.add(new Part(id, "SPI " + name, name, Traffic.Transfer.NONE, device));
            }
        }
        board.definition().pins().keySet().stream()
                .filter(pin -> board.pin(pin).name().equals(pin))
                .forEach(pin -> {
                    for (Object device : board.oneWire(pin).attached()) {
                        String id = "1-wire/%s/%s".formatted(pin, parts.size());
                        parts.add(new Part(id, "1-Wire on " + pin, "", Traffic.Transfer.NONE, device));
                    }
                });
        for (SimPart part : board.parts()) {
            if (!part.pinNames().isEmpty()) {
                String pins = String.join(", ", part.pinNames());
                String id = "pins/%s/%s".formatted(pins, parts.size());
                parts.add(new Part(id, pins, "", Traffic.Transfer.NONE, part));
            }
        }
        return parts;
    }

    private static void addAll(List<Part> parts, String id, String place, String name, SimI2CBus bus) {
        for (Map.Entry<Integer, SimI2CDevice> each : bus.attached().entrySet()) {
            String address = "0x%02x".formatted(each.getKey());
            SimI2CDevice device = each.getValue();
            parts.add(
                    new Part(id + "/" + address, "I2C %s, %s".formatted(place, address), name, each.getKey(), device));
            int number = 0;
            for (SimI2CBus channel : device.behind()) {
                String at = "%s, %s channel %s".formatted(place, address, number);
                addAll(parts, "%s/%s/%s".formatted(id, address, number), at, name, channel);
                number++;
            }
        }
    }
}
