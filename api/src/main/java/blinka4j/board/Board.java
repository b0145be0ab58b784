// SPDX-License-Identifier: MIT
package blinka4j.board;

import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.microcontroller.Pin;
import blinka4j.runtime.Blinka;

/**
 * The board this program runs on. {@code board.D18} in CircuitPython is {@code Board.D18} here.
 *
 * <p>A constant is only a name. It is looked up when it is opened. If the board has no such pin, the error lists its pins. For
 * pins without a constant, use {@link #pin}: {@code Board.pin("P9_12")}.
 */
public final class Board {
    // Digital pins.
    public static final Pin D0 = pin("D0");
    public static final Pin D1 = pin("D1");
    public static final Pin D2 = pin("D2");
    public static final Pin D3 = pin("D3");
    public static final Pin D4 = pin("D4");
    public static final Pin D5 = pin("D5");
    public static final Pin D6 = pin("D6");
    public static final Pin D7 = pin("D7");
    public static final Pin D8 = pin("D8");
    public static final Pin D9 = pin("D9");
    public static final Pin D10 = pin("D10");
    public static final Pin D11 = pin("D11");
    public static final Pin D12 = pin("D12");
    public static final Pin D13 = pin("D13");
    public static final Pin D14 = pin("D14");
    public static final Pin D15 = pin("D15");
    public static final Pin D16 = pin("D16");
    public static final Pin D17 = pin("D17");
    public static final Pin D18 = pin("D18");
    public static final Pin D19 = pin("D19");
    public static final Pin D20 = pin("D20");
    public static final Pin D21 = pin("D21");
    public static final Pin D22 = pin("D22");
    public static final Pin D23 = pin("D23");
    public static final Pin D24 = pin("D24");
    public static final Pin D25 = pin("D25");
    public static final Pin D26 = pin("D26");
    public static final Pin D27 = pin("D27");
    public static final Pin D28 = pin("D28");
    public static final Pin D29 = pin("D29");
    public static final Pin D30 = pin("D30");
    public static final Pin D31 = pin("D31");
    public static final Pin D32 = pin("D32");
    public static final Pin D33 = pin("D33");
    public static final Pin D34 = pin("D34");
    public static final Pin D35 = pin("D35");
    public static final Pin D36 = pin("D36");
    public static final Pin D37 = pin("D37");
    public static final Pin D38 = pin("D38");
    public static final Pin D39 = pin("D39");
    public static final Pin D40 = pin("D40");
    public static final Pin D41 = pin("D41");
    public static final Pin D42 = pin("D42");
    public static final Pin D43 = pin("D43");
    public static final Pin D44 = pin("D44");
    public static final Pin D45 = pin("D45");
    public static final Pin D46 = pin("D46");
    public static final Pin D47 = pin("D47");
    public static final Pin D48 = pin("D48");
    public static final Pin D49 = pin("D49");
    public static final Pin D50 = pin("D50");
    public static final Pin D51 = pin("D51");
    public static final Pin D52 = pin("D52");
    public static final Pin D53 = pin("D53");

    // Analog pins.
    public static final Pin A0 = pin("A0");
    public static final Pin A1 = pin("A1");
    public static final Pin A2 = pin("A2");
    public static final Pin A3 = pin("A3");
    public static final Pin A4 = pin("A4");
    public static final Pin A5 = pin("A5");
    public static final Pin A6 = pin("A6");
    public static final Pin A7 = pin("A7");

    // I2C.
    public static final Pin SCL = pin("SCL");
    public static final Pin SDA = pin("SDA");
    public static final Pin SCL1 = pin("SCL1");
    public static final Pin SDA1 = pin("SDA1");

    // SPI.
    public static final Pin SCK = pin("SCK");
    public static final Pin SCLK = pin("SCLK");
    public static final Pin MOSI = pin("MOSI");
    public static final Pin MISO = pin("MISO");
    public static final Pin CE0 = pin("CE0");
    public static final Pin CE1 = pin("CE1");
    public static final Pin SCK_1 = pin("SCK_1");
    public static final Pin SCLK_1 = pin("SCLK_1");
    public static final Pin MOSI_1 = pin("MOSI_1");
    public static final Pin MISO_1 = pin("MISO_1");

    // Serial port.
    public static final Pin TX = pin("TX");
    public static final Pin RX = pin("RX");
    public static final Pin TXD = pin("TXD");
    public static final Pin RXD = pin("RXD");

    // The light and the button on the board.
    public static final Pin LED = pin("LED");
    public static final Pin BUTTON = pin("BUTTON");

    private Board() {}

    /**
     * Returns a pin by the name printed on the board, by the kernel's name of the line ({@code gpioinfo} lists them), or by
     * {@code label:offset}, such as {@code pinctrl-bcm2711:18}.
     */
    public static Pin pin(String name) {
        return new Pin(name);
    }

    /** Returns the board's id, such as {@code RASPBERRY_PI_4B}: CircuitPython's {@code board.board_id}. */
    public static String id() {
        return Blinka.current().board().id();
    }

    /**
     * Returns the default I2C bus, on SCL and SDA: the same object until it is closed, so that drivers share it.
     *
     * @throws blinka4j.NotAvailableException if the board has none, or it is not switched on; the message says how to do that
     */
    public static I2C i2c() {
        return Blinka.current().i2c();
    }

    /**
     * Returns the default SPI bus, on SCLK, MOSI and MISO: the same object until it is closed, so that drivers share it.
     *
     * @throws blinka4j.NotAvailableException if the board has none, or it is not switched on; the message says how to do that
     */
    public static SPI spi() {
        return Blinka.current().spi();
    }

    /**
     * Returns the default serial port, on TX and RX, at 9600 baud: the same object until it is closed.
     *
     * @throws blinka4j.NotAvailableException if the board has none, or it is not switched on; the message says how to do that
     */
    public static UART uart() {
        return Blinka.current().uart();
    }
}
