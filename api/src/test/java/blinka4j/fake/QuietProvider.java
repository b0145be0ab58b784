// SPDX-License-Identifier: MIT
package blinka4j.fake;

import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Host;
import blinka4j.provider.I2CPort;
import blinka4j.provider.Line;
import blinka4j.provider.Provider;
import blinka4j.provider.PwmPort;
import blinka4j.provider.SpiPort;
import org.jspecify.annotations.Nullable;

/** A provider whose ports do nothing and allocate nothing, to measure the cost of the API above them. */
public final class QuietProvider implements Provider {
    @Override
    public String name() {
        return "quiet";
    }

    @Override
    public Probe probe(Host host) {
        return new Probe.Usable(0);
    }

    @Override
    public GpioPort openGpio(Line line, String consumer) {
        return new Gpio();
    }

    @Override
    public I2CPort openI2c(I2CBus bus, int frequency, int timeoutMicros) {
        return new I2C();
    }

    @Override
    public SpiPort openSpi(SpiBus bus) {
        return new Spi();
    }

    @Override
    public PwmPort openPwm(PwmChannel channel) {
        return new Pwm();
    }

    private static final class Gpio implements GpioPort {
        private boolean level;

        @Override
        public void input(Bias bias) {}

        @Override
        public void output(boolean value, boolean openDrain) {
            level = value;
        }

        @Override
        public boolean read() {
            return level;
        }

        @Override
        public void write(boolean value) {
            level = value;
        }

        @Override
        public void drive(boolean openDrain) {}

        @Override
        public void watch(boolean rising, boolean falling, long debounceNanos, EdgeListener listener) {}

        @Override
        public void unwatch() {}

        @Override
        public void close() {}
    }

    private static final class I2C implements I2CPort {
        private byte count;

        @Override
        public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
            if (inEnd > inStart) {
                in[inStart] = count++;
            }
        }

        @Override
        public String name() {
            return "/dev/i2c-1";
        }

        @Override
        public void close() {}
    }

    private static final class Spi implements SpiPort {
        private byte count;

        @Override
        public int configure(Settings settings) {
            return settings.baudrate();
        }

        @Override
        public void transfer(
                byte @Nullable [] out,
                int outStart,
                byte @Nullable [] in,
                int inStart,
                int length,
                boolean keepSelected) {
            if (in != null && length > 0) {
                in[inStart] = count++;
            }
        }

        @Override
        public String name() {
            return "/dev/spidev0";
        }

        @Override
        public void close() {}
    }

    private static final class Pwm implements PwmPort {
        private long sum;

        @Override
        public void set(long periodNanos, long highNanos) {
            sum += periodNanos - highNanos;
        }

        @Override
        public String name() {
            return "quiet:0";
        }

        @Override
        public void close() {}
    }
}
