// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class Sim24LC32Test extends ChipTest {
    private static final Duration WRITE_CYCLE = Duration.ofMillis(5);

    private final Sim24LC32 chip = new Sim24LC32();

    Sim24LC32Test() {
        super(0x50);
        bus.attach(0x50, chip);
    }

    @Test
    void keepsWhatIsWritten() {
        write(0x0F, 0x34, 0xAB, 0xCD, 0xEF);
        pass(WRITE_CYCLE);
        assertThat(read(3, 0x0F, 0x34)).containsExactly(0xAB, 0xCD, 0xEF);
        assertThat(chip.bytes(0xF33, 0xF35)).containsExactly(0xFF, 0xAB);
    }

    @Test
    void isBusyForFiveMillisecondsAfterAWrite() {
        write(0, 0, 1);
        assertThat(i2c.probe(0x50)).isFalse();
        pass(Duration.ofMillis(4));
        assertThatThrownBy(() -> read(1, 0, 0)).isInstanceOf(BusException.class);
        pass(Duration.ofMillis(1));
        assertThat(read(1, 0, 0)).containsExactly(1);
    }

    @Test
    void whoPollsForTheAcknowledgeGetsItInTime() {
        write(0, 0, 1);
        int polls = 0;
        while (!i2c.probe(0x50)) {
            polls++;
        }
        assertThat(polls).isPositive();
        assertThat(bus.clock().now()).isGreaterThanOrEqualTo(WRITE_CYCLE).isLessThan(WRITE_CYCLE.plusMillis(1));
    }

    @Test
    void aWriteBeyondThePageGoesBackToItsBeginning() {
        write(0, 30, 1, 2, 3, 4);
        pass(WRITE_CYCLE);
        assertThat(chip.bytes(30, 34)).containsExactly(1, 2, 0xFF, 0xFF);
        assertThat(chip.bytes(0, 3)).containsExactly(3, 4, 0xFF);
    }

    @Test
    void readingGoesOverPagesAndFromTheEndToTheBeginning() {
        chip.bytes(0xFFF, bytes(7)).bytes(0, bytes(8, 9));
        assertThat(read(3, 0x0F, 0xFF)).containsExactly(7, 8, 9);
    }

    @Test
    void readingGoesOnWhereItEnded() {
        chip.bytes(0x20, bytes(1, 2, 3));
        assertThat(read(1, 0, 0x20)).containsExactly(1);
        assertThat(read(2)).containsExactly(2, 3);
    }

    @Test
    void whatIsWriteProtectedIsAcknowledgedAndLost() {
        chip.writeProtected(true);
        write(0, 0, 1);
        assertThat(read(1, 0, 0)).containsExactly(0xFF);
    }

    @Test
    void thereIsNothingBeyondItsSize() {
        assertThatThrownBy(() -> chip.bytes(4095, bytes(1, 2))).hasMessageContaining("4096");
        assertThatThrownBy(() -> chip.bytes(-1, 3)).isInstanceOf(IllegalArgumentException.class);
    }
}
