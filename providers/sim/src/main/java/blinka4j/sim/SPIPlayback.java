// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.BusException;
import blinka4j.busio.SPI;
import blinka4j.provider.SpiPort;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An SPI bus that expects certain transfers in order. Any other call fails the test with an {@link AssertionError} that names the
 * step. So does closing it before the end of the script.
 *
 * <pre>{@code
 * try (SPIPlayback bus = SPIPlayback.script().writes(0xD0).reads(0x60)) {
 *     assertEquals(0x60, new Sensor(bus.spi()).chipId());
 * }
 * }</pre>
 */
public final class SPIPlayback implements SpiPort {
    private final Script<Step> script = new Script<>();
    private final SimClock clock = new SimClock();
    private boolean checksSelect;
    private boolean selected;
    private @Nullable Settings settings;

    private SPIPlayback() {}

    /** An empty script. */
    public static SPIPlayback script() {
        SPIPlayback playback = new SPIPlayback();
        Playbacks.made(playback::close);
        return playback;
    }

    /** The driver sends these bytes and receives zeros. */
    public synchronized SPIPlayback writes(int... bytes) {
        script.add(new Transfer(Bytes.of(bytes), new byte[bytes.length], null));
        return this;
    }

    /** The driver receives these bytes, whatever it sends. */
    public synchronized SPIPlayback reads(int... bytes) {
        script.add(new Transfer(null, Bytes.of(bytes), null));
        return this;
    }

    /** The driver sends {@code out} and receives as many bytes, {@code in}, at the same time. */
    public synchronized SPIPlayback exchanges(int[] out, int[] in) {
        if (out.length != in.length) {
            throw new IllegalArgumentException(
                    "%s bytes out and %s in cannot be exchanged. SPI sends as many bytes as it receives."
                            .formatted(out.length, in.length));
        }
        script.add(new Transfer(Bytes.of(out), Bytes.of(in), null));
        return this;
    }

    /**
     * The controller's chip select becomes inactive. If the script has such a step, it must have all of them. Otherwise the chip
     * select is not checked, and neither is one that the program drives.
     */
    public synchronized SPIPlayback deselects() {
        checksSelect = true;
        script.add(new Deselect());
        return this;
    }

    /** The driver's next transfer, whatever it is, fails. */
    public synchronized SPIPlayback fails(BusException.Kind kind) {
        script.add(new Transfer(null, new byte[0], kind));
        return this;
    }

    /** The driver waits exactly this long. Takes no real time. */
    public SPIPlayback sleeps(long millis) {
        return sleeps(Duration.ofMillis(millis));
    }

    /** The driver waits exactly this long. Takes no real time. */
    public synchronized SPIPlayback sleeps(Duration time) {
        script.add(new Sleep(time));
        return this;
    }

    /** What the driver last configured; null if nothing yet. */
    public synchronized @Nullable Settings settings() {
        return settings;
    }

    /** A front for this port, for drivers that want one. */
    public SPI spi() {
        return new SPI(this);
    }

    @Override
    public synchronized int configure(Settings to) {
        settings = to;
        return to.baudrate();
    }

    @Override
    public synchronized void transfer(
            byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length, boolean keepSelected) {
        if (length > 0) {
            selected = true;
            exchange(out, outStart, in, inStart, length);
        }
        if (!keepSelected && selected) {
            selected = false;
            deselect();
        }
    }

    private void exchange(byte @Nullable [] out, int outStart, byte @Nullable [] in, int inStart, int length) {
        byte[] sent = out == null ? new byte[length] : Bytes.slice(out, outStart, outStart + length);
        if (!(script.next() instanceof Transfer transfer)) {
            throw script.mismatch(text(sent, length));
        }
        if (transfer.failure != null) {
            script.played();
            throw new BusException(transfer.failure, "transfer failed as scripted: " + transfer.failure);
        }
        boolean sentIsRight = transfer.out == null || Arrays.equals(transfer.out, sent);
        if (transfer.in.length != length || !sentIsRight) {
            throw script.mismatch(text(sent, length));
        }
        script.played();
        if (in != null) {
            System.arraycopy(transfer.in, 0, in, inStart, length);
        }
    }

    private void deselect() {
        if (checksSelect) {
            script.play(new Deselect());
        }
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
        return "played SPI";
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

    private static String text(byte[] out, int length) {
        return "exchanging %s, sending [%s]".formatted(length, Bytes.list(out));
    }

    private sealed interface Step {}

    private record Sleep(Duration time) implements Step {
        @Override
        public String toString() {
            return "sleeping " + time;
        }
    }

    private record Deselect() implements Step {
        @Override
        public String toString() {
            return "deselecting the chip";
        }
    }

    private static final class Transfer implements Step {
        private final byte @Nullable [] out;
        private final byte[] in;
        private final BusException.@Nullable Kind failure;

        private Transfer(byte @Nullable [] out, byte[] in, BusException.@Nullable Kind failure) {
            this.out = out;
            this.in = in;
            this.failure = failure;
        }

        @Override
        public String toString() {
            if (failure != null) {
                return "a transfer, to fail with " + failure;
            }
            return out == null ? "exchanging %s, sending anything".formatted(in.length) : text(out, in.length);
        }
    }
}
