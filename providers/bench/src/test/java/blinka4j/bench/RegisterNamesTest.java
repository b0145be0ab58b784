// SPDX-License-Identifier: MIT
package blinka4j.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegisterNamesTest {
    private final RegisterNames names = RegisterNames.load();

    @Test
    void everyChipOfTheListIsASimulatedOne() {
        assertThat(names.chips())
                .hasSizeGreaterThan(40)
                .allSatisfy(chip ->
                        assertThat(Class.forName("blinka4j.sim.chips." + chip)).isNotNull());
    }

    /** Names from the data sheets. */
    @ParameterizedTest
    @CsvSource({
        "SimBME280, 0xF4, 0x25, ctrl_meas, 1",
        "SimSHT31D, 0x24, 0x00, measure high repeatability, 2",
        "SimSHT31D, 0x24, 0x16, measure low repeatability, 2",
        "SimTMP117, 0x0F, 0x00, Device_ID, 1",
        "SimBME280, 0x01, 0x00, '', 0",
        "SimUnknown, 0x01, 0x00, '', 0"
    })
    void theLongestCommandCounts(String chip, int first, int second, String name, int length) {
        assertThat(names.find(chip, new byte[] {(byte) first, (byte) second}))
                .isEqualTo(new RegisterNames.Found(name, length));
    }

    @Test
    void aReadWithoutAWriteHasNoName() {
        assertThat(names.find("SimBME280", new byte[0]).name()).isEmpty();
    }
}
