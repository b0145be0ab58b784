// SPDX-License-Identifier: MIT
package blinka4j.laps;

import static java.util.Objects.requireNonNull;

import blinka4j.board.Board;
import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import org.jspecify.annotations.Nullable;

/** This library, with the provider that {@code BLINKA_PROVIDER} names. */
final class OfBlinka4J implements Library {
    private final DigitalInOut pin;
    private @Nullable Register register;
    private int number = -1;
    private @Nullable I2CDevice device;
    private @Nullable SPIDevice spi;
    private final byte[] out = {(byte) 0x9f, 0, 0, 0};
    private final byte[] in = new byte[out.length];

    /** @param pin a name of the board's, or {@code label:offset} */
    OfBlinka4J(String pin) {
        this.pin = new DigitalInOut(Board.pin(pin));
    }

    @Override
    public void output() {
        pin.switchToOutput();
    }

    @Override
    public void write(boolean high) {
        pin.value(high);
    }

    @Override
    public void input() {
        pin.switchToInput();
    }

    @Override
    public boolean read() {
        return pin.value();
    }

    @Override
    public void watch(Runnable listener) {
        pin.onEdge(Edge.BOTH, event -> listener.run());
    }

    @Override
    public void openI2c(int address) {
        device = new I2CDevice(Board.i2c(), address);
    }

    @Override
    public int register(int wanted) {
        if (number != wanted || register == null) {
            register = new Registers(requireNonNull(device)).u8(wanted);
            number = wanted;
        }
        return (int) register.get();
    }

    @Override
    public void openSpi() {
        spi = new SPIDevice(Board.spi(), Board.CE0, 1_000_000, 0, 0);
    }

    @Override
    public void transfer() {
        requireNonNull(spi).writeReadInto(out, in);
    }

    @Override
    public void close() {
        pin.close();
        if (device != null) {
            device.i2c().close();
        }
    }
}
