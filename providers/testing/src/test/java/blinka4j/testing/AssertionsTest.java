// SPDX-License-Identifier: MIT
package blinka4j.testing;

import static blinka4j.testing.Assertions.assertThat;
import static blinka4j.testing.Assertions.assertThatThrownBy;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.DriveMode;
import blinka4j.digitalio.Pull;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimSpiBus;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.time.Time;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@Simulated
class AssertionsTest {
    private static void fails(ThrowingCallable assertion, String... words) {
        assertThatThrownBy(assertion).isInstanceOf(AssertionError.class).hasMessageContainingAll(words);
    }

    @Test
    void aPinThatIsAnInput(@On("D4") SimPin pin) {
        assertThat(pin).isFree().isLow().neverChanged().hasNoPull();
        fails(() -> assertThat(pin).isInput(), "D4", "input", "not open", "never changed");
        try (DigitalInOut button = new DigitalInOut(Board.D4)) {
            button.switchToInput(Pull.UP);
            assertThat(pin).isInput().hasPull(Pull.UP).isHigh();
            fails(() -> assertThat(pin).isOutput(), "output", "an input");
            fails(() -> assertThat(pin).isFree(), "'blinka4j'");
            fails(() -> assertThat(pin).isLow(), "low", "high at 0.0 ms");
            fails(() -> assertThat(pin).hasNoPull(), "UP");
            fails(() -> assertThat(pin).hasPull(Pull.DOWN), "DOWN", "UP");
        }
    }

    @Test
    void aPinThatIsAnOutput(@On("D18") SimPin pin) {
        try (DigitalInOut led = new DigitalInOut(Board.D18)) {
            led.switchToOutput(false, DriveMode.OPEN_DRAIN);
            assertThat(pin).isOutput().isOpenDrain();
            led.switchToOutput(true, DriveMode.PUSH_PULL);
            assertThat(pin).isOutput().isHigh();
            fails(() -> assertThat(pin).isOpenDrain(), "open-drain", "an output");
            fails(() -> assertThat(pin).isInput(), "input", "an output");
        }
    }

    @Test
    void pulsesAreCounted(@On("D18") SimPin pin) {
        try (DigitalInOut led = new DigitalInOut(Board.D18)) {
            led.switchToOutput(false);
            for (int i = 0; i < 3; i++) {
                led.value(true);
                Time.sleep(0.25);
                led.value(false);
                Time.sleep(1);
            }
            led.value(true);
            assertThat(pin)
                    .pulsed(3)
                    .pulsed(3, Duration.ofMillis(250))
                    .pulsed(3, Duration.ofMillis(252))
                    .changed(7);
            fails(() -> assertThat(pin).pulsed(3, Duration.ofMillis(253)), "PT0.253S", "PT0.25S");
            fails(() -> assertThat(pin).pulsed(4), "4 times", "3 times", "high at 0.0 ms, low at 250.0 ms");
            fails(() -> assertThat(pin).pulsed(3, Duration.ofMillis(200)), "PT0.2S", "PT0.25S");
            fails(() -> assertThat(pin).neverChanged(), "7 times");
        }
    }

    @Test
    void transfersOnI2c(SimI2CBus bus, SimMCP9808 sensor) {
        assertThat(sensor).isNotNull();
        assertThat(bus).hasNoTransfers();
        fails(() -> assertThat(bus).wrote(0x18, 6), "0x06", "no transfer");
        Board.i2c().writeToThenReadFrom(0x18, new byte[] {6}, new byte[2]);

        assertThat(bus).wrote(0x18, 6).read(0x18, 0x00, 0x54).hasTransfers(1).hasNoFailures();
        fails(
                () -> assertThat(bus).wrote(0x18, 7),
                "a write of [0x07] to 0x18",
                "0x18 written [0x06] read [0x00, 0x54]");
        fails(() -> assertThat(bus).wrote(0x19, 6), "0x19");
        fails(() -> assertThat(bus).read(0x18, 0), "a read of [0x00]");
        fails(() -> assertThat(bus).hasNoTransfers(), "0 transfers", "1 transfers");
        assertThatThrownBy(() -> Board.i2c().writeTo(0x20, new byte[1])).isNotNull();
        fails(() -> assertThat(bus).hasNoFailures(), "no failed transfer", "0x20");
    }

    @Test
    void transfersOnSpi(SimSpiBus bus) {
        bus.attach(out -> ~out);
        assertThat(bus).hasNoTransfers();
        Board.spi().exclusively(() -> Board.spi().write(new byte[] {0x0F}));

        assertThat(bus).wrote(0x0F).hasTransfers(1);
        fails(() -> assertThat(bus).wrote(0x0E), "[0x0E]", "[0x0F]");
        fails(() -> assertThat(bus).read(0xF0), "[0xF0]");
        fails(() -> assertThat(bus).hasNoTransfers(), "1 transfers");
    }

    @Test
    void aBusThatRecordsNothingIsAnError() {
        assertThatThrownBy(() -> assertThat(new SimI2CBus()).hasNoTransfers())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("record()");
        assertThatThrownBy(() -> assertThat(new SimSpiBus()).hasNoTransfers())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("record()");
    }

    @Test
    void theLockOfABus() {
        I2C i2c = new I2C(new SimI2CBus());
        assertThat(i2c).isUnlocked();
        fails(() -> assertThat(i2c).isLocked(), "not locked");
        assertThat(i2c.tryLock()).isTrue();
        assertThat(i2c).isLocked();
        fails(() -> assertThat(i2c).isUnlocked(), "is locked");
        i2c.unlock();
        assertThat(Board.spi()).isUnlocked();
    }

    @Test
    void aClosedBusIsNoLockedOne() {
        I2C i2c = new I2C(new SimI2CBus());
        i2c.close();
        assertThatThrownBy(() -> assertThat(i2c).isUnlocked())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void aQuantity(SimMCP9808 sensor) {
        sensor.temperature(21.5);
        assertThat(sensor).has("temperature", 21.4, 0.2);
        fails(() -> assertThat(sensor).has("temperature", 21, 0.2), "temperature", "21.0", "21.5", "°C");
        assertThatThrownBy(() -> assertThat(sensor).has("humidity", 21, 0.2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("temperature");
        assertThatThrownBy(() -> assertThat(sensor).isDark())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SimMCP9808");
    }

    @Test
    void assertionsOfAssertJAreThereToo() {
        assertThat("text").startsWith("t");
        assertThat(3).isEqualTo(3);
    }
}
