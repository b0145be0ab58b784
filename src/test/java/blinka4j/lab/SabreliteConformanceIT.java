// SPDX-License-Identifier: MIT
package blinka4j.lab;

import blinka4j.conformance.Conformance;
import blinka4j.conformance.EdgeSuite;
import blinka4j.conformance.Feature;
import blinka4j.conformance.GpioSuite;
import blinka4j.conformance.I2cSuite;
import blinka4j.conformance.Site;
import blinka4j.conformance.SpiSuite;
import blinka4j.conformance.UartSuite;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every provider on a 32-bit ARM with controllers and chips of each kind. */
@Order(2)
@ExtendWith(Lab.Extension.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("SabreliteConformanceIT")
@ParameterizedClass
@MethodSource("sites")
class SabreliteConformanceIT extends Conformance {
    SabreliteConformanceIT(Site site, @On(value = "sabrelite", alone = true) Lab lab) {
        super(site);
        // Once for a site: QEMU goes on watching.
        site.at(new SabreliteOutside(lab), each -> lab.talk(Providers.program(lab, each)));
    }

    static Stream<Site> sites() {
        return Stream.of(
                site("linux"),
                site("diozero").without(Feature.OPEN_DRAIN, "diozero").without(Feature.DEBOUNCE, "diozero"),
                site("pi4j")
                        // linuxfs transfers at most 2048 bytes, including the written ones.
                        .name("longest read", "1024")
                        .without(Feature.EMPTY_WRITES, "linuxfs sends nothing")
                        .without(Feature.GPIO, "gpiod-digital-input, which supports the Raspberry Pi only")
                        .without(Feature.EDGES, "gpiod-digital-input, which supports the Raspberry Pi only")
                        .without(Feature.SPI, "Pi4J's plugin linuxfs cannot use SPI on a 32-bit ARM system")
                        .without(Feature.UART, "Pi4J 4 has none and older versions only with pigpio"));
    }

    private static Site site(String provider) {
        return new Site(provider, "sabrelite")
                .with(Feature.kinds())
                .name("a process of its own", "in the guest")
                .name("listeners on threads of their own", "as the providers have them")
                .name("output", "GPIO5_IO13")
                .name("input", "GPIO4_IO14")
                .name("free", "GPIO4_IO15")
                .name("held", "GPIO5_IO14")
                .name("held line", "20ac000.gpio:14")
                .name("watched", "GPIO4_IO16")
                .name("watched too", "GPIO4_IO17")
                .name("scan", "1e 37 48 4c 50 60 68 70")
                .name("words", "48 03")
                .name("absent", "36")
                // QEMU's controller tells the kernel of no missing acknowledge: its driver waits in vain.
                .name("no answer", "NO_ACKNOWLEDGE|TIMEOUT")
                .name("eeprom", "50")
                .name("kernel", "4c")
                .name("a controller that can go", "21a0000.i2c")
                .name("a chip that can go", "spi0.0");
    }

    @Nested
    class Gpio extends GpioSuite {
        Gpio() {
            super(SabreliteConformanceIT.this.site());
        }
    }

    @Nested
    class Edges extends EdgeSuite {
        Edges() {
            super(SabreliteConformanceIT.this.site());
        }
    }

    @Nested
    class I2c extends I2cSuite {
        I2c() {
            super(SabreliteConformanceIT.this.site());
        }
    }

    @Nested
    class Spi extends SpiSuite {
        Spi() {
            super(SabreliteConformanceIT.this.site(), Sabrelite.flash());
        }
    }

    @Nested
    class Uart extends UartSuite {
        Uart() {
            super(SabreliteConformanceIT.this.site());
        }
    }
}
