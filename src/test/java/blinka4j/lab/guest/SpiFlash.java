// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.BusException;
import blinka4j.board.Board;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Reads the board's SPI flash, an SST25VF016B: its JEDEC id, and many bytes at once and some one by one. Arguments: the chip select,
 * {@code kernel} or the name of a pin that the program drives; the first address; for {@code kernel} also the step from one byte that
 * is read alone to the next. When the test must do something, such as
 * copy the level of that pin to the chip, it prints a line and waits for the file {@code /tmp/spi-done}.
 */
public final class SpiFlash {
    private static final int COUNT = 10_000;
    private static final int BAUDRATE = 10_000_000;
    private static final Path DONE = Path.of("/tmp/spi-done");

    private SpiFlash() {}

    public static void main(String[] args) throws IOException {
        int address = Integer.decode(args[1]);
        try (SPI spi = Board.spi()) {
            if (args[0].equals("kernel")) {
                byKernel(new SPIDevice(spi, Board.CE0, BAUDRATE, 0, 0), address, Integer.parseInt(args[2]));
            } else {
                try (DigitalInOut select = new DigitalInOut(Board.pin(args[0]))) {
                    byHand(new SPIDevice(spi, select, BAUDRATE, 0, 0), address);
                }
            }
        }
    }

    private static void byKernel(SPIDevice flash, int address, int step) {
        printId(flash.writeThenRead(new byte[] {(byte) 0x9F}, 3));
        byte[] atOnce = flash.writeThenRead(read(address), COUNT);
        byte[] oneByOne = atOnce.clone();
        for (int i = 0; i < COUNT; i += step) {
            oneByOne[i] = flash.writeThenRead(read(address + i), 1)[0];
        }
        System.out.printf(
                "%s bytes at once equal %s read one by one: %s%n",
                COUNT, COUNT / step, Arrays.equals(atOnce, oneByOne));
        print(atOnce);
        await("take the chip away");
        try {
            printId(flash.writeThenRead(new byte[] {(byte) 0x9F}, 3));
        } catch (BusException e) {
            System.out.println("gone: " + e.getMessage());
        }
    }

    private static void byHand(SPIDevice flash, int address) {
        flash.exclusively(spi -> {
            await("selected");
            byte[] id = new byte[3];
            spi.write(new byte[] {(byte) 0x9F});
            spi.readInto(id);
            printId(id);
        });
        await("released");
        byte[] bytes = new byte[COUNT];
        flash.exclusively(spi -> {
            await("selected");
            spi.write(read(address));
            spi.readInto(bytes);
        });
        await("released");
        byte[] unselected = new byte[3];
        flash.spi().exclusively(() -> {
            flash.spi().write(new byte[] {(byte) 0x9F});
            flash.spi().readInto(unselected);
        });
        System.out.println(
                "without the chip select: " + HexFormat.ofDelimiter(" ").formatHex(unselected));
        print(bytes);
    }

    private static byte[] read(int address) {
        return new byte[] {0x03, (byte) (address >> 16), (byte) (address >> 8), (byte) address};
    }

    private static void printId(byte[] id) {
        System.out.println("JEDEC id: " + HexFormat.ofDelimiter(" ").formatHex(id));
    }

    private static void print(byte[] bytes) {
        System.out.println("base64: " + Base64.getEncoder().encodeToString(bytes));
    }

    private static void await(String state) {
        System.out.println(state);
        try {
            while (!Files.deleteIfExists(DONE)) {
                Thread.sleep(5);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
