// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.lab.guest.Bridges;
import blinka4j.lab.guest.StubbedSample;
import blinka4j.repl.Bme280Content;
import blinka4j.repl.Pico;
import blinka4j.repl.UserProgram;
import blinka4j.samples.launcher.Launcher;
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
@ResourceLock(UsbBridgeIT.UHID)
class SameSampleIT {
    @Test
    void theSamplePrintsTheSameOnLinuxTheSimulatorAPicoAndABridge(@On("gpiosim") Lab lab, @TempDir Path folder)
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
        String onBridge;
        lab.guest().output("modprobe -a uhid hid-generic");
        try (Dialogue bridge = lab.talk(Bridges.class)) {
            assertThat(bridge.ask("plug")).isEqualTo("ok");
            lab.guest().output(UsbBridgeIT.AWAIT_FILE);
            onBridge = lab.finish(
                    Providers.program(lab.program(Launcher.class), "usb").start("--lines", "5", "bme280"),
                    Lab.PATIENCE);
        }
        String simulated = UserProgram.sample("sim", "", folder);
        System.out.println("bme280 on linux:" + onLinux + "on micropython:" + onPico + "on usb:" + onBridge + "on sim:"
                + simulated);
        assertThat(onLinux).contains("Temperature: 22.6 C", "Humidity: 44.8 %", "Pressure: 1002.3 hPa");
        assertThat(onPico).isEqualTo(onLinux);
        assertThat(onBridge).isEqualTo(onLinux);
        assertThat(simulated).isEqualTo(onLinux);
    }
}
