// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.BoardDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** The table of all boards in boards/README.md. */
public final class BoardTable {
    private BoardTable() {}

    public static String text() {
        StringJoiner table = new StringJoiner("\n");
        table.add("These are the %s boards in the jar.\n".formatted(Boards.ids().size() - 1));
        table.add(
                "| id | name | processor | lines | I2C | SPI | UART | PWM | analog in | analog out | encoders | recognised by |");
        table.add("| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |");
        for (String id : Boards.ids()) {
            if (!id.equals(GenericLinux.ID)) {
                table.add(row(id, BoardFiles.builtIn(id)));
            }
        }
        return table.toString();
    }

    private static String row(String id, BoardFile file) {
        BoardDefinition board = file.definition();
        return "| `%s` | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        id,
                        board.name(),
                        file.soc().replaceFirst(".*,", ""),
                        board.pins().values().stream()
                                .filter(line -> line.isGpio())
                                .distinct()
                                .count(),
                        board.i2cBuses().size(),
                        board.spiBuses().size(),
                        board.uarts().size(),
                        board.pwms().size(),
                        board.analogs().size(),
                        board.analogOuts().size(),
                        board.encoders().size(),
                        onUsb(board, file));
    }

    /** How a board is recognised. A provider for boards on a USB cable asks the board what it is. */
    private static String onUsb(BoardDefinition board, BoardFile file) {
        String device =
                board.i2cBuses().isEmpty() ? "" : board.i2cBuses().get(0).device();
        return device.startsWith("machine.")
                ? "the provider `micropython`"
                : device.equals("mcp2221.i2c") ? "the provider `usb`" : evidence(file.recognition());
    }

    private static String evidence(Recognition recognition) {
        List<String> evidence = new ArrayList<>();
        add(evidence, "revision code", recognition.raspberryPiTypes(), recognition.raspberryPiCodes());
        add(evidence, "EEPROM", recognition.beaglebone());
        add(evidence, "compatible", recognition.compatible());
        add(evidence, "model", recognition.models());
        add(evidence, "Armbian", recognition.armbian());
        add(evidence, "pynq_board", recognition.pynq());
        add(evidence, "DMI", recognition.dmi());
        add(evidence, "cpuinfo", recognition.cpuinfo());
        return evidence.isEmpty() ? "`BLINKA_FORCEBOARD` alone" : String.join(", ", evidence);
    }

    private static void add(List<String> evidence, String name, List<?>... rules) {
        for (List<?> rule : rules) {
            if (!rule.isEmpty() && !evidence.contains(name)) {
                evidence.add(name);
            }
        }
    }
}
