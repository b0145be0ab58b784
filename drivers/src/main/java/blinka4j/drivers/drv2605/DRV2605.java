// SPDX-License-Identifier: MIT
package blinka4j.drivers.drv2605;

import blinka4j.BusException;
import blinka4j.busio.BusHold;
import blinka4j.busio.I2C;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.RegisterArray;
import blinka4j.register.Registers;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * Texas Instruments DRV2605 and DRV2605L vibration motor drivers, with a library of 123 effects. If the chip lost its settings, because
 * its power failed, {@link #play()} and {@link #mode()} raise a {@link BusException}. Safe to share between threads.
 *
 * <p><a href="https://www.ti.com/lit/ds/symlink/drv2605l.pdf">Data sheet</a>; port of <a
 * href="https://github.com/adafruit/Adafruit_CircuitPython_DRV2605">Adafruit_CircuitPython_DRV2605</a>.
 */
public final class DRV2605 {
    /** The only address of the chip. */
    public static final int DEFAULT_ADDRESS = 0x5A;

    private static final int MODE = 0x01;

    private final Registers chip;
    private final Choice<Mode> mode;
    private final Register realtime;
    private final Choice<Library> library;
    private final RegisterArray slots;
    private final Register go;
    private final Bits lra;
    private final Sequence sequence = new Sequence();
    /** The mode as it was last read; used with the bus locked. */
    private final byte[] found = new byte[1];

    /** What makes the motor vibrate: {@link #play()}, the pin IN/TRIG, sound, or {@link #realtimeValue(int)}. */
    public enum Mode {
        MODE_INTTRIG,
        MODE_EXTTRIGEDGE,
        MODE_EXTTRIGLVL,
        MODE_PWMANALOG,
        MODE_AUDIOVIBE,
        MODE_REALTIME,
        MODE_DIAGNOS,
        MODE_AUTOCAL
    }

    /** Effects for five kinds of eccentric motors, and for linear ones. The data sheet says which motor needs which. */
    public enum Library {
        LIBRARY_EMPTY,
        LIBRARY_TS2200A,
        LIBRARY_TS2200B,
        LIBRARY_TS2200C,
        LIBRARY_TS2200D,
        LIBRARY_TS2200E,
        LIBRARY_LRA
    }

    /** What a slot of the {@link Sequence} has. */
    public sealed interface Slot permits Effect, Pause {
        /** The register of the slot: 0 to 255. */
        int rawValue();
    }

    /** What {@link #play()} plays: the slots 0 to 7, up to the first {@code Effect(0)}. */
    public final class Sequence implements Iterable<Slot> {
        private Sequence() {}

        /**
         * Reads a slot, 0 to 7.
         *
         * @throws blinka4j.BusException if the chip has an effect that there is not: it was read wrong
         */
        public Slot get(int slot) {
            int raw = (int) slots.get(slot);
            if (raw > Effect.MOST && raw < Pause.WAIT) {
                throw chip.misread("effect %s, of 0 to %s".formatted(raw, Effect.MOST));
            }
            return raw < Pause.WAIT ? new Effect(raw) : new Pause((raw - Pause.WAIT) / 100.0);
        }

        public void set(int slot, Slot effect) {
            slots.set(slot, effect.rawValue());
        }

        /** All slots. Each is read when it is its turn. */
        @Override
        public Iterator<Slot> iterator() {
            return IntStream.range(0, slots.length()).mapToObj(this::get).iterator();
        }

        @Override
        public String toString() {
            return "sequence of DRV2605 at %s".formatted(chip);
        }
    }

    public DRV2605(I2C i2c) {
        this(i2c, DEFAULT_ADDRESS);
    }

    /**
     * Wakes the chip, for an eccentric motor in open loop, with the library A and a strong click in the sequence.
     *
     * @throws blinka4j.DeviceNotFoundException if nothing answers at {@code address}, or another chip does
     */
    public DRV2605(I2C i2c, int address) {
        chip = new Registers(i2c, address);
        if (chip.u8(0x00).bits(5, 3).get() != 7) {
            chip.u8(0x00).require(0xE0, 0x60, "DRV2605 or DRV2605L");
        }
        mode = chip.u8(MODE).bits(0, 3).alone().choice(Mode.values());
        realtime = chip.u8(0x02);
        library = chip.u8(0x03).bits(0, 3).alone().choice(Library.values());
        slots = chip.u8(0x04).array(8);
        go = chip.u8(0x0C);
        lra = chip.u8(0x1A).steady().bit(7);
        mode(Mode.MODE_INTTRIG);
        realtimeValue(0);
        slots.set(0, 1);
        slots.set(1, 0);
        for (int offset = 0x0D; offset <= 0x10; offset++) {
            chip.u8(offset).set(0);
        }
        // The sound that makes a full vibration.
        chip.u8(0x13).set(0x64);
        useERM();
        chip.u8(0x1D).steady().bit(5).set(true);
        library(Library.LIBRARY_TS2200A);
    }

    /** Starts to play the sequence, and returns at once. */
    public void play() {
        BusHold hold = chip.lock();
        try (hold) {
            mode();
            go.set(1);
        }
    }

    public void stop() {
        go.set(0);
    }

    /** What makes the motor vibrate; {@link Mode#MODE_INTTRIG} at first. */
    public Mode mode() {
        BusHold hold = chip.lock();
        try (hold) {
            chip.readInto(MODE, found);
            if ((found[0] & 0x40) != 0) {
                // It is in standby, as after power-on.
                throw BusException.settingsLost(chip, "DRV2605");
            }
            return mode.from(found, MODE);
        }
    }

    /** Also ends standby. */
    public void mode(Mode mode) {
        this.mode.set(mode);
    }

    /** The library of effects; {@link Library#LIBRARY_TS2200A} at first. */
    public Library library() {
        return library.get();
    }

    /** Also connects the motor, if it was at high impedance. */
    public void library(Library library) {
        this.library.set(library);
    }

    public Sequence sequence() {
        return sequence;
    }

    /** The register of {@link #realtimeValue(int)}: 0 to 255, also for a negative value. */
    public int realtimeValue() {
        return (int) realtime.get();
    }

    /** The vibration in {@link Mode#MODE_REALTIME}: −127, which brakes or reverses, to 127; to 255 if the chip is set to unsigned. */
    public void realtimeValue(int value) {
        if (value < -127 || value > 255) {
            throw new IllegalArgumentException("realtimeValue cannot be %s: expected -127 to 255".formatted(value));
        }
        realtime.set(value & 0xff);
    }

    /** Sets an effect, 0 to 123, as the first one. */
    public void setWaveform(int effectId) {
        setWaveform(effectId, 0);
    }

    /** Sets an effect, 0 to 123, for a slot, 0 to 7. */
    public void setWaveform(int effectId, int slot) {
        if (slot < 0 || slot >= slots.length()) {
            throw new IllegalArgumentException("slot cannot be %s: expected 0 to 7".formatted(slot));
        }
        sequence.set(slot, new Effect(effectId));
    }

    /** The motor has an eccentric weight, as at first. */
    public void useERM() {
        lra.set(false);
    }

    /** The motor is a linear one. It also needs {@link Library#LIBRARY_LRA}. */
    public void useLRM() {
        lra.set(true);
    }
}
