// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.PinBoard;
import blinka4j.drivers.characterlcd.Character_LCD;
import blinka4j.drivers.characterlcd.Character_LCD.TextDirection;
import blinka4j.drivers.characterlcd.Character_LCD_Mono;
import blinka4j.drivers.hid.Keyboard;
import blinka4j.drivers.hid.KeyboardLayoutUS;
import blinka4j.drivers.hx711.HX711;
import blinka4j.drivers.matrixkeypad.Matrix_Keypad;
import blinka4j.drivers.tm1637.TM1637Display;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import blinka4j.sim.chips.SimMatrixKeypad;
import blinka4j.sim.chips.SimTM1637;
import blinka4j.usbhid.UsbHid;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Vectors that name a function of a part on GPIO pins, or of a USB device, in words. */
final class PinFunctions {
    private PinFunctions() {}

    /** Checks a function of such a part. Returns false for any other function. */
    static boolean check(String function, List<JsonObject> cases) {
        if (function.equals("keys at [row, column] of a phone keypad -> pressed_keys")) {
            cases.forEach(PinFunctions::keypad);
            return true;
        }
        if (function.equals("24 bits of an HX711 -> read")) {
            cases.forEach(PinFunctions::converter);
            return true;
        }
        if (function.equals("print on a TM1637 of 4 digits -> segments")) {
            cases.forEach(PinFunctions::display);
            return true;
        }
        if (function.equals("text on a US keyboard -> reports to the computer")) {
            cases.forEach(PinFunctions::keyboard);
            return true;
        }
        if (function.contains("HD44780")) {
            cases.forEach(PinFunctions::characters);
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

    /** The converter is a wire with the bits, which is low again 100 ms after a frame. */
    private static void converter(JsonObject each) {
        int bits = Integer.parseInt(each.get("in").getAsString(), 16);
        try (SimBoard board = PinBoard.open().lenient()) {
            SimPin data = board.pin("D5").drive(false);
            AtomicInteger pulses = new AtomicInteger();
            board.pin("D6").onLevel(high -> {
                int pulse = high ? pulses.incrementAndGet() : 0;
                if (pulse == 1) {
                    board.clock().after(Duration.ofMillis(100), () -> {
                        pulses.set(0);
                        data.drive(false);
                    });
                }
                if (high) {
                    data.drive(pulse > 24 || (bits >> (24 - pulse) & 1) != 0);
                }
            });
            List<DigitalInOut> pins = pins(board, List.of("D5", "D6"));
            assertThat(new HX711(pins.get(0), pins.get(1)).read())
                    .as("bits %s", each.get("in"))
                    .isEqualTo(each.get("out").getAsInt());
        }
    }

    private static void keyboard(JsonObject each) {
        try (SimBoard board = SimBoard.start(Boards.board("RASPBERRY_PI_4B"))) {
            new KeyboardLayoutUS(new Keyboard(UsbHid.devices()))
                    .write(each.get("in").getAsString());
            HexFormat hex = HexFormat.ofDelimiter(" ");
            assertThat(board.usbHost().reports())
                    .extracting(report -> report.bytes().stream()
                            .map(value -> hex.toHexDigits(value.byteValue()))
                            .collect(Collectors.joining(" ")))
                    .as("reports of %s", each.get("in"))
                    .isEqualTo(each.getAsJsonArray("out").asList().stream()
                            .map(JsonElement::getAsString)
                            .toList());
        }
    }

    private static void display(JsonObject each) {
        SimTM1637 chip = new SimTM1637();
        try (SimBoard board = PinBoard.open()) {
            chip.attachTo(board, "D5", "D6");
            try (TM1637Display display =
                    new TM1637Display(board.blinka().pin("D5"), board.blinka().pin("D6"))) {
                display.print(each.get("in").getAsString());
            }
            assertThat(chip.segments())
                    .as("segments of %s", each.get("in"))
                    .startsWith(
                            Arrays.stream(Json.numbers(each.get("out"))).boxed().toArray(Integer[]::new));
        }
    }

    /** What a display of characters gets: halves of bytes while it is initialized, or then bytes, with RS in bit 8. */
    private static void characters(JsonObject each) {
        JsonArray in = each.getAsJsonArray("in");
        List<Integer> halves = new ArrayList<>();
        try (SimBoard board = PinBoard.open().lenient()) {
            List<DigitalInOut> pins = pins(board, List.of("D7", "D8", "D9", "D10", "D11", "D12"));
            board.pin("D8").onLevel(high -> {
                if (!high) {
                    int bits = board.pin("D7").level() ? 0x10 : 0;
                    for (int i = 0; i < 4; i++) {
                        bits |= board.pin("D" + (9 + i)).level() ? 1 << i : 0;
                    }
                    halves.add(bits);
                }
            });
            Character_LCD lcd = new Character_LCD_Mono(
                    pins.get(0),
                    pins.get(1),
                    pins.get(2),
                    pins.get(3),
                    pins.get(4),
                    pins.get(5),
                    in.get(0).getAsInt(),
                    in.get(1).getAsInt());
            List<Integer> found = halves;
            if (in.size() > 2) {
                halves.clear();
                lcd.textDirection(TextDirection.valueOf(in.get(2).getAsString()));
                lcd.columnAlign(in.get(3).getAsBoolean());
                lcd.cursorPosition(in.get(4).getAsInt(), in.get(5).getAsInt());
                lcd.message(in.get(6).getAsString());
                found = IntStream.range(0, halves.size() / 2)
                        .mapToObj(i -> halves.get(2 * i) << 4 | halves.get(2 * i + 1) & 0x0F)
                        .toList();
            }
            List<Integer> expected =
                    Arrays.stream(Json.numbers(each.get("out"))).boxed().toList();
            assertThat(in.size() > 2 ? found : found.subList(0, expected.size()))
                    .as("%s", in)
                    .isEqualTo(expected);
        }
    }
}
