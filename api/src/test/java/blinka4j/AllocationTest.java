// SPDX-License-Identifier: MIT
package blinka4j;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.busdevice.I2CDevice;
import blinka4j.busdevice.SPIDevice;
import blinka4j.busio.BusClock;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Direction;
import blinka4j.fake.FakeGpio;
import blinka4j.fake.FakeProvider;
import blinka4j.fake.QuietProvider;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.neopixelwrite.NeoPixelOut;
import blinka4j.pixelbuf.PixelBuf;
import blinka4j.provider.I2CPort;
import blinka4j.pulseio.PulseIn;
import blinka4j.pwmio.PWMOut;
import blinka4j.register.Bits;
import blinka4j.register.Choice;
import blinka4j.register.Register;
import blinka4j.register.RegisterArray;
import blinka4j.register.Registers;
import blinka4j.register.Scaled;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The hot path allocates nothing. Most calls of the first rounds are interpreted, when the compiler has no chance to
 * remove an allocation.
 */
class AllocationTest {
    private static final int CALLS = 20_000;
    private static final int ROUNDS = 5;

    /** Calls between two looks at what has been allocated. */
    private static final int BLOCK = 100;

    /**
     * The virtual machine allocates on the thread that measures when it links call sites or loads a class, some of it late and
     * in one piece. So this counts blocks and not bytes: one in a hundred may allocate. An object that each call makes until the
     * compiler removes it is in many more.
     */
    private static final int MARGIN = ROUNDS * CALLS / BLOCK / 100;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, new QuietProvider());
    private final DigitalInOut pin = new DigitalInOut(new Pin("D18", hardware));
    private final PWMOut pwm = new PWMOut(new Pin("D13", hardware), 0, 500, true);
    private final I2C i2c = new I2C(hardware);
    private final I2CDevice i2cDevice = new I2CDevice(i2c, 0x76);
    private final SPI spi = new SPI(hardware);
    private final SPIDevice spiDevice = new SPIDevice(spi, new Pin("CE0", hardware));
    private final DigitalInOut chipSelect = new DigitalInOut(new Pin("D5", hardware));
    private final SPIDevice byHand = new SPIDevice(spi, chipSelect);
    private final byte[] out = new byte[4];
    private final byte[] in = new byte[4];

    /** Keeps results alive, so that no call is optimised away. */
    private long sink;

    @AfterEach
    void close() {
        hardware.close();
    }

    private static void allocatesNothing(Runnable call) {
        assertThat(THREADS.isThreadAllocatedMemorySupported())
                .as("this virtual machine counts what a thread allocates")
                .isTrue();
        THREADS.setThreadAllocatedMemoryEnabled(true);
        call.run();
        int allocating = 0;
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long began = THREADS.getCurrentThreadAllocatedBytes();
            for (int block = 0; block < CALLS / BLOCK; block++) {
                long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < BLOCK; i++) {
                    call.run();
                }
                allocating += THREADS.getCurrentThreadAllocatedBytes() > before ? 1 : 0;
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - began);
        }
        assertThat(least).as("bytes allocated by %s calls", CALLS).isZero();
        assertThat(allocating)
                .as("of %s blocks of %s calls, those that allocated", ROUNDS * CALLS / BLOCK, BLOCK)
                .isLessThan(MARGIN);
    }

    @Test
    void readingAPin() {
        allocatesNothing(() -> sink += pin.value() ? 1 : 0);
    }

    @Test
    void drivingAPin() {
        pin.switchToOutput();
        allocatesNothing(() -> pin.value(true));
    }

    @Test
    void switchingAPin() {
        allocatesNothing(() -> {
            pin.switchToOutput(true);
            pin.switchToInput(null);
        });
    }

    @Test
    void recordingAPulse() {
        FakeGpio line = new FakeGpio();
        PulseIn pulses = new PulseIn(line, 100, true);
        allocatesNothing(() -> {
            sink++;
            line.listener.edge(sink % 2 == 0, sink * 1000, sink);
        });
        allocatesNothing(() -> sink += pulses.get(pulses.length() - 1));
    }

    @Test
    void changingADutyCycle() {
        allocatesNothing(() -> pwm.dutyCycle(0x1234));
    }

    @Test
    void changingAFrequency() {
        allocatesNothing(() -> {
            pwm.frequency(440);
            pwm.frequency(880);
        });
    }

    @Test
    void anI2cTransfer() {
        allocatesNothing(() -> i2c.writeToThenReadFrom(0x76, out, in));
    }

    @Test
    void slicesOfAnI2cTransfer() {
        allocatesNothing(() -> i2cDevice.writeThenReadInto(in, 0, 1, in, 1, 4));
    }

    @Test
    void readingARegister() {
        Register register = new Registers(i2cDevice).u16le(0x88);
        allocatesNothing(() -> sink += register.get());
    }

    @Test
    void writingARegister() {
        Register register = new Registers(i2cDevice).u16be(0x88);
        allocatesNothing(() -> register.set(0x1234));
    }

    @Test
    void readingBits() {
        Bits bits = new Registers(i2cDevice).u8(0xf4).bits(2, 3);
        allocatesNothing(() -> sink += bits.get());
    }

    @Test
    void writingBits() {
        Bits bits = new Registers(i2cDevice).u8(0xf4).bits(2, 3);
        allocatesNothing(() -> bits.set(5));
    }

    @Test
    void aScaledNumber() {
        Scaled limit = new Registers(i2cDevice).u16be(2).bits(2, 11).signed().scaled(0.25, "limit", "°C");
        allocatesNothing(() -> {
            limit.set(-12.5);
            sink += (long) limit.get();
        });
    }

    @Test
    void aChoice() {
        Choice<Direction> choice = new Registers(i2cDevice).u8(3).bit(2).choice(Direction.values());
        allocatesNothing(() -> {
            choice.set(Direction.OUTPUT);
            sink += choice.get() == Direction.OUTPUT ? 1 : 0;
        });
    }

    @Test
    void fieldsOfABlock() {
        Registers chip = new Registers(i2cDevice);
        Bits bits = chip.u8(3).bits(3, 4);
        Choice<Direction> choice = chip.u8(3).bit(2).choice(Direction.values());
        allocatesNothing(() -> {
            chip.readInto(2, in);
            bits.into(in, 2, 5);
            choice.into(in, 2, Direction.OUTPUT);
            sink += bits.from(in, 2) + (choice.from(in, 2) == Direction.OUTPUT ? 1 : 0);
        });
    }

    @Test
    void aSteadyRegister() {
        Register register = new Registers(new I2CDevice(new I2C(new ConstantI2C()), 0x76, false))
                .u8(0x02)
                .steady();
        allocatesNothing(() -> sink += register.get());
    }

    @Test
    void aQuery() {
        allocatesNothing(() -> i2cDevice.query(Duration.ZERO, out, in));
    }

    @Test
    void theTimeOfABus() {
        BusClock clock = new BusClock(i2cDevice.i2c());
        allocatesNothing(() -> sink += clock.nanos());
    }

    @Test
    void readingAnArrayOfRegisters() {
        RegisterArray axes = new Registers(i2cDevice).u16be(3).signed().array(3);
        long[] values = new long[3];
        allocatesNothing(() -> axes.readInto(values));
    }

    @Test
    void anSpiTransferWithTheControllersChipSelect() {
        allocatesNothing(() -> spiDevice.writeReadInto(out, in));
    }

    @Test
    void anSpiTransferWithAChipSelectByHand() {
        allocatesNothing(() -> byHand.writeReadInto(out, in));
    }

    @Test
    void anSpiTransferThatChangesTheSettings() {
        allocatesNothing(() -> {
            spiDevice.write(out, 0, 1);
            byHand.readInto(in);
        });
    }

    @Test
    void aRegisterOverSpi() {
        Register register = new Registers(spiDevice).u8(0xd0);
        allocatesNothing(() -> sink += register.get());
    }

    @Test
    void settingAndShowingAStrip() {
        NeoPixelOut strip = new NeoPixelOut(spi);
        PixelBuf pixels = new PixelBuf(8, "GRB", 0.5, false) {
            @Override
            protected void transmit(byte[] buffer) {
                strip.write(buffer);
            }
        };
        allocatesNothing(() -> {
            pixels.set(-1, 0x123456);
            pixels.set(0, 1, 2, 3);
            pixels.show();
        });
    }

    /** Each register is the same at each reading. */
    private static final class ConstantI2C implements I2CPort {
        @Override
        public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {}

        @Override
        public String name() {
            return "constant";
        }

        @Override
        public void close() {}
    }
}
