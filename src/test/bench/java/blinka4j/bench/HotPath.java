// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.fake.FakeProvider;
import blinka4j.fake.QuietProvider;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.pwmio.PWMOut;
import blinka4j.register.Bits;
import blinka4j.register.Register;
import blinka4j.register.Registers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The time that the API adds to a call of its port. {@code -prof gc} shows the allocated bytes, which must be 0. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(2)
public class HotPath {
    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, new QuietProvider());
    private final DigitalInOut input = new DigitalInOut(new Pin("D17", hardware));
    private final DigitalInOut output = new DigitalInOut(new Pin("D18", hardware));
    private final PWMOut pwm = new PWMOut(new Pin("D13", hardware));
    private final I2C i2c = new I2C(hardware);
    private final I2CDevice device = new I2CDevice(i2c, 0x76);
    private final Register register = new Registers(device).u16le(0x88);
    private final Bits bits = new Registers(device).u8(0xf4).bits(2, 3);
    private final SPI spi = new SPI(hardware);
    private final SPIDevice selectedByController = new SPIDevice(spi, new Pin("CE0", hardware));
    private final SPIDevice selectedByHand = new SPIDevice(spi, new DigitalInOut(new Pin("D5", hardware)));
    private final byte[] out = new byte[8];
    private final byte[] in = new byte[8];
    private boolean level;
    private int dutyCycle;

    public HotPath() {
        output.switchToOutput();
    }

    @TearDown
    public void close() {
        hardware.close();
    }

    @Benchmark
    public boolean value() {
        return input.value();
    }

    @Benchmark
    public void setValue() {
        level = !level;
        output.value(level);
    }

    @Benchmark
    public void setDutyCycle() {
        dutyCycle = dutyCycle + 1 & 0xFFFF;
        pwm.dutyCycle(dutyCycle);
    }

    @Benchmark
    public byte writeToThenReadFrom() {
        i2c.writeToThenReadFrom(0x76, out, in);
        return in[0];
    }

    @Benchmark
    public byte writeThenReadIntoSlices() {
        device.writeThenReadInto(in, 0, 1, in, 1, 3);
        return in[1];
    }

    @Benchmark
    public long registerGet() {
        return register.get();
    }

    @Benchmark
    public void registerSet() {
        register.set(0x1234);
    }

    @Benchmark
    public int bitsGet() {
        return bits.get();
    }

    @Benchmark
    public void bitsSet() {
        bits.set(5);
    }

    @Benchmark
    public byte spiSelectedByController() {
        selectedByController.writeReadInto(out, in);
        return in[0];
    }

    @Benchmark
    public byte spiSelectedByHand() {
        selectedByHand.writeReadInto(out, in);
        return in[0];
    }
}
