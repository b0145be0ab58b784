// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Adafruit seesaw: a board with pins, an encoder and touch; I2C, address 0x49. Source: Adafruit_seesawPeripheral.
 *
 * <p>A reply takes 0.25 ms, that of a touch pad 3 ms. {@link #written} has what was sent to PWM outputs, NeoPixels and the UART.
 */
public final class SimSeesaw extends SimChip {
    private final Quantity temperature = measures("temperature", -40, 125, "°C", 21.5);
    private final Quantity moisture = measures("moisture", 200, 2000, "", 500);
    private final Quantity encoder = measures("encoder", -10_000, 10_000, "steps", 0);
    private final long identity;
    private final SeesawPins pins;
    private final byte[] eeprom = new byte[256];
    private final Map<Integer, byte[]> written = new HashMap<>();
    private int zero;
    private int read;

    /** An ATSAMD09 with the firmware of the rotary encoder, product 4991. */
    public SimSeesaw() {
        this(0x55, 4991);
    }

    /** @param hardwareId 0x55 for an ATSAMD09, others for an ATtiny */
    public SimSeesaw(int hardwareId, int product) {
        identity = (long) hardwareId << 56 | (long) product << 16 | 0x1A2B;
        pins = new SeesawPins(hardwareId == 0x55);
        Commands commands = new Commands().acceptsUnknown();
        for (int module = 0x00; module <= 0x11; module++) {
            Duration time = Duration.ofNanos(module == 0x0F ? 3_000_000 : 250_000);
            commands.on(module).does(this::write).takes(time).answers(this::answer);
        }
        onI2c(commands);
    }

    public SeesawPins pins() {
        return pins;
    }

    /** The position of the encoder. */
    public synchronized int position() {
        return zero + steps();
    }

    private int steps() {
        return (int) Math.rint(encoder.value());
    }

    /** The data of the last message to a function of a module; empty if there was none. */
    public synchronized byte[] written(int module, int function) {
        return written.getOrDefault(module << 8 | function, new byte[0]).clone();
    }

    @Override
    protected void powerOn() {
        pins.reset();
        zero = -steps();
        read = steps();
    }

    private void write(byte[] sent) {
        byte[] message = Arrays.copyOf(sent, 34);
        int function = message[1] & 0xFF;
        ByteBuffer data = ByteBuffer.wrap(message, 2, 32).slice();
        written.put(message[0] << 8 | function, Arrays.copyOfRange(message, 2, Math.max(2, sent.length)));
        switch (sent.length < 3 ? -1 : sent[0]) {
            case 0x00 -> powerOn();
            case 0x01 -> pins.write(function, Long.rotateLeft(data.getLong(), 32));
            case 0x0D -> data.get(eeprom, function, Math.min(sent.length - 2, 256 - function));
            case 0x11 -> zero = function == 0x30 && sent.length == 6 ? data.getInt() - steps() : zero;
            default -> {}
        }
    }

    private byte[] answer(byte[] sent) {
        int function = sent.length < 2 ? 0 : sent[1] & 0xFF;
        long status = function == 0x02 ? identity : Math.round(temperature.value() * 65_536);
        long reply = switch (sent[0]) {
            case 0x00 -> function == 0x01 ? identity : function == 0x03 ? 0x0002_EB03L << 32 : status << 32;
            case 0x01 -> pins.read(function);
            case 0x09 -> (long) pins.analog(function - 0x07) << 48;
            case 0x0D -> (long) eeprom[function] << 56;
            case 0x0F -> (long) moisture.value() << 48;
            case 0x11 -> (long) (function == 0x30 ? position() : steps() - read) << 32;
            default -> 0;
        };
        read = sent[0] == 0x11 ? steps() : read;
        return ByteBuffer.allocate(8).putLong(reply).array();
    }
}
