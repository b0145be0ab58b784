// SPDX-License-Identifier: MIT
package blinka4j.sim.chips;

import blinka4j.checksum.Crc16;
import blinka4j.sim.Commands;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimChip;
import java.time.Duration;
import java.util.Arrays;

/**
 * Aosong AM2320: temperature and humidity; I2C, address 0x5C. Data sheet: Aosong AM2320 product manual, 8.2.
 *
 * <p>It sleeps until it is addressed, and does not acknowledge that. After a reading it measures, not more often than every 2 s, and
 * sleeps. So a reading gives the values at the end of the reading before. Nothing can be written.
 */
public final class SimAM2320 extends SimChip {
    private static final long INTERVAL = Duration.ofSeconds(2).toNanos();
    private static final int READ = 0x03;

    private final Quantity temperature = measures("temperature", -40, 80, "°C", 22.5);
    private final Quantity humidity = measures("humidity", 0, 99.9, "%", 44.2);
    private boolean awake;
    private long measured;
    private byte[] registers = new byte[16];

    public SimAM2320() {
        // It acknowledges all bytes: the original sends a 0 to wake it.
        Commands commands = new Commands().acceptsUnknown();
        commands.on(READ)
                .answers(this::reply)
                .takes(Duration.ofNanos(1_500_000))
                .once();
        onI2c(commands);
    }

    public boolean isAwake() {
        return awake;
    }

    @Override
    protected void powerOn() {
        awake = false;
        measure();
    }

    @Override
    public synchronized boolean start(boolean read) {
        if (!awake) {
            awake = true;
            return false;
        }
        return super.start(read);
    }

    private void measure() {
        int h = (int) Math.round(10 * humidity.value());
        int t = (int) Math.round(10 * Math.abs(temperature.value()));
        int sign = temperature.value() < 0 ? 0x80 : 0;
        registers = new byte[16];
        registers[0] = (byte) (h >> 8);
        registers[1] = (byte) h;
        registers[2] = (byte) (t >> 8 | sign);
        registers[3] = (byte) t;
        measured = clock().nanos();
    }

    private byte[] reply(byte[] sent) {
        awake = false;
        int first = sent.length == 3 ? sent[1] & 0xFF : registers.length;
        int count = sent.length == 3 ? sent[2] & 0xFF : 0;
        if (count == 0 || count > 10 || first + count > registers.length) {
            return new byte[] {(byte) 0x81};
        }
        byte[] reply = Arrays.copyOf(new byte[] {READ, (byte) count}, count + 4);
        System.arraycopy(registers, first, reply, 2, count);
        int crc = Crc16.MODBUS.of(reply, 0, count + 2);
        reply[count + 2] = (byte) crc;
        reply[count + 3] = (byte) (crc >> 8);
        if (clock().nanos() - measured >= INTERVAL) {
            measure();
        }
        return reply;
    }
}
