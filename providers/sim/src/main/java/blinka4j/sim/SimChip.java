// SPDX-License-Identifier: MIT
package blinka4j.sim;

import blinka4j.provider.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The common part of simulated chips. A chip declares what it {@link #measures} and which registers or commands answer
 * {@linkplain #onI2c on I2C}, {@linkplain #onSpi on SPI} or {@linkplain #onOneWire on 1-Wire}; this class passes the bus's calls on to them.
 *
 * <pre>{@code
 * public final class SimThermometer extends SimChip {
 *     private final Quantity temperature = measures("temperature", -40, 125, "°C", 20);
 *
 *     public SimThermometer() {
 *         WordRegisters registers = new WordRegisters();
 *         registers.onRead(register -> registers.word(0, (int) Math.round(temperature.value() * 16)));
 *         onI2c(registers);
 *     }
 * }
 * }</pre>
 *
 * <p>Calls of the bus hold this object's monitor. A method that a test calls, and that uses more than one field, must be
 * synchronized too.
 */
public abstract class SimChip implements SimI2CDevice, SimSpiDevice, SimOneWireDevice {
    private final List<Quantity> quantities = new ArrayList<>();
    private SimClock clock = new SimClock();
    private @Nullable SimI2CBus bus;
    private @Nullable SimI2CDevice i2c;
    private @Nullable SimSpiDevice spi;
    private @Nullable SimOneWireDevice oneWire;
    private @Nullable Picture picture;

    /** All that the chip measures, in the order of its declarations. */
    public final List<Quantity> quantities() {
        return List.copyOf(quantities);
    }

    /**
     * The quantity of this name.
     *
     * @throws IllegalArgumentException if the chip has none of that name; the message lists those it has
     */
    public final Quantity quantity(String name) {
        List<String> names = quantities.stream().map(Quantity::name).toList();
        if (!names.contains(name)) {
            String likely = Nearest.likely(name, names);
            throw new IllegalArgumentException("%s has no quantity '%s'.%s It has: %s."
                    .formatted(
                            this,
                            name,
                            likely.isEmpty() ? "" : " Did you mean '%s'?".formatted(likely),
                            names.isEmpty() ? "none" : String.join(", ", names)));
        }
        return quantities.get(names.indexOf(name));
    }

    /** What the chip shows, now and in future; empty if it is no display. */
    public final Optional<Picture> picture() {
        return Optional.ofNullable(picture);
    }

    /** Declares that the chip shows this many pixels. */
    protected final void shows(int width, int height, Picture.Pixels pixels) {
        picture = new Picture(width, height, pixels);
    }

    /** Declares a quantity with its range, its unit and its first value. */
    protected final Quantity measures(String name, double least, double most, String unit, double first) {
        Quantity quantity = new Quantity(name, least, most, unit, first);
        quantities.add(quantity);
        return quantity;
    }

    /** Declares the registers or commands that answer on I2C. */
    protected final void onI2c(SimI2CDevice registers) {
        i2c = registers;
    }

    /** Declares the registers that answer on SPI. */
    protected final void onSpi(SimSpiDevice registers) {
        spi = registers;
    }

    /** Declares what answers on 1-Wire. */
    protected final void onOneWire(SimOneWireDevice commands) {
        oneWire = commands;
    }

    /** The chip's time: the clock of the bus that it is attached to. */
    protected final SimClock clock() {
        return clock;
    }

    /** Makes the chip answer at another address of its I2C bus from now on, and no longer at the present one. */
    protected final void moveTo(int address) {
        if (bus != null) {
            bus.move(this, address);
        }
    }

    /**
     * Puts the chip into its first state. Called when it is attached to a bus. {@link Registers8}, {@link WordRegisters} and
     * {@link Commands} that the chip declares are in theirs then; this is for all else.
     */
    protected void powerOn() {}

    @Override
    public final synchronized void attached(SimI2CBus bus) {
        i2c().attached(bus);
        this.bus = bus;
        clock = bus.clock();
        powerOn();
    }

    @Override
    public synchronized boolean start(boolean read) {
        return i2c().start(read);
    }

    @Override
    public synchronized boolean write(int value) {
        return i2c().write(value);
    }

    @Override
    public synchronized int read() {
        return i2c().read();
    }

    @Override
    public synchronized void stop() {
        i2c().stop();
    }

    @Override
    public final synchronized void attached(SimSpiBus bus) {
        spi().attached(bus);
        clock = bus.clock();
        powerOn();
    }

    @Override
    public synchronized void selected() {
        spi().selected();
    }

    @Override
    public synchronized int exchange(int out) {
        return spi().exchange(out);
    }

    @Override
    public synchronized void deselected() {
        spi().deselected();
    }

    @Override
    public final synchronized void attached(SimOneWireBus bus) {
        oneWire().attached(bus);
        clock = bus.clock();
        powerOn();
    }

    @Override
    public synchronized void resetPulse() {
        oneWire().resetPulse();
    }

    @Override
    public synchronized boolean timeSlot(boolean bit) {
        return oneWire().timeSlot(bit);
    }

    /** The chip's class. */
    @Override
    public String toString() {
        return getClass().getSimpleName();
    }

    private SimI2CDevice i2c() {
        if (i2c == null) {
            throw new IllegalArgumentException("%s has no I2C. %s".formatted(this, otherBus()));
        }
        return i2c;
    }

    private SimSpiDevice spi() {
        if (spi == null) {
            throw new IllegalArgumentException("%s has no SPI. %s".formatted(this, otherBus()));
        }
        return spi;
    }

    private SimOneWireDevice oneWire() {
        if (oneWire == null) {
            throw new IllegalArgumentException("%s has no 1-Wire. %s".formatted(this, otherBus()));
        }
        return oneWire;
    }

    private String otherBus() {
        return "Attach it to %s bus.".formatted(i2c != null ? "an I2C" : spi != null ? "an SPI" : "a 1-Wire");
    }
}
