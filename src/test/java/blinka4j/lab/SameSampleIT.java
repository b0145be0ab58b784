// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.StubbedSample;
import blinka4j.repl.Bme280Content;
import blinka4j.repl.Pico;
import blinka4j.repl.UserProgram;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The unchanged sample of a BME280 with the same sensor on different providers. */
@Order(14)
@ExtendWith(Lab.Extension.class)
@ResourceLock("GpioSimConformanceIT")
class SameSampleIT {
    @Test
    void theSamplePrintsTheSameOnLinuxTheSimulatorAndAPico(@On("gpiosim") Lab lab, @TempDir Path folder)
            throws Exception {
        String registers = HexFormat.of().formatHex(Bme280Content.registers());
        String onLinux = lab.finish(
                lab.guest()
                        .start(Providers.program(lab.program(StubbedSample.class), "linux")
                                .command(
                                        Integer.toHexString(Bme280Content.ADDRESS),
                                        Integer.toHexString(Bme280Content.FIRST),
                                        registers,
                                        "--lines",
                                        "5",
                                        "bme280")),
                Lab.PATIENCE);
        String onPico;
        try (Pico pico = Pico.micropython(folder.resolve("port"))) {
            Bme280Content.attachTo(pico);
            onPico = UserProgram.sample("micropython", pico.path(), folder);
        }
        String simulated = UserProgram.sample("sim", "", folder);
        System.out.println("bme280 on linux:" + onLinux + "on micropython:" + onPico + "on sim:" + simulated);
        assertThat(onLinux).contains("Temperature: 22.6 C", "Humidity: 44.8 %", "Pressure: 1002.3 hPa");
        assertThat(onPico).isEqualTo(onLinux);
        assertThat(simulated).isEqualTo(onLinux);
    }
}
