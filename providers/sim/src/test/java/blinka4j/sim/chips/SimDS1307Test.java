// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;

/** Register values from the data sheet and from the tests of eldruin/ds1307-rs. */
class SimDS1307Test extends ChipTest {
    private final SimDS1307 chip = new SimDS1307();

    SimDS1307Test() {
        super(0x68);
        bus.attach(0x68, chip);
    }

    @Test
    void asDeliveredItIsHaltedAtItsBeginning() {
        pass(Duration.ofDays(1));
        assertThat(read(8, 0)).containsExactly(0x80, 0, 0, 1, 1, 1, 0, 3);
    }

    @Test
    void runsFromWhatTheProgramHasWritten() {
        write(0, 0x58, 0x59, 0x23, 0x02, 0x13, 0x08, 0x18);
        assertThat(chip.dateTime()).isEqualTo(LocalDateTime.of(2018, 8, 13, 23, 59, 58));
        pass(Duration.ofSeconds(2));
        assertThat(read(7, 0)).containsExactly(0x00, 0x00, 0x00, 0x03, 0x14, 0x08, 0x18);
        assertThat(chip.isHalted()).isFalse();
    }

    @Test
    void theHaltBitStopsIt() {
        write(0, 0xD8, 0x59, 0x23, 0x02, 0x13, 0x08, 0x18);
        pass(Duration.ofHours(1));
        assertThat(read(7, 0)).containsExactly(0xD8, 0x59, 0x23, 0x02, 0x13, 0x08, 0x18);
        assertThat(chip.isHalted()).isTrue();
        write(0, 0x58);
        pass(Duration.ofSeconds(1));
        assertThat(register(0)).isEqualTo(0x59);
    }

    @Test
    void knowsLeapYearsAndWeekdays() {
        write(0, 0x59, 0x59, 0x23, 0x07, 0x28, 0x02, 0x24);
        pass(Duration.ofSeconds(1));
        assertThat(read(4, 3)).containsExactly(0x01, 0x29, 0x02, 0x24);
        pass(Duration.ofDays(1));
        assertThat(read(4, 3)).containsExactly(0x02, 0x01, 0x03, 0x24);
    }

    @Test
    void keepsTwelveHoursWhereTheProgramWantsThem() {
        write(0, 0x00, 0x00, 0x71, 0x01, 0x01, 0x01, 0x20);
        assertThat(chip.dateTime().getHour()).isEqualTo(23);
        pass(Duration.ofHours(1));
        assertThat(register(2)).isEqualTo(0x52);
        pass(Duration.ofHours(1));
        assertThat(register(2)).isEqualTo(0x41);
        pass(Duration.ofHours(11));
        assertThat(register(2)).isEqualTo(0x72);
    }

    @Test
    void oneTransactionReadsOneMoment() {
        write(0, 0x59, 0x59, 0x23, 0x01, 0x31, 0x12, 0x99);
        assertThat(read(7, 0)).containsExactly(0x59, 0x59, 0x23, 0x01, 0x31, 0x12, 0x99);
    }

    @Test
    void canBeSetFromOutside() {
        chip.dateTime(LocalDateTime.of(2026, 11, 23, 12, 34, 56));
        assertThat(read(7, 0)).containsExactly(0x56, 0x34, 0x12, 0x01, 0x23, 0x11, 0x26);
        pass(Duration.ofSeconds(4));
        assertThat(chip.dateTime()).isEqualTo(LocalDateTime.of(2026, 11, 23, 12, 35));
        assertThatThrownBy(() -> chip.dateTime(LocalDateTime.of(1999, 12, 31, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hasMemoryBehindTheClockAndOnlyTheBitsThatExist() {
        write(0x08, 1, 2);
        write(0x3F, 3);
        write(0x07, 0xFF);
        write(0x03, 0xFA);
        assertThat(read(2, 0x08)).containsExactly(1, 2);
        assertThat(register(0x3F)).isEqualTo(3);
        assertThat(register(0x07)).isEqualTo(0x93);
        assertThat(register(0x03)).isEqualTo(0x02);
    }

    @Test
    void standsWhereItWasGivenNoDate() {
        write(0, 0x00, 0x00, 0x00, 0x01, 0x31, 0x02, 0x20);
        pass(Duration.ofHours(1));
        assertThat(register(4)).isEqualTo(0x31);
        assertThat(chip.isHalted()).isTrue();
    }
}
