// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blinka4j.conformance.Conformance;
import blinka4j.conformance.EdgeSuite;
import blinka4j.conformance.Feature;
import blinka4j.conformance.GpioSuite;
import blinka4j.conformance.GroupSuite;
import blinka4j.conformance.I2cSuite;
import blinka4j.conformance.RemovalSuite;
import blinka4j.conformance.Site;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The providers on a PC, on both Javas, with the kernel's GPIO simulator and an I2C adapter that speaks SMBus alone. */
@Order(1)
@ExtendWith(Lab.Extension.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "gpiosim:0x48", mode = ResourceAccessMode.READ)
@ResourceLock("GpioSimConformanceIT")
@ParameterizedClass
@MethodSource("sites")
class GpioSimConformanceIT extends Conformance {
    private static Lab host;
    private static SimChip removable;
    private static GpioSimOutside outside;

    GpioSimConformanceIT(Site site, @On("gpiosim") Lab lab) {
        super(site);
        site.at(outside, each -> lab.talk(Providers.program(lab, each).java("java" + version(each))));
    }

    @BeforeAll
    static void prepare(@On("gpiosim") Lab lab) {
        host = lab;
        outside = new GpioSimOutside(lab);
        removable = SimChip.add(lab.guest(), GpioSimOutside.REMOVABLE, 4);
    }

    @AfterAll
    static void removeChip() {
        if (removable != null) {
            removable.close();
        }
    }

    @BeforeParameterizedClassInvocation
    static void needTheJava(Site site) {
        String version = version(site);
        assumeTrue(host.has("java" + version), "the host has no Java " + version + ": set JAVA" + version + "_HOME");
    }

    private static String version(Site site) {
        return site.guest().replaceAll(".* ", "");
    }

    static Stream<Site> sites() {
        return Stream.of(site("linux", 17), site("linux", 25), diozero(17), diozero(25));
    }

    private static Site diozero(int java) {
        return site("diozero", java)
                .without(Feature.OPEN_DRAIN, "diozero")
                .without(Feature.DEBOUNCE, "diozero")
                .without(Feature.GROUPS, "the provider 'diozero' does not support groups of lines");
    }

    private static Site site(String provider, int java) {
        return new Site(provider, "gpiosim, Java " + java)
                .with(Feature.GPIO, Feature.EDGES, Feature.GROUPS, Feature.I2C)
                .name("a process of its own", "in the guest")
                .name("listeners on threads of their own", "as the providers have them")
                .name("output", "D12")
                .name("input", "D13")
                .name("free", "D14")
                .name("held", "D15")
                .name("held line", GpioSim.CHIP + ":15")
                // The kernel releases it by making it an input, but its simulator takes it for an output all the same.
                .name("open-drain outputs that nothing outside reaches", "gpio-sim of Linux 6.1")
                .name("a pull that is seen", "the level of the line")
                .name("watched", "D16")
                .name("watched too", "D17")
                .name("group", "D18,D20,D19")
                .name("group held line", GpioSim.CHIP + ":19")
                .name("removable output", GpioSimOutside.REMOVABLE + ":1")
                .name("removable input", GpioSimOutside.REMOVABLE + ":2")
                .name("scan", "48 77")
                .name("words", "48 03")
                .name("bytes", "77")
                .name("absent", "36")
                .name("no answer", "NO_ACKNOWLEDGE")
                .name("kernel", "77");
    }

    @Nested
    class Gpio extends GpioSuite {
        Gpio() {
            super(GpioSimConformanceIT.this.site());
        }
    }

    @Nested
    class Removal extends RemovalSuite {
        Removal() {
            super(GpioSimConformanceIT.this.site());
        }
    }

    @Nested
    class Edges extends EdgeSuite {
        Edges() {
            super(GpioSimConformanceIT.this.site());
        }
    }

    @Nested
    class Groups extends GroupSuite {
        Groups() {
            super(GpioSimConformanceIT.this.site());
        }
    }

    @Nested
    class I2c extends I2cSuite {
        I2c() {
            super(GpioSimConformanceIT.this.site());
        }
    }
}
