// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import blinka4j.boards.Boards;
import blinka4j.digitalio.Pull;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimSpiDevice;
import blinka4j.sim.chips.Sim24LC32;
import blinka4j.sim.chips.SimPCT2075;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator, in this virtual machine. */
@ParameterizedClass
@MethodSource("sites")
class SimConformanceTest extends Conformance {
    private static final byte[] FLASH = Site.content(1 << 17);

    SimConformanceTest(Site site) {
        super(site);
    }

    static Stream<Site> sites() {
        SimBoard board = SimBoard.open(Boards.board("RASPBERRY_PI_4B"));
        board.i2c().attach(0x37, new SimPCT2075()).attach(0x50, new Sim24LC32());
        board.spi().attach(0, new Flash());
        board.uart().realTime(true);
        return Stream.of(new Site("sim", "this machine")
                .with(Feature.kinds())
                .name("output", "D18")
                .name("input", "D4")
                .name("free", "D5")
                .name("held", "D6")
                .name("held line", "pinctrl-bcm2711:6")
                .name("a pull that is seen", "the level of the wire")
                .name("watched", "D22")
                .name("watched too", "D23")
                .name("group", "D17,D27,D24")
                .name("group held line", "pinctrl-bcm2711:24")
                .name("scan", "37 50")
                .name("words", "37 03")
                .name("absent", "36")
                .name("no answer", "NO_ACKNOWLEDGE")
                .name("eeprom", "50")
                .at(new BoardOutside(board), site -> new InProcess(board)));
    }

    @Nested
    class Gpio extends GpioSuite {
        Gpio() {
            super(SimConformanceTest.this.site());
        }
    }

    @Nested
    class Edges extends EdgeSuite {
        Edges() {
            super(SimConformanceTest.this.site());
        }
    }

    @Nested
    class Groups extends GroupSuite {
        Groups() {
            super(SimConformanceTest.this.site());
        }
    }

    @Nested
    class I2c extends I2cSuite {
        I2c() {
            super(SimConformanceTest.this.site());
        }
    }

    @Nested
    class Spi extends SpiSuite {
        Spi() {
            super(SimConformanceTest.this.site(), FLASH);
        }
    }

    @Nested
    class Uart extends UartSuite {
        Uart() {
            super(SimConformanceTest.this.site());
        }
    }

    /** The program runs in this virtual machine. Its board ends with it. */
    private record InProcess(SimBoard board, Subject program) implements Site.Conversation {
        InProcess(SimBoard board) {
            this(board, new Subject(board.blinka()));
        }

        @Override
        public String ask(String command) {
            return program.answer(command);
        }

        @Override
        public void close() {
            board.close();
        }
    }

    /** The id and read commands of an SST25VF016B, from the table "Device Operation Instructions" of its data sheet. */
    private static final class Flash implements SimSpiDevice {
        private static final byte[] ID = {(byte) 0xBF, 0x25, 0x41};

        private int count;
        private int command;
        private int address;

        @Override
        public void selected() {
            count = 0;
            address = 0;
        }

        @Override
        public int exchange(int out) {
            int at = count++;
            if (at == 0) {
                command = out;
                return 0xFF;
            }
            if (command == 0x9F) {
                return ID[(at - 1) % ID.length];
            }
            if (command != 0x03) {
                return 0xFF;
            }
            if (at <= 3) {
                address = address << 8 | out;
                return 0xFF;
            }
            return FLASH[address++ % FLASH.length];
        }
    }

    private record BoardOutside(SimBoard board) implements Outside {
        @Override
        public void drive(String pin, boolean high) {
            // No two edges must have the same time.
            board.clock().advance(Duration.ofMillis(1));
            try {
                board.pin(pin).drive(high);
            } catch (IllegalStateException e) {
                // The simulator passes on the exception of a listener. Only the program's own is expected.
                if (!"a listener that throws".equals(e.getMessage())) {
                    throw e;
                }
            }
        }

        @Override
        public void release(String pin) {
            board.pin(pin).release();
        }

        @Override
        public boolean level(String pin) {
            return board.pin(pin).level();
        }

        @Override
        public List<Boolean> changes(String pin) {
            return board.pin(pin).history().stream().map(SimPin.Change::level).toList();
        }

        @Override
        public boolean isDriven(String pin) {
            SimPin line = board.pin(pin);
            return line.isOutput() && !(line.isOpenDrain() && line.level());
        }

        @Override
        public String info(String pin) {
            SimPin line = board.pin(pin);
            String pull = line.pull() == Pull.UP ? " pull-up" : line.pull() == Pull.DOWN ? " pull-down" : "";
            return (line.isHeld() ? "\"" + line.holder() + "\"" : "unused")
                    + (line.isOutput() ? " output" : " input")
                    + pull;
        }

        @Override
        public void awaitEdgeTaken(String pin) {
            // The edge reached the program before the change returned.
        }

        @Override
        public void pass(Duration time) {
            board.clock().advance(time);
        }

        @Override
        public AutoCloseable hold(String pin) {
            board.pin(pin).heldBy("gpioset");
            return () -> board.pin(pin).heldBy(null);
        }

        @Override
        public void send(byte[] bytes) {
            board.uart().outside().write(bytes);
        }

        @Override
        public byte[] receive(int count) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            while (all.size() < count) {
                byte[] some = board.uart().outside().read();
                if (some.length == 0) {
                    throw new AssertionError("only " + all.size() + " of " + count + " bytes came");
                }
                all.writeBytes(some);
            }
            return all.toByteArray();
        }
    }
}
