// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import blinka4j.conformance.AnalogSuite;
import blinka4j.conformance.Conformance;
import blinka4j.conformance.Feature;
import blinka4j.conformance.Site;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The provider without analog inputs, on the machine of {@link AnalogIT}. The error comes before the converter is used. */
@ExtendWith(Lab.Extension.class)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("AnalogRefusalIT")
@ParameterizedClass
@MethodSource("sites")
class AnalogRefusalIT extends Conformance {
    private static final String BOARD_FILE = "/tmp/LAB_ANALOG.properties";

    private static Lab host;

    AnalogRefusalIT(Site site, @On("gpiosim") Lab lab) {
        super(site);
        site.at(each ->
                lab.talk(Providers.program(lab, each).java(java(each)).environment("BLINKA_BOARD_FILE", BOARD_FILE)));
    }

    static Stream<Site> sites() {
        return Stream.of(site(17), site(25));
    }

    private static Site site(int java) {
        return new Site("diozero", "gpiosim, Java " + java)
                .with(Feature.ANALOG)
                .without(Feature.ANALOG, "the provider 'diozero' does not support analog inputs")
                .name("analog", "A0")
                .name("analog too", "A1")
                .name("the same input", "AIN0");
    }

    private static String java(Site site) {
        return site.guest().replaceAll(".* ", "java");
    }

    @BeforeAll
    static void writeTheBoardFile(@On("gpiosim") Lab lab) {
        host = lab;
        lab.guest()
                .output("printf '%%s\\n' 'name = Lab' 'chip = %s' 'analog = ads1015' 'analog.A0 = 0' >%s"
                        .formatted(GpioSim.CHIP, BOARD_FILE));
    }

    @BeforeParameterizedClassInvocation
    static void needTheJava(Site site) {
        assumeTrue(host.has(java(site)), "the host has no " + java(site) + ": set JAVA25_HOME or JAVA17_HOME");
    }

    @Nested
    class Analog extends AnalogSuite {
        Analog() {
            super(AnalogRefusalIT.this.site(), (pin, volts) -> {
                throw new IllegalStateException("the provider measures nothing");
            });
        }
    }
}
