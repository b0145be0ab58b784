// SPDX-License-Identifier: MIT
package blinka4j.python;

import blinka4j.analogio.AnalogIn;
import blinka4j.analogio.AnalogOut;
import blinka4j.bitbangio.BitbangIO;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.microcontroller.Microcontroller;
import blinka4j.microcontroller.Pin;
import blinka4j.neopixelwrite.NeoPixelOut;
import blinka4j.onewireio.OneWire;
import blinka4j.provider.Clock;
import blinka4j.provider.I2CPort;
import blinka4j.provider.Nearest;
import blinka4j.provider.SpiPort;
import blinka4j.pulseio.PulseIn;
import blinka4j.pulseio.PulseOut;
import blinka4j.pwmio.PWMOut;
import blinka4j.rainbowio.RainbowIO;
import blinka4j.runtime.Blinka;
import blinka4j.sim.SimClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What CircuitPython has in C: the board and its pins and buses. The Python modules in the resources use it as {@code _blinka}. Its methods
 * raise Python's errors.
 */
public final class Native {
    /** A longer sleep in real time is done in parts, between which Python looks for Ctrl-C. */
    private static final long LONGEST_SLEEP_NANOS = 50_000_000;

    private final Blinka blinka;
    private final Clock clock;
    private final long longestSleep;
    private final Errors errors = new Errors();
    private final Buffers buffers = new Buffers(errors);
    private final Map<Pin, NeoPixelOut> strips = new HashMap<>();
    /**
     * What the program has opened. On real hardware, one that it has forgotten may be garbage, and is closed then. Nothing else closes it on
     * a simulated board.
     */
    private final Set<Resource> opened;

    Native(Blinka blinka) {
        this.blinka = blinka;
        this.clock = blinka.provider().clock();
        boolean stands = clock instanceof SimClock simulated && !simulated.isRunning();
        longestSleep = stands ? Long.MAX_VALUE : LONGEST_SLEEP_NANOS;
        boolean real = blinka.provider().standsFor().isEmpty();
        opened = Collections.newSetFromMap(real ? new WeakHashMap<>() : new HashMap<>());
    }

    /** Sets the function that raises an error: see {@link Errors}. */
    public void raiseWith(Value function) {
        errors.raiseWith(function);
    }

