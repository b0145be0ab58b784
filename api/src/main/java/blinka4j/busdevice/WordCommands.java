// SPDX-License-Identifier: MIT
package blinka4j.busdevice;

import blinka4j.checksum.Crc8;
import java.time.Duration;

/**
 * A device with commands of 16 bits. Arguments and replies are words of 16 bits, each followed by its checksum: most chips of
 * Sensirion, and Texas Instruments' HDC302x. All words go higher byte first. Safe to share between threads.
 *
 * <pre>{@code
 * var chip = new WordCommands(new I2CDevice(i2c, 0x44));
 * int[] words = chip.query(Duration.ofMillis(16), 2, 0x2400);
 * }</pre>
 */
public final class WordCommands {
    private final I2CDevice device;

    public WordCommands(I2CDevice device) {
        this.device = device;
    }

    /** Sends a command with its arguments, and waits until the device has done it, with the bus locked. */
    public void send(Duration wait, int command, int... arguments) {
        query(wait, 0, command, arguments);
    }

    /**
     * Sends a command with its arguments, waits, and reads the reply, with the bus locked for the whole time.
     *
     * @param wait the time that the device needs before it answers
     * @param count the number of words of the reply
     * @return words from 0 to 0xffff
     * @throws blinka4j.BusException of kind CHECKSUM if the reply was changed on the way or is too short
     * @throws IllegalArgumentException if an argument is not from 0 to 0xffff; then nothing is sent
     */
    public int[] query(Duration wait, int count, int command, int... arguments) {
        byte[] out = new byte[2 + 3 * arguments.length];
        out[0] = (byte) (command >> 8);
        out[1] = (byte) command;
        for (int i = 0, at = 2; i < arguments.length; i++, at += 3) {
            if (arguments[i] >>> 16 != 0) {
                throw new IllegalArgumentException(
                        "%s does not fit in the 16 bits of command 0x%04x: expected 0 to 65535"
                                .formatted(arguments[i], command));
            }
            out[at] = (byte) (arguments[i] >> 8);
            out[at + 1] = (byte) arguments[i];
            out[at + 2] = (byte) Crc8.SENSIRION.of(out, at, at + 2);
        }
        byte[] in = Bytes.room(3 * count);
        device.query(wait, out, in);
        Crc8.SENSIRION.requireAfterEach(2, in, device);
        int[] words = new int[count];
        for (int i = 0; i < count; i++) {
            words[i] = (in[3 * i] & 0xff) << 8 | (in[3 * i + 1] & 0xff);
        }
        return words;
    }

    @Override
    public String toString() {
        return device.toString();
    }
}
