// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import com.pi4j.context.Context;
import com.pi4j.extension.Plugin;
import com.pi4j.extension.PluginService;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.i2c.I2CBase;
import com.pi4j.io.i2c.I2CBusBase;
import com.pi4j.io.i2c.I2CConfig;
import com.pi4j.io.i2c.I2CProvider;
import com.pi4j.io.i2c.I2CProviderBase;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmBase;
import com.pi4j.io.pwm.PwmConfig;
import com.pi4j.io.pwm.PwmProvider;
import com.pi4j.io.pwm.PwmProviderBase;
import com.pi4j.io.spi.Spi;
import com.pi4j.io.spi.SpiBase;
import com.pi4j.io.spi.SpiConfig;
import com.pi4j.io.spi.SpiProvider;
import com.pi4j.io.spi.SpiProviderBase;
import com.pi4j.provider.Provider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A plugin of Pi4J that logs all calls. It is compiled against Pi4J 2 and also runs on 3 and 4. A test sets the start of its
 * providers' ids, so that it is treated as a plugin with known faults.
 */
public final class FakePlugin implements Plugin {
    /** The calls since {@link #reset}, one line each. */
    static final List<String> LOG = new ArrayList<>();

    static final List<FakeInput> INPUTS = new ArrayList<>();
    static final List<Context> CONTEXTS = new ArrayList<>();

    static String prefix = "fake";
    /** The message of the error with which the next call fails; empty for none. */
    static String error = "";

    static boolean spiSaysClosed;
    static int spiResult;

    /** Clears all state, and sets the start of the ids. */
    static void reset(String newPrefix) {
        LOG.clear();
        INPUTS.clear();
        CONTEXTS.clear();
        prefix = newPrefix;
        error = "";
        spiSaysClosed = false;
        spiResult = 0;
    }

    private static void fail() {
        if (!error.isEmpty()) {
            String text = error;
            error = "";
            throw new com.pi4j.exception.Pi4JException("Failed to execute action", new java.io.IOException(text));
        }
    }

    @Override
    public void initialize(PluginService service) {
        CONTEXTS.add(service.context());
        service.register(new Provider<?, ?, ?>[] {new Inputs(), new Outputs(), new I2Cs(), new Spis(), new Pwms()});
    }

    static final class Inputs extends DigitalInputProviderBase implements DigitalInputProvider {
        Inputs() {
            super(prefix + "-digital-input", prefix + " inputs");
        }

        @Override
        public int getPriority() {
            return 1000;
        }

        @Override
        public DigitalInput create(DigitalInputConfig config) {
            LOG.add("input %s %s debounce %s"
                    .formatted(config.address(), config.getPull().name(), config.getDebounce()));
            fail();
            FakeInput input = new FakeInput(this, config);
            context.registry().add(input);
            INPUTS.add(input);
            return input;
        }
    }

    static final class FakeInput extends DigitalInputBase {
        private DigitalState state = DigitalState.LOW;

        FakeInput(DigitalInputProvider provider, DigitalInputConfig config) {
            super(provider, config);
        }

        @Override
        public DigitalState state() {
            fail();
            return state;
        }

        void drive(boolean high) {
            state = high ? DigitalState.HIGH : DigitalState.LOW;
            dispatch(new DigitalStateChangeEvent<>(this, state));
        }
    }

    static final class Outputs extends DigitalOutputProviderBase implements DigitalOutputProvider {
        Outputs() {
            super(prefix + "-digital-output", prefix + " outputs");
        }

        @Override
        public int getPriority() {
            return 1000;
        }

        @Override
        public DigitalOutput create(DigitalOutputConfig config) {
            LOG.add("output %s %s shutdown %s"
                    .formatted(config.address(), config.initialState(), config.shutdownState()));
            fail();
            FakeOutput output = new FakeOutput(this, config);
            context.registry().add(output);
            output.made = true;
            return output;
        }
    }

    static final class FakeOutput extends DigitalOutputBase {
        private boolean made;

        FakeOutput(DigitalOutputProvider provider, DigitalOutputConfig config) {
            super(provider, config);
        }

        @Override
        public DigitalOutput state(DigitalState state) {
            if (made) {
                LOG.add("drive " + state);
                fail();
            }
            return super.state(state);
        }
    }

    static final class I2Cs extends I2CProviderBase implements I2CProvider {
        I2Cs() {
            super(prefix + "-i2c", prefix + " I2C");
        }

        @Override
        public int getPriority() {
            return 1000;
        }

        @Override
        public I2C create(I2CConfig config) {
            LOG.add("i2c %s 0x%02x".formatted(config.bus(), config.device()));
            FakeI2C device = new FakeI2C(this, config);
            context.registry().add(device);
            return device;
        }
    }

    static final class FakeBus extends I2CBusBase {
        FakeBus(I2CConfig config) {
            super(config);
        }

        @Override
        public <R> R execute(I2C i2c, Callable<R> action) {
            return _execute(i2c, action);
        }
    }

