// SPDX-License-Identifier: MIT
package blinka4j.lab;

import blinka4j.conformance.Conformance;
import blinka4j.conformance.Feature;
import blinka4j.conformance.GpioSuite;
import blinka4j.conformance.Site;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Every provider on a 64-bit Raspberry Pi. QEMU models its GPIO levels, but neither edges nor buses. */
@Order(4)
@ExtendWith(Lab.Extension.class)
@Execution(ExecutionMode.CONCURRENT)
@ParameterizedClass
@MethodSource("sites")
@ResourceLock("raspi3b:4-27")
class Raspi3bConformanceIT extends Conformance {
    Raspi3bConformanceIT(Site site, @On("raspi3b") Lab lab) {
        super(site);
        site.at(new Raspi3bOutside(lab), each -> lab.talk(Providers.program(lab, each)));
    }

    static Stream<Site> sites() {
        return Stream.of(
                site("linux"),
                site("diozero").without(Feature.OPEN_DRAIN, "diozero"),
                site("pi4j").without(Feature.OPEN_DRAIN, "Pi4J"));
    }

    private static Site site(String provider) {
        return new Site(provider, "raspi3b")
                .with(Feature.GPIO)
                .name("a process of its own", "in the guest")
                .name("output", "D12")
                .name("input", "D13")
                .name("free", "D16")
                .name("held", "D19")
                .name("held line", "pinctrl-bcm2835:19");
    }

    @Nested
    class Gpio extends GpioSuite {
        Gpio() {
            super(Raspi3bConformanceIT.this.site());
        }
    }
}
