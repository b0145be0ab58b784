// SPDX-License-Identifier: MIT
package blinka4j.drivers.faults;

import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.matrixkeypad.Matrix_Keypad;
import blinka4j.sim.chips.SimMatrixKeypad;
import blinka4j.testing.FaultRig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A keypad with two rows and two columns. The contact of a column breaks. */
final class Matrix_KeypadRig extends FaultRig {
    private static final List<String> ROWS = List.of("D5", "D6");
    private static final List<List<String>> KEYS = List.of(List.of("1", "2"), List.of("3", "4"));

    private final FaultyWire wire;
    private final SimMatrixKeypad chip;
    private final Matrix_Keypad keypad;
    private List<Object> pressed = List.of();

    static List<FaultRig> all(Random random) {
        return List.of(new Matrix_KeypadRig(random, new FaultyWire(random)));
    }

    private Matrix_KeypadRig(Random random, FaultyWire wire) {
        super("Matrix_Keypad", random, wire.faults, wire.board.clock(), false);
        this.wire = wire;
        chip = new SimMatrixKeypad(wire.board, ROWS, List.of(FaultyWire.CHIP, "D20"));
        // A scan takes 5 µs for each row.
        wire.board.pin(ROWS.get(0)).onLevel(high -> {
            if (!high && wire.board.pin(ROWS.get(0)).isOutput()) {
                wire.answers(Duration.ofNanos(10_000));
            }
        });
        keypad = new Matrix_Keypad(pins(ROWS.stream()), pins(Stream.of(FaultyWire.PROGRAM, "D20")), KEYS);
        readings().forEach(this::add);
    }

    private List<DigitalInOut> pins(Stream<String> names) {
        return names.map(name -> new DigitalInOut(wire.board.blinka().pin(name)))
                .toList();
    }

    /** At most two keys, which cannot be taken for a third one. The contact is closed again. */
    @Override
    public void change() {
        clock.advance(Duration.ofMillis(1));
        List<Object> next = new ArrayList<>();
        int first = random.nextInt(5);
        int second = random.nextInt(5);
        for (int key = 0; key < 4; key++) {
            if (key == first || key == second) {
                chip.press(key / 2, key % 2);
                next.add(KEYS.get(key / 2).get(key % 2));
            } else {
                chip.release(key / 2, key % 2);
            }
        }
        wire.board.wire(FaultyWire.PROGRAM, FaultyWire.CHIP);
        pressed = next;
    }

    /** A key that is not seen is no error. */
    @Override
    public int leastOutcomes() {
        return 2;
    }

    @Override
    public List<Operation> readings() {
        return List.of(() -> {
            List<Object> found = keypad.pressedKeys();
            if (found.equals(pressed)) {
                return true;
            }
            if (!pressed.containsAll(found)) {
                throw new AssertionError("%s, where %s are pressed".formatted(found, pressed));
            }
            return false;
        });
    }
}
