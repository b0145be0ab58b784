// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.provider.I2CPort;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A bus that expects certain transfers in order, byte by byte. Any other call fails the test with an {@link AssertionError} that
 * names the step. So does closing it before the end of the script.
 *
 * <pre>{@code
 * try (I2CPlayback bus = I2CPlayback.at(0x44).writes(0xFD).sleeps(10).reads(0x66, 0x66, 0x93, 0x5E, 0xB9, 0x94)) {
 *     Sensor sensor = new Sensor(bus.i2c());
 *     assertEquals(25.0, sensor.temperature(), 0.01);
 * }
 * }</pre>
 *
 * <p>A probe (nothing written, nothing read) is not a step. The addresses in the script answer, others do not. {@link I2CRecorder}
 * writes such a script from real hardware.
 */
public final class I2CPlayback implements I2CPort {
    private final Script<Step> script = new Script<>();
    private final SimClock clock = new SimClock();
    private final boolean[] answers = new boolean[128];
    private int address;

    private I2CPlayback(int address) {
        this.address = address;
        answers[address] = true;
    }

    /** An empty script. Its steps use this address. */
    public static I2CPlayback at(int address) {
        I2CPlayback playback = new I2CPlayback(checked(address));
        Playbacks.made(playback::close);
        return playback;
    }

    /** Makes the following steps use this address. */
    public synchronized I2CPlayback then(int nextAddress) {
        address = checked(nextAddress);
        answers[address] = true;
        return this;
    }

    /** The driver writes these bytes. */
    public synchronized I2CPlayback writes(int... bytes) {
        script.add(new Transfer(address, Bytes.of(bytes), new byte[0], null));
        return this;
    }

    /**
     * After {@link #writes}, the driver reads these bytes in the same transaction, with a repeated start.
     */
    public synchronized I2CPlayback thenReads(int... bytes) {
        if (!(script.last() instanceof Transfer write) || write.in.length > 0 || write.failure != null) {
            throw new IllegalStateException("thenReads(...) must follow writes(...)");
        }
        script.replaceLast(new Transfer(write.to, write.out, Bytes.of(bytes), null));
        return this;
    }

    /** The driver reads these bytes in a separate transaction. */
    public synchronized I2CPlayback reads(int... bytes) {
        script.add(new Transfer(address, new byte[0], Bytes.of(bytes), null));
        return this;
    }

    /** The driver writes the number of a register and reads these bytes in the same transaction. */
    public I2CPlayback register(int register, int... bytes) {
        return writes(register).thenReads(bytes);
    }

    /** The driver's next transfer with the address fails. */
    public synchronized I2CPlayback fails(BusException.Kind kind) {
        script.add(new Transfer(address, new byte[0], new byte[0], kind));
        return this;
    }

    /** The driver waits exactly this long. Takes no real time. */
    public I2CPlayback sleeps(long millis) {
        return sleeps(Duration.ofMillis(millis));
    }

    /** The driver waits exactly this long. Takes no real time. */
    public synchronized I2CPlayback sleeps(Duration time) {
        script.add(new Sleep(time));
        return this;
    }

    /** An {@link I2C} with this port. */
    public I2C i2c() {
        return new I2C(this);
    }

    @Override
    public synchronized void transfer(int to, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        Step next = script.next();
        if (next instanceof Transfer failing && failing.failure != null && failing.to == to) {
            script.played();
            throw new BusException(
                    failing.failure,
                    "the transfer with 0x%02x failed, as the script says: %s".formatted(to, failing.failure));
        }
        if (outStart == outEnd && inStart == inEnd) {
            if (!answers[to]) {
                throw new BusException(
                        BusException.Kind.NO_ACKNOWLEDGE,
                        "no device answers at address 0x%02x of %s. The script has no step with that address."
                                .formatted(to, name()));
            }
            return;
        }
        if (!(next instanceof Transfer transfer
                && transfer.to == to
                && Arrays.equals(transfer.out, 0, transfer.out.length, out, outStart, outEnd)
                && transfer.in.length == inEnd - inStart)) {
            throw script.mismatch(text(to, Bytes.slice(out, outStart, outEnd), inEnd - inStart));
        }
        script.played();
        System.arraycopy(transfer.in, 0, in, inStart, transfer.in.length);
    }

    @Override
    public synchronized boolean probe(int of) {
        return answers[of];
    }

    /** Time passes only in the steps {@link #sleeps}, and in {@link SimClock#advance}. */
    @Override
    public SimClock clock() {
        return clock;
    }

    @Override
    public synchronized void sleep(Duration time) {
        script.play(new Sleep(time));
        clock.advance(time);
    }

    @Override
    public String name() {
        return "played I2C";
    }

    /** @throws AssertionError if steps are left, or one went wrong */
    @Override
    public synchronized void close() {
        script.finish();
    }

    @Override
    public String toString() {
        return name();
    }

    private static int checked(int address) {
        if (address < 0 || address > 0x7F) {
            throw new IllegalArgumentException(
                    "I2C address 0x%02x is out of range. Expected 7 bits, 0x00 to 0x7f.".formatted(address));
        }
        return address;
    }

    private static String text(int to, byte[] out, int in) {
        String write = out.length == 0 ? "" : "writing [%s]".formatted(Bytes.list(out));
        String read = in == 0 ? "" : "reading %s".formatted(in);
        return "%s%s%s with 0x%02x".formatted(write, write.isEmpty() || read.isEmpty() ? "" : ", then ", read, to);
    }

    private sealed interface Step {}

    private record Sleep(Duration time) implements Step {
        @Override
        public String toString() {
            return "sleeping " + time;
        }
    }

    private static final class Transfer implements Step {
        private final int to;
        private final byte[] out;
        private final byte[] in;
        private final BusException.@Nullable Kind failure;

        private Transfer(int to, byte[] out, byte[] in, BusException.@Nullable Kind failure) {
            this.to = to;
            this.out = out;
            this.in = in;
            this.failure = failure;
        }

        @Override
        public String toString() {
            return failure != null
                    ? "a transfer with 0x%02x, to fail with %s".formatted(to, failure)
                    : text(to, out, in.length);
        }
    }
}
