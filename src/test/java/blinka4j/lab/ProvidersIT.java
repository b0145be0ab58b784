// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.conformance.Soak;
import blinka4j.lab.guest.TwoBoards;
import blinka4j.samples.I2cScan;
import blinka4j.samples.Lsm303dlhMagSimpleTest;
import blinka4j.samples.Pct2075SimpleTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/** One program, any provider; and two of them in one program. */
@Order(6)
@ExtendWith(Lab.Extension.class)
@ResourceLock("/dev/i2c-0")
class ProvidersIT {
    private static final List<String> HARDWARE = List.of("linux", "diozero", "pi4j");

    private final Lab lab;

    ProvidersIT(Lab lab) {
        this.lab = lab;
    }

    /** SabreliteConformanceIT uses the bus with every provider, and I2cIT runs more samples. */
    @Test
    void theUnchangedPct2075SamplePrintsTheTemperatureSetFromOutsideWithEachProvider() {
        for (String provider : HARDWARE) {
            try (Job sample = start(provider, Pct2075SimpleTest.class)) {
                for (double celsius : List.of(25.5, 0.0, -10.5)) {
                    lab.guest().qmp().set(Sabrelite.device("p0"), "temperature", Math.round(celsius * 1000));
                    sample.awaitOut(String.format(Locale.ROOT, "Temperature: %.2f C\n", celsius), Lab.PATIENCE);
                }
                Lab.show(sample);
            }
        }
    }

    @Test
    void theSameSamplesPrintTheSameWithEachProvider() {
        lab.guest().qmp().set(Sabrelite.device("m0"), "mag-x", 20_000);
        Map<String, List<String>> printed = new LinkedHashMap<>();
        for (String provider : HARDWARE) {
            List<String> all = new ArrayList<>();
            all.add(first(provider, Lsm303dlhMagSimpleTest.class, "Magnetometer"));
            // A scan takes 12 s and more, as an absent address takes the kernel's driver 0.1 s here.
            if (Soak.ON) {
                all.add(first(provider, I2cScan.class, "I2C addresses found:"));
            }
            printed.put(provider, all);
        }
        System.out.println(printed);
        if (Soak.ON) {
            assertThat(printed.get("linux").get(1)).contains("0x37", "0x68");
        }
        assertThat(printed.values()).allMatch(printed.get("linux")::equals);
    }

    private Job start(String provider, Class<?> sample) {
        return Providers.program(lab.program(sample), provider).start();
    }

    /** The first line of a sample that begins with a key word. */
    private String first(String provider, Class<?> sample, String key) {
        try (Job job = start(provider, sample)) {
            job.awaitOut(job.awaitOut(0, key, Lab.PATIENCE), "\n", Lab.PATIENCE);
            return Lab.line(job.out(), key);
        }
    }

    @Test
    void aRealAndASimulatedBoardAreUsedByOneProgramAtTheSameTime() {
        lab.guest().qmp().set(Sabrelite.device("p0"), "temperature", 25_500);
        lab.guest().qtest().watch(Sabrelite.gpio(SabreliteOutside.WATCHED));
        int before = lab.levels(15).size();
        String output = lab.finish(lab.start(TwoBoards.class, "GPIO5_IO15"), Lab.PATIENCE);
        assertThat(output)
                .contains("real: SABRELITE (SABRE Lite) by the provider 'linux', 25.5 C, 200 of 200 alike")
                .contains(
                        "simulated: RASPBERRY_PI_4B (Raspberry Pi 4 Model B) by the provider 'sim', -3.5 C, 200 of 200 alike");
        assertThat(lab.levels(15)).hasSizeGreaterThanOrEqualTo(before + 200);
    }
}