    /** The source of a module of this library, such as {@code core/board.py}; null if there is none. */
    public @Nullable String source(String name) throws IOException {
        try (InputStream in = Native.class.getResourceAsStream(name)) {
            return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public long monotonicNanos() {
        clock.polled();
        return clock.nanos();
    }

    /**
     * Sleeps on the board's clock until a time, but not for long.
     *
     * @return whether that time has come
     */
    public boolean sleepUntil(long nanos) {
        long left = nanos - clock.nanos();
        try {
            clock.sleep(Math.max(0, Math.min(left, longestSleep)));
        } catch (InterruptedException e) {
            throw errors.interrupted();
        }
        return left <= longestSleep;
    }

    public String boardId() {
        return blinka.board().id();
    }

    public List<String> pinNames() {
        return List.copyOf(new TreeSet<>(blinka.board().pins().keySet()));
    }

    /** The pin with this name; null if the board has none. */
    public @Nullable Pin pin(String name) {
        return blinka.board().pins().containsKey(name) ? blinka.pin(name) : null;
    }

    /** The message for a pin that the board lacks. */
    public String noPin(String name) {
        String meant = Nearest.pin(name, pinNames());
        return "%s has no pin %s.%s It has %s."
                .formatted(
                        blinka.board().name(),
                        name,
                        meant.isEmpty() ? "" : " Did you mean board.%s?".formatted(meant),
                        String.join(", ", pinNames()));
    }

    public I2CResource boardI2c() {
        return errors.get(() -> new I2CResource(errors, blinka.i2c()));
    }

    public SPIResource boardSpi() {
        return errors.get(() -> new SPIResource(errors, blinka.spi()));
    }

    public UARTResource boardUart() {
        return errors.get(() -> new UARTResource(errors, blinka.uart()));
    }

    public I2CResource i2c(Pin scl, Pin sda, int frequency, int timeout) {
        return open(() -> new I2CResource(errors, new I2C(scl, sda, frequency, timeout)));
    }

    /** A bus that is not on the board, of {@code blinka4j.provider.I2CPort}. */
    public I2CResource i2cOn(I2CPort port) {
        return open(() -> new I2CResource(errors, new I2C(port)));
    }

    /** A bus that is not on the board, of {@code blinka4j.provider.SpiPort}. */
    public SPIResource spiOn(SpiPort port) {
        return open(() -> new SPIResource(errors, new SPI(port)));
    }

    public SPIResource spi(Pin clockPin, @Nullable Pin mosi, @Nullable Pin miso) {
        return open(() -> new SPIResource(errors, new SPI(clockPin, mosi, miso)));
    }

    /** @param parity {@code EVEN}, {@code ODD} or null */
    public UARTResource uart(
            @Nullable Pin tx,
            @Nullable Pin rx,
            int baudrate,
            int bits,
            @Nullable String parity,
            int stop,
            double timeout) {
        return open(() -> new UARTResource(
                errors,
                new UART(tx, rx, baudrate, bits, parity == null ? null : UART.Parity.valueOf(parity), stop, timeout)));
    }

    public I2CResource bitbangI2c(Pin scl, Pin sda, int frequency, int timeout) {
        return open(() -> new I2CResource(errors, BitbangIO.i2c(scl, sda, frequency, timeout)));
    }

    public SPIResource bitbangSpi(Pin clockPin, @Nullable Pin mosi, @Nullable Pin miso) {
        return open(() -> new SPIResource(errors, BitbangIO.spi(clockPin, mosi, miso)));
    }

    public DigitalResource digital(Pin pin) {
        return open(() -> new DigitalResource(errors, pin, new DigitalInOut(pin)));
    }

    public PWMResource pwm(Pin pin, int dutyCycle, int frequency, boolean variableFrequency) {
        return open(() -> new PWMResource(errors, new PWMOut(pin, dutyCycle, frequency, variableFrequency)));
    }

    public AnalogInResource analogIn(Pin pin) {
        return open(() -> new AnalogInResource(errors, new AnalogIn(pin)));
    }

    public AnalogOutResource analogOut(Pin pin) {
        return open(() -> new AnalogOutResource(errors, new AnalogOut(pin)));
    }

    public PulseResource pulseIn(Pin pin, int maxlen, boolean idleState) {
        return open(() -> new PulseResource(errors, new PulseIn(pin, maxlen, idleState)));
    }

    public PulseOutResource pulseOut(Pin pin, int frequency, int dutyCycle) {
        return open(() -> new PulseOutResource(errors, new PulseOut(pin, frequency, dutyCycle)));
    }

    public OneWireResource oneWire(Pin pin) {
        return open(() -> new OneWireResource(errors, new OneWire(pin)));
    }

    /** Writes the bytes of a strip of NeoPixels. Its data come from the SPI bus of the pin, so the pin itself is freed. */
    public void neopixelWrite(DigitalResource output, Value buffer) {
        byte[] bytes = buffers.read(buffer, 0, Long.MAX_VALUE);
        errors.get(() -> {
            synchronized (strips) {
                output.deinit();
                strips.computeIfAbsent(output.pin(), NeoPixelOut::new).write(bytes);
            }
            return Boolean.TRUE;
        });
    }

    /** Frees the bus of a strip that was written. */
    public void neopixelEnd(DigitalResource output) {
        errors.get(() -> {
            synchronized (strips) {
                NeoPixelOut out = strips.remove(output.pin());
                if (out != null) {
                    out.close();
                }
            }
            return Boolean.TRUE;
        });
    }

    private <R extends Resource> R open(Supplier<R> opener) {
        R resource = errors.get(opener);
        synchronized (opened) {
            opened.removeIf(Resource::isDeinited);
            opened.add(resource);
        }
        return resource;
    }

    /** Closes what the program has left open, as at the end of a program on a microcontroller. The board's own buses stay open. */
    void close() {
        List<AutoCloseable> left = new ArrayList<>();
        synchronized (strips) {
            left.addAll(strips.values());
            strips.clear();
        }
        synchronized (opened) {
            opened.forEach(resource -> left.add(resource.front()));
            opened.clear();
        }
        for (AutoCloseable each : left) {
            try {
                each.close();
            } catch (Exception e) {
                // The program has ended, and its own error matters more.
            }
        }
    }

    public int colorwheel(double position) {
        return RainbowIO.colorwheel(position);
    }

    public double cpuTemperature() {
        return errors.get(() -> Microcontroller.cpu().temperature());
    }

    public long cpuFrequency() {
        return errors.get(() -> Microcontroller.cpu().frequency());
    }

    public double cpuVoltage() {
        return errors.get(() -> Microcontroller.cpu().voltage());
    }

    /** In hexadecimal. */
    public String cpuUid() {
        return errors.get(() -> HexFormat.of().formatHex(Microcontroller.cpu().uid()));
    }

    public void delayUs(long micros) {
        clock.delay(micros * 1000);
    }
}
