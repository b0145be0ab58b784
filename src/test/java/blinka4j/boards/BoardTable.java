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
                        isOnUsb(board) ? "the provider `micropython`" : evidence(file.recognition()));
    }

    /** Its buses are those of MicroPython. The provider asks the board what it is. */
    private static boolean isOnUsb(BoardDefinition board) {
        return board.i2cBuses().stream().anyMatch(bus -> bus.device().startsWith("machine."));
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
