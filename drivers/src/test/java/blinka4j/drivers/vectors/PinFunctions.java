// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.PinBoard;
import blinka4j.drivers.matrixkeypad.Matrix_Keypad;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimMatrixKeypad;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/** Vectors that name a function of a part on GPIO pins in words. */
final class PinFunctions {
    private PinFunctions() {}

    /** Checks a function of such a part. Returns false for any other function. */
    static boolean check(String function, List<JsonObject> cases) {
        if (function.equals("keys at [row, column] of a phone keypad -> pressed_keys")) {
            cases.forEach(PinFunctions::keypad);
            return true;
        }
        return false;
    }

    private static List<DigitalInOut> pins(SimBoard board, List<String> names) {
        return names.stream()
                .map(name -> new DigitalInOut(board.blinka().pin(name)))
                .toList();
    }

    private static void keypad(JsonObject each) {
        List<String> rows = List.of("D5", "D6", "D13", "D19");
        List<String> columns = List.of("D20", "D21", "D26");
        try (SimBoard board = PinBoard.open().lenient()) {
            SimMatrixKeypad chip = new SimMatrixKeypad(board, rows, columns);
            for (JsonElement key : each.getAsJsonArray("in")) {
                int[] at = Json.numbers(key);
                chip.press(at[0], at[1]);
            }
            Matrix_Keypad keypad = new Matrix_Keypad(
                    pins(board, rows),
                    pins(board, columns),
                    List.of(
                            List.of("1", "2", "3"),
                            List.of("4", "5", "6"),
                            List.of("7", "8", "9"),
                            List.of("*", "0", "#")));
            assertThat(keypad.pressedKeys())
                    .as("keys at %s", each.get("in"))
                    .isEqualTo(each.getAsJsonArray("out").asList().stream()
                            .map(JsonElement::getAsString)
                            .toList());
        }
    }
}
