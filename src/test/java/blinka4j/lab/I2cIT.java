// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.conformance.Soak;
import blinka4j.lab.guest.I2cDevices;
import blinka4j.lab.guest.TwoThreads;
import blinka4j.samples.Ds1307SimpleTest;
import blinka4j.samples.I2cScan;
import blinka4j.samples.Lsm303dlhMagSimpleTest;
import blinka4j.samples.Pct2075SimpleTest;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** QEMU's devices on the I2C bus, through the kernel's driver of the i.MX6's controller. */
@Order(5)
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/i2c-0")
class I2cIT {
    private static final int TRANSFERS = Soak.count(2_000, 100_000);
    private static final Pattern NUMBER = Pattern.compile("-?\\d+\\.\\d+");

    private final Lab lab;

    I2cIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    void theUnchangedPct2075SamplePrintsTheTemperatureSetFromOutside() {
        try (Job sample = lab.start(Pct2075SimpleTest.class)) {
            for (double celsius : List.of(25.5, 0.0, -10.5, 127.5)) {
                lab.guest().qmp().set(Sabrelite.device("p0"), "temperature", Math.round(celsius * 1000));
                String line = String.format(Locale.ROOT, "Temperature: %.2f C\n", celsius);
                sample.awaitOut(line, Lab.PATIENCE);
                // And nothing else from then on.
                int from = sample.out().indexOf(line);
                sample.awaitOut(from, line + line, Lab.PATIENCE);
                assertThat(sample.out().substring(from)).startsWith(line + line);
            }
            Lab.show(sample);
        }
    }

    @Test
    void theUnchangedDs1307SampleSetsTheClockWhichKeepsTheDateAndTicks() {
        // A day that every month has: QEMU counts on from each register that is written, also with the old month.
        try (Job sample = lab.start(Ds1307SimpleTest.class, "2028-02-28T23:59:50")) {
            int read = sample.awaitOut(0, "The date is Monday 28/2/2028\nThe time is 23:59:", Lab.PATIENCE);
            sample.awaitOut(read, "The date is Tuesday 29/2/2028\nThe time is 0:00:0", Lab.PATIENCE);
            Lab.show(sample);
        }
        // In the chip, as its data sheet has it: BCD; date, month, year.
        assertThat(lab.guest().output("i2ctransfer -y 0 w1@0x68 4 r3")).isEqualTo("0x29 0x02 0x28\n");
    }

    @Test
    void theUnchangedMagnetometerSamplePrintsTheFieldSetFromOutside() {
        // In nT; QEMU refuses fields below zero. The steps of 1/1100 and 1/980 gauss are 0.09 and 0.10 µT.
        lab.guest().qmp().set(Sabrelite.device("m0"), "mag-x", 12_345);
        lab.guest().qmp().set(Sabrelite.device("m0"), "mag-y", 50_000);
        lab.guest().qmp().set(Sabrelite.device("m0"), "mag-z", 100_000);
        try (Job sample = lab.start(Lsm303dlhMagSimpleTest.class)) {
            sample.awaitOut("\n\n", Lab.PATIENCE);
            Lab.show(sample);
            List<Double> field = NUMBER.matcher(Lab.line(sample.out(), "Magnetometer"))
                    .results()
                    .map(number -> Double.valueOf(number.group()))
                    .toList();
            assertThat(field).hasSize(3);
            assertThat(field.get(0)).isCloseTo(12.345, within(0.1));
            assertThat(field.get(1)).isCloseTo(50.0, within(0.1));
            assertThat(field.get(2)).isCloseTo(100.0, within(0.11));
        }
    }

    @Test
    void theEepromGivesBackRandomBytesAndTheSensorIsBehindChannelThreeOnly() {
        lab.guest().qmp().set(Sabrelite.device("t3"), "temperature", -10_500);
        String output = lab.finish(lab.start(I2cDevices.class), Lab.PATIENCE);

        assertThat(Lab.line(output, "the EEPROM gives back what was written to it:"))
                .isEqualTo("true");
        byte[] expected = new byte[4096];
        new Random(I2cDevices.SEED).nextBytes(expected);
        String[] bytes =
                lab.guest().output("i2ctransfer -y 0 w2@0x50 0 0 r4096").strip().split(" ");
        assertThat(bytes).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(bytes[i]).as("byte " + i + " of the EEPROM").isEqualTo("0x%02x".formatted(expected[i]));
        }

        assertThat(Lab.line(output, "on channel 3:")).isEqualTo("-10.5 C");
        assertThat(Lab.line(output, "on channel 2:"))
                .startsWith("no I2C device at address 0x49 of I2C(channel 2 of TCA9548A at address 0x70");
        assertThat(Lab.line(output, "on the bus itself:")).isEqualTo("false");
        assertThat(Lab.line(output, "gone:")).contains("address 0x49").contains("heck the wiring");
        assertThat(Lab.line(output, "back:")).isEqualTo("-10.5 C");
        // The channel is off when no thread holds the bus.
        assertThat(lab.guest().output("i2cget -y 0 0x70")).isEqualTo("0x00\n");
    }

    @Test
    void theUnchangedScanSampleFindsAllDevices() {
        // src/test/lab/sabrelite.qemu lists them; SabreliteGuestIT sees that the kernel's own i2cdetect finds the same.
        try (Job scan = lab.start(I2cScan.class)) {
            scan.awaitOut("]\n", Lab.PATIENCE);
            Lab.show(scan);
            assertThat(Lab.line(scan.out(), "I2C addresses found:"))
                    .isEqualTo("[0x1e, 0x37, 0x48, 0x4c, 0x50, 0x60, 0x68, 0x70]");
        }
    }

    @Test
    void twoThreadsOnTwoDevicesOfOneBusGetNoWrongBytes() {
        Job program = lab.start(TwoThreads.class, String.valueOf(TRANSFERS));
        String output = lab.finish(program, Duration.ofMinutes(30));
        assertThat(output).contains(TRANSFERS + " transfers in ").contains(", 0 answers with wrong bytes\n");
        assertThat(Integer.parseInt(output.lines()
                        .filter(line -> line.endsWith(" threads interrupted while they waited for the bus"))
                        .findFirst()
                        .orElseThrow()
                        .split(" ")[0]))
                .isPositive();
        assertThat(output).contains("the bus is free: true\n").doesNotContain("not interrupted");
    }
}
