// SPDX-License-Identifier: MIT
package blinka4j.samples;

import static blinka4j.testing.Assertions.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.chips.SimMCP3xxx;
import blinka4j.testing.On;
import blinka4j.testing.Printed;
import blinka4j.testing.Simulated;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@Simulated
class PlantCareBotTest {
    private final SimMCP3xxx converter = new SimMCP3xxx(SimMCP3xxx.Model.MCP3008);

    @BeforeEach
    void attach(SimBoard board, SimSpiBus spi) {
        spi.attach(board.pin("D5"), converter);
    }

    @Test
    void watersOnlyWhileTheSoilIsDry(SimBoard board, @On("D6") SimPin pump, Printed printed) {
        converter.volts(0, 1.0); // 30 %
        board.clock().after(ofSeconds(12), () -> converter.volts(0, 2.5)); // 76 %

        board.runFor(() -> PlantCareBot.main(new String[0]), ofSeconds(30));

        assertThat(printed.lines())
                .filteredOn(line -> !line.startsWith("("))
                .startsWith("Soil: 30 %", "Motor ON", "Motor off", "Soil: 30 %")
                .endsWith("Soil: 75 %", "Motor off");
        assertThat(pump).pulsed(3, ofMillis(500)).isLow().isFree();
        assertThat(board.pwm("D13").history())
                .filteredOn(change -> change.dutyCycle() > 0)
                .hasSize(3);
    }

    @Test
    void beepsAt1000Hz(SimBoard board, @On("D6") SimPin pump) {
        board.runUntil(
                () -> PlantCareBot.main(new String[0]), () -> board.pwm("D13").dutyCycle() > 0);

        assertThat(board.pwm("D13").history().get(1).period()).isEqualTo(ofMillis(1));
        assertThat(board.pwm("D13").isRunning()).isFalse();
        assertThat(pump).isLow();
    }
}
