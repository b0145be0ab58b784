// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.board.Board;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.drivers.ds1307.DS1307;
import blinka4j.drivers.eeprom24lc32.EEPROM_I2C;
import blinka4j.drivers.lsm303dlhmag.LSM303DLH_Mag;
import blinka4j.drivers.pct2075.PCT2075;
import blinka4j.time.Time;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Uses four chips on the I2C bus, the flash on the SPI bus, an output, and an input of which it counts {@link #EDGES} edges. The output
 * follows the input. A test records it in the guest "sabrelite", and runs it again on the trace.
 */
public final class SeveralChips {
    /** As many edges end the program. */
    public static final int EDGES = 4;

    private static final int EEPROM_ADDRESS = 89;

    private SeveralChips() {}

    public static void main(String[] args) {
        run(System.out::println);
    }

    /** @param out gets each line of the output, those of edges in the thread of the listener */
    public static void run(Consumer<String> out) {
        try (I2C i2c = Board.i2c();
                SPI spi = Board.spi()) {
            out.accept("temperature: " + new PCT2075(i2c, 0x48).temperature());
            out.accept("field: " + new LSM303DLH_Mag(i2c).magnetic());
            DS1307 clock = new DS1307(i2c);
            // A day that every month has: QEMU counts on from each register that is written, also with the old month.
            clock.datetime(LocalDateTime.of(2028, 2, 28, 12, 0, 0));
            out.accept("date: " + clock.datetime().toLocalDate());
            EEPROM_I2C eeprom = new EEPROM_I2C(i2c);
            eeprom.set(EEPROM_ADDRESS, new byte[] {1, 2, (byte) 0xFF});
            out.accept("memory: " + HexFormat.of().formatHex(eeprom.get(EEPROM_ADDRESS, EEPROM_ADDRESS + 3)));
            out.accept("at 0x49: " + i2c.probe(0x49));
            SPIDevice flash = new SPIDevice(spi, Board.CE0, 10_000_000, 0, 0);
            out.accept("flash: " + HexFormat.of().formatHex(flash.writeThenRead(new byte[] {(byte) 0x9F}, 3)));
        }
        pins(out);
    }

    private static void pins(Consumer<String> out) {
        try (DigitalInOut led = new DigitalInOut(Board.pin("GPIO7_IO9"));
                DigitalInOut button = new DigitalInOut(Board.pin("GPIO4_IO25"))) {
            led.switchToOutput(false);
            button.switchToInput();
            AtomicInteger edges = new AtomicInteger();
            button.onEdge(Edge.BOTH, event -> {
                led.value(event.rising());
                out.accept("edge %s: %s".formatted(edges.incrementAndGet(), event.rising()));
            });
            out.accept("press");
            while (edges.get() < EDGES) {
                Time.sleep(0.01);
            }
        }
    }
}