    /** A chip whose bytes count up from 0xf0. */
    static final class FakeI2C extends I2CBase<FakeBus> {
        FakeI2C(I2CProvider provider, I2CConfig config) {
            super(provider, config, new FakeBus(config));
        }

        private static void fill(byte[] buffer, int offset, int length) {
            for (int i = 0; i < length; i++) {
                buffer[offset + i] = (byte) (0xF0 + i);
            }
        }

        @Override
        public void close() {
            LOG.add("close 0x%02x".formatted(device()));
            super.close();
        }

        @Override
        public int write(byte b) {
            throw new AssertionError("bytes are written as arrays");
        }

        @Override
        public int write(byte[] data, int offset, int length) {
            LOG.add("write " + hex(data, offset, length));
            fail();
            return length;
        }

        @Override
        public int read() {
            throw new AssertionError("a single byte comes with its sign in some plugins");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            LOG.add("read " + length);
            fail();
            fill(buffer, offset, length);
            return length;
        }

        @Override
        public int writeRegister(int register, byte b) {
            throw new AssertionError("not used");
        }

        @Override
        public int writeRegister(int register, byte[] data, int offset, int length) {
            throw new AssertionError("not used");
        }

        @Override
        public int writeRegister(byte[] register, byte[] data, int offset, int length) {
            throw new AssertionError("not used");
        }

        @Override
        public int readRegister(int register) {
            throw new AssertionError("a single byte comes with its sign in some plugins");
        }

        @Override
        public int readRegister(int register, byte[] buffer, int offset, int length) {
            throw new AssertionError("not used");
        }

        @Override
        public int readRegister(byte[] register, byte[] buffer, int offset, int length) {
            LOG.add("register %s, read %s".formatted(hex(register, 0, register.length), length));
            fail();
            // As linuxfs does, which does not heed the offset.
            fill(buffer, 0, length);
            return length;
        }

        @Override
        public int writeReadRegisterWord(int register, int word) {
            throw new AssertionError("not used");
        }
    }

    static final class Spis extends SpiProviderBase implements SpiProvider {
        Spis() {
            super(prefix + "-spi", prefix + " SPI");
        }

        @Override
        public int getPriority() {
            return 1000;
        }

        @Override
        public Spi create(SpiConfig config) {
            LOG.add("spi %s.%s %s %s Hz"
                    .formatted(
                            config.bus().getBus(), config.chipSelect().getChipSelect(), config.mode(), config.baud()));
            fail();
            FakeSpi spi = new FakeSpi(this, config);
            context.registry().add(spi);
            return spi;
        }
    }

    /** Answers with what it was sent, inverted. */
    static final class FakeSpi extends SpiBase {
        FakeSpi(SpiProvider provider, SpiConfig config) {
            super(provider, config);
            isOpen = !spiSaysClosed;
        }

        @Override
        public void open() {
            LOG.add("open");
            isOpen = true;
        }

        @Override
        public void close() {
            LOG.add("close");
            super.close();
        }

        @Override
        public int transfer(byte[] write, int writeOffset, byte[] read, int readOffset, int length) {
            LOG.add("transfer " + hex(write, writeOffset, length));
            fail();
            for (int i = 0; i < length; i++) {
                read[readOffset + i] = (byte) ~write[writeOffset + i];
            }
            return spiResult;
        }

        @Override
        public int read() {
            throw new AssertionError("not used");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            throw new AssertionError("not used");
        }

        @Override
        public int write(byte b) {
            throw new AssertionError("not used");
        }

        @Override
        public int write(byte[] data, int offset, int length) {
            throw new AssertionError("not used");
        }
    }

    static final class Pwms extends PwmProviderBase implements PwmProvider {
        Pwms() {
            super(prefix + "-pwm", prefix + " PWM");
        }

        @Override
        public int getPriority() {
            return 1000;
        }

        @Override
        public Pwm create(PwmConfig config) {
            LOG.add("pwm %s %s chip %s"
                    .formatted(
                            config.address(),
                            config.pwmType(),
                            context.properties().get("linux.pwm.chip")));
            fail();
            FakePwm pwm = new FakePwm(this, config);
            context.registry().add(pwm);
            return pwm;
        }
    }

    static final class FakePwm extends PwmBase {
        FakePwm(PwmProvider provider, PwmConfig config) {
            super(provider, config);
        }

        /** The duty cycle has another type in each line of Pi4J. */
        private Object duty() {
            try {
                return PwmBase.class.getMethod("getDutyCycle").invoke(this);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public Pwm on() {
            LOG.add("on %s %% %s Hz".formatted(duty(), frequency));
            fail();
            onState = true;
            return this;
        }

        @Override
        public Pwm off() {
            LOG.add("off");
            onState = false;
            return this;
        }
    }

    private static String hex(byte[] bytes, int offset, int length) {
        return HexFormat.ofDelimiter(" ").formatHex(Arrays.copyOfRange(bytes, offset, offset + length));
    }
}
