// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.testing.Assertions.assertThat;
import static blinka4j.testing.Assertions.assertThatThrownBy;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import blinka4j.BusException;
import blinka4j.drivers.ht16k33.Seg7x4;
import blinka4j.sim.SimBoard;
import blinka4j.sim.chips.SimDS18B20;
import blinka4j.sim.chips.SimHT16K33;
import blinka4j.sim.parts.SimSwitch;
import blinka4j.testing.At;
import blinka4j.testing.Simulated;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Simulated
class ThermoClockTest {
    private static final LocalDateTime START = LocalDateTime.of(2026, 12, 31, 23, 59, 57);

    private final SimDS18B20 sensor = new SimDS18B20(1);

    @BeforeEach
    void attach(SimBoard board) {
        board.oneWire("D5").attach(sensor);
    }

    @Test
    void showsTheTimeWithABlinkingColon(SimBoard board, @At(0x70) SimHT16K33 display) {
        assertThat(shown(board, display, 6)).containsExactly("23:59", "2359", "23:59", "0000", "00:00", "0000");
    }

    @Test
    void showsTheTemperatureWhileTheSwitchIsOn(SimBoard board, @At(0x70) SimHT16K33 display) {
        SimSwitch toggle = new SimSwitch(board, "D18").bouncing(1);
        sensor.temperature(37.5); // 99.5 F
        board.clock().after(ofSeconds(2), () -> toggle.on(true));
        board.clock().after(ofMillis(4_200), () -> sensor.temperature(-20)); // -4 F
        board.clock().after(ofSeconds(8), () -> toggle.on(false));

        assertThat(shown(board, display, 9))
                .containsExactly("23:59", "2359", "2359", "99", "99", "-4", "-4", "-4", "-4");
    }

    @Test
    void tellsThatTheSensorIsGone(SimBoard board, @At(0x70) SimHT16K33 display) {
        new SimSwitch(board, "D18").on(true);
        board.clock().after(ofSeconds(5), () -> board.oneWire("D5").detach(sensor));

        assertThatThrownBy(() -> shown(board, display, 10)).isInstanceOf(BusException.class);
    }

    /** What the display shows in the middle of each second. */
    private static List<String> shown(SimBoard board, SimHT16K33 display, int seconds) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            board.clock().after(ofSeconds(i).plusMillis(400), () -> shown.add(text(display)));
        }
        board.runFor(() -> ThermoClock.run(() -> START.plus(board.clock().now())), ofSeconds(seconds));
        return shown;
    }

    private static String text(SimHT16K33 display) {
        StringBuilder text = new StringBuilder();
        for (int place : new int[] {0, 2, 6, 8}) {
            text.append(place == 6 && (display.memory(4) & 2) != 0 ? ":" : "");
            int segments = display.memory(place);
            text.append(segments == 0x40 ? "-" : segments == 0 ? "" : "" + Seg7x4.NUMBERS.indexOf(segments));
        }
        return text.toString();
    }
}
