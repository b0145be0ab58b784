// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import blinka4j.sim.Commands;
import blinka4j.sim.Registers8;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.SimSpiDevice;
import blinka4j.sim.SpiRegisters;
import blinka4j.sim.SpiReplies;
import blinka4j.sim.WordRegisters;
import com.google.gson.JsonObject;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.IntStream;

/** The simulated chip that a vector describes in {@code device}. */
final class VectorChip {
    private VectorChip() {}

    static SimI2CDevice overI2C(JsonObject device) {
        String type = Json.text(device, "type");
        return switch (type) {
            case "registers8" -> registers8(device);
            case "word_registers" -> wordRegisters(device);
            case "commands" -> commands(device);
            default -> throw new CannotRun("no simulated I2C device for the type \"%s\"".formatted(type));
        };
    }

    static SimSpiDevice overSpi(JsonObject device) {
        String type = Json.text(device, "type");
        return switch (type) {
            case "spi" -> replies(device);
            case "spi_registers" -> spiRegisters(device);
            default -> throw new CannotRun("no simulated SPI device for the type \"%s\"".formatted(type));
        };
    }

    private static Registers8 registers8(JsonObject device) {
        Json.requireOnly(
                device,
                "device",
                Set.of(
                        "type",
                        "note",
                        "registers",
                        "pointer_bytes",
                        "pointer_mask",
                        "alias",
                        "read_only",
                        "self_clearing_bits",
                        "nack_on_write"));
        int pointerBytes = device.has("pointer_bytes") ? Json.number(device.get("pointer_bytes")) : 1;
        Registers8 chip = new Registers8(pointerBytes);
        if (pointerBytes == 1 && device.has("pointer_mask")) {
            chip.pointerMask(Json.number(device.get("pointer_mask")));
        }
        Json.registers(device, "alias").forEach((register, of) -> chip.alias(register, Json.number(of)));
        Json.registers(device, "registers")
                .forEach((register, values) -> chip.register(register, Json.numbers(values)));
        Json.registers(device, "self_clearing_bits")
                .forEach((register, mask) -> chip.selfClearing(register, Json.number(mask)));
        chip.readOnly(Json.numbers(device, "read_only"));
        return chip.nackOnWrite(Json.numbers(device, "nack_on_write"));
    }

    private static WordRegisters wordRegisters(JsonObject device) {
        Json.requireOnly(device, "device", Set.of("type", "note", "registers", "read_only", "self_clearing_bits"));
        WordRegisters chip = new WordRegisters();
        Json.registers(device, "registers").forEach((register, values) -> chip.bytes(register, Json.numbers(values)));
        Json.registers(device, "self_clearing_bits").forEach((register, mask) -> {
            int bits = 0;
            for (int each : Json.numbers(mask)) {
                bits = bits << 8 | each;
            }
            chip.selfClearing(register, bits);
        });
        return chip.readOnly(Json.numbers(device, "read_only"));
    }

    /** Vectors list the commands with a reply only, so the others are accepted. */
    private static Commands commands(JsonObject device) {
        Json.requireOnly(device, "device", Set.of("type", "note", "replies"));
        Commands chip = new Commands().acceptsUnknown();
        device.getAsJsonObject("replies").entrySet().forEach(entry -> {
            byte[] prefix = HexFormat.of().parseHex(entry.getKey());
            Commands.Command command = chip.on(
                    IntStream.range(0, prefix.length).map(i -> prefix[i]).toArray());
            entry.getValue().getAsJsonArray().forEach(reply -> command.replies(Json.numbers(reply)));
        });
        return chip;
    }

    private static SpiReplies replies(JsonObject device) {
        Json.requireOnly(device, "device", Set.of("type", "note", "replies"));
        SpiReplies chip = new SpiReplies();
        Json.array(device, "replies").forEach(reply -> chip.reply(Json.numbers(reply)));
        return chip;
    }

    /** Registers from 0x80 are those of Bosch's chips, which do not send that bit of the number. */
    private static SpiRegisters spiRegisters(JsonObject device) {
        boolean bosch = Json.registers(device, "registers").keySet().stream().allMatch(register -> register >= 0x80);
        boolean bitMeansWrite = Json.text(device, "note").contains("bit7=write");
        return new SpiRegisters(registers8(device), bitMeansWrite, bosch ? 0x80 : 0);
    }
}
