// SPDX-License-Identifier: MIT
package blinka4j.mcp2221;

import blinka4j.boards.Boards;
import blinka4j.conformance.AnalogSuite;
import blinka4j.conformance.Conformance;
import blinka4j.conformance.EdgeSuite;
import blinka4j.conformance.Feature;
import blinka4j.conformance.GpioSuite;
import blinka4j.conformance.GroupSuite;
import blinka4j.conformance.I2cSuite;
import blinka4j.conformance.Outside;
import blinka4j.conformance.Site;
import blinka4j.conformance.Subject;
import blinka4j.runtime.Blinka;
import blinka4j.sim.chips.Sim24LC32;
import blinka4j.sim.chips.SimPCT2075;
import blinka4j.usb.UsbProvider;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The suites with a bridge that the test plays, in this virtual machine. */
@Isolated("counts the files and threads of this virtual machine")
@ParameterizedClass
@MethodSource("sites")
class UsbConformanceTest extends Conformance {
    /** The internal reference of 2.048 V. */
    private static final int REFERENCE = 5;

    private static final PlayedMcp2221 BRIDGE = new PlayedMcp2221().reference(REFERENCE);

    UsbConformanceTest(Site site) {
        super(site);
    }

    static Stream<Site> sites() {
        BRIDGE.bus().attach(0x37, new SimPCT2075()).attach(0x50, new Sim24LC32());
        Played played = new Played();
        return Stream.of(new Site("usb", "bridge of the test")
                .with(Feature.GPIO, Feature.EDGES, Feature.GROUPS, Feature.I2C, Feature.ANALOG)
                .without(Feature.PULLS, "the MCP2221 has none")
                .without(Feature.EDGES, "the provider 'usb' does not support edges")
                .without(Feature.GROUPS, "the provider 'usb' does not support groups of lines")
                .name("output", "G0")
                .name("input", "G1")
                .name("free", "G2")
                .name("held line", "MCP2221:3")
                .name("watched", "G1")
                .name("watched too", "G2")
                .name("group", "G0,G1,G2")
                .name("group held line", "MCP2221:3")
                .name("scan", "37 50")
                .name("words", "37 03")
                .name("absent", "36")
                .name("no answer", "NO_ACKNOWLEDGE")
                .name("eeprom", "50")
                .name("transfers of any length", "up to 65535 bytes")
                .name("analog", "G1")
                .name("analog too", "G2")
                .name("the same input", "GP1")
                .name("not analog", "G0")
                .name("reference", "2.048")
                .name("bits", "10")
                .at(played, site -> played));
    }

    @Nested
    class Gpio extends GpioSuite {
        Gpio() {
            super(UsbConformanceTest.this.site());
        }
    }

    @Nested
    class Edges extends EdgeSuite {
        Edges() {
            super(UsbConformanceTest.this.site());
        }
    }

    @Nested
    class Groups extends GroupSuite {
        Groups() {
            super(UsbConformanceTest.this.site());
        }
    }

    @Nested
    class I2c extends I2cSuite {
        I2c() {
            super(UsbConformanceTest.this.site());
        }
    }

    @Nested
    class Analog extends AnalogSuite {
        Analog() {
            super(UsbConformanceTest.this.site(), (pin, volts) -> BRIDGE.volts(number(pin), volts));
        }
    }

    private static int number(String pin) {
        return Integer.parseInt(pin.replaceAll("\\D", ""));
    }

    /** The program in this virtual machine, and the other side of the bridge's pins. */
    private static final class Played implements Site.Conversation, Outside {
        private final Blinka blinka =
                Blinka.open(Boards.board("MICROCHIP_MCP2221"), new UsbProvider(new Cable(BRIDGE)));
        private final Subject program = new Subject(blinka);

        @Override
        public String ask(String command) {
            return program.answer(command);
        }

        @Override
        public void close() {
            blinka.close();
        }

        @Override
        public void drive(String pin, boolean high) {
            BRIDGE.drive(number(pin), high);
        }

        @Override
        public void release(String pin) {
            BRIDGE.drive(number(pin), null);
        }

        @Override
        public boolean level(String pin) {
            return BRIDGE.level(number(pin));
        }

        @Override
        public List<Boolean> changes(String pin) {
            return BRIDGE.changes(number(pin));
        }

        @Override
        public boolean isDriven(String pin) {
            return BRIDGE.isDriven(number(pin));
        }

        /** The chip does not know its users, so the program is asked. */
        @Override
        public String info(String pin) {
            boolean open = program.answer("gpio state " + pin).matches("(IN|OUT)PUT .*");
            return (open ? "" : "unused ") + (BRIDGE.isDriven(number(pin)) ? "output" : "input");
        }

        @Override
        public AutoCloseable hold(String pin) {
            throw new UnsupportedOperationException("no other program can hold a pin of this bridge");
        }
    }
}
