// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.digitalio.Pull;
import java.util.List;
import java.util.stream.Stream;

/** See {@link SimBoard#state}. */
final class BoardState {
    private BoardState() {}

    static String of(SimBoard board, Stream<SimPin> pins) {
        Stream<String> held = pins.filter(SimPin::isHeld).map(pin -> "%s: %s".formatted(pin, pin(board, pin)));
        Stream<String> parts = board.parts().stream().map(BoardState::part);
        List<String> lines = Stream.concat(held, parts).toList();
        return "%n%s at %s s:%n  %s"
                .formatted(
                        board,
                        board.clock().nanos() / 1e9,
                        lines.isEmpty() ? "no pin is open" : String.join("%n  ".formatted(), lines));
    }

    private static String pin(SimBoard board, SimPin pin) {
        String level = pin.level() ? "high" : "low";
        if (!pin.isOutput()) {
            String pull = pin.pull() == null ? "" : pin.pull() == Pull.UP ? " with pull-up" : " with pull-down";
            return "input%s, %s, used by %s".formatted(pull, level, pin.holder());
        }
        SimPwm pwm = board.pwm(pin.name());
        return pwm.isRunning()
                ? "PWM, %s Hz, high for %s us"
                        .formatted(pwm.frequency(), pwm.highTime().toNanos() / 1e3)
                : "output, %s".formatted(level);
    }

    private static String part(SimPart part) {
        List<String> quantities = part.quantities().stream()
                .map(Quantity::toString)
                .map(String::strip)
                .toList();
        return quantities.isEmpty() ? part.toString() : "%s: %s".formatted(part, String.join(", ", quantities));
    }
}
