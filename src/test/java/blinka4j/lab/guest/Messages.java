// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.bme280.BME280;
import blinka4j.drivers.pct2075.PCT2075;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Makes mistakes, and prints the error of each as a line {@code NAME = CLASS: MESSAGE}. The argument names the user:
 * {@code root}, or {@code maker}, who has no permission for device files.
 */
public final class Messages {
    private static final Path GO = Path.of("/tmp/messages-go");

    private Messages() {}

    /** A call that should fail. */
    private interface Attempt {
        Object run();
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args[0].equals("maker")) {
            attempt("gpio", () -> new DigitalInOut(Board.pin("GPIO5_IO1")));
            attempt("i2c", Board::i2c);
            attempt("spi", Board::spi);
            attempt("uart", Board::uart);
        } else {
            pins();
            buses();
            theControllerGoes();
        }
    }

    private static void pins() {
        attempt("unknown pin", () -> new DigitalInOut(Board.pin("D99")));
        attempt("held by gpioset", () -> new DigitalInOut(Board.pin("GPIO5_IO21")));
        attempt("held by gpiomon", () -> new DigitalInOut(Board.pin("GPIO5_IO22")));
        attempt("held by a driver", () -> new DigitalInOut(Board.pin("GPIO1_IO2")));
        attempt("chip select by hand", () -> new DigitalInOut(Board.CE0));
        DigitalInOut pin = new DigitalInOut(Board.pin("GPIO5_IO23"));
        attempt("open twice", () -> new DigitalInOut(Board.pin("20ac000.gpio:23")));
        attempt("write to an input", () -> {
            pin.value(true);
            return pin;
        });
        pin.close();
        pin.close();
        attempt("pin after close", pin::value);
    }

    private static void buses() {
        I2C i2c = Board.i2c();
        // This controller reports an absent device as a timeout. That is told from a wire that is held low by a device
        // that answers.
        i2c.probe(0x48);
        attempt("no device", () -> new PCT2075(i2c, 0x36));
        attempt("no transfer", () -> {
            i2c.writeTo(0x36, new byte[] {0});
            return i2c;
        });
        attempt("another chip", () -> new BME280(i2c, 0x68));
        attempt("pins of a bus", () -> new DigitalInOut(Board.SCL));
        i2c.close();
        i2c.close();
        attempt("bus after close", () -> i2c.probe(0x48));
        attempt("no such bus", () -> new I2C(9));
        attempt("no driver for the controller", () -> new I2C(Board.pin("I2C2_SCL"), Board.pin("I2C2_SDA")));
        attempt("no device file", () -> new I2C(Board.pin("I2C3_SCL"), Board.pin("I2C3_SDA")));
        attempt("no spidev", Board::spi);
        attempt("spi bus on other pins", () -> new SPI(Board.pin("GPIO5_IO1"), Board.MOSI, Board.MISO));
        UART uart = Board.uart();
        uart.close();
        uart.close();
        attempt("uart after close", uart::read);
    }

    /** The controller's driver is taken away while the bus is open. */
    private static void theControllerGoes() throws IOException, InterruptedException {
        await("put the file of I2C3 back");
        I2C i2c = new I2C(Board.pin("I2C3_SCL"), Board.pin("I2C3_SDA"));
        await("take the controller of I2C3 away");
        attempt("transfer without controller", () -> {
            i2c.writeTo(0x50, new byte[] {0});
            return i2c;
        });
        i2c.close();
    }

    private static void await(String deed) throws IOException, InterruptedException {
        System.out.println(deed);
        while (!Files.deleteIfExists(GO)) {
            Thread.sleep(20);
        }
    }

    private static void attempt(String name, Attempt attempt) {
        String said;
        try {
            said = "it worked: " + attempt.run();
        } catch (RuntimeException e) {
            said = e.getClass().getSimpleName() + ": " + e.getMessage();
        }
        System.out.println(name + " = " + said);
    }
}
