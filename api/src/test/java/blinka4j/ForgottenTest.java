// SPDX-License-Identifier: MIT
package blinka4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.countio.Counter;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.fake.FakeProvider;
import blinka4j.frequencyio.FrequencyIn;
import blinka4j.gpiozero.Led;
import blinka4j.keypad.KeyMatrix;
import blinka4j.keypad.Keys;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.Line;
import blinka4j.provider.PulseOutPort;
import blinka4j.pulseio.PulseIn;
import blinka4j.pulseio.PulseOut;
import blinka4j.pwmio.PWMOut;
import blinka4j.runtime.Blinka;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pins and buses that a program forgets to close. */
class ForgottenTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final FakeProvider provider = new FakeProvider() {
        @Override
        public PulseOutPort openPulseOut(Line line, PwmChannel channel, int frequency, int dutyCycle) {
            opened.add("pulses on line " + line);
            return new PulseOutPort() {
                @Override
                public void send(int[] micros) {}

                @Override
                public String name() {
                    return "/dev/lirc0";
                }

                @Override
                public void close() {}
            };
        }
    };
    private final Blinka blinka = Blinka.open(FakeProvider.BOARD, provider);
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("blinka4j");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            Object[] parameters = record.getParameters();
            String message =
                    parameters == null ? record.getMessage() : MessageFormat.format(record.getMessage(), parameters);
            // Another test may have forgotten something.
            if (record.getLevel().equals(Level.WARNING) && message.contains("blinka4j.ForgottenTest")) {
                warnings.add(message);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        blinka.close();
    }

    private static void collectUntil(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                fail("not within " + PATIENCE);
            }
            System.gc();
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail("interrupted");
            }
        }
    }

    /** What a warning says of the thing that was opened in this method of this test. */
    private static String opened(String what, String method) {
        return "%s opened at blinka4j.ForgottenTest.%s(ForgottenTest.java:".formatted(what, method);
    }

    private void forgetPin() {
        new DigitalInOut(blinka.pin("D18")).switchToOutput(true);
    }

    private void forgetI2c() {
        assertThat(new I2C(blinka.pin("SCL"), blinka.pin("SDA")).isClosed()).isFalse();
    }

    private void forgetSpi() {
        assertThat(new SPI(blinka.pin("SCLK"), blinka.pin("MOSI")).isClosed()).isFalse();
    }

    private void forgetUart() {
        assertThat(new UART(blinka.pin("TX"), blinka.pin("RX")).isClosed()).isFalse();
    }

    private void forgetPwm() {
        assertThat(new PWMOut(blinka.pin("D12")).isClosed()).isFalse();
    }

    private void forgetPulses() {
        assertThat(new PulseIn(blinka.pin("D18")).isClosed()).isFalse();
    }

    private void forgetCounter() {
        assertThat(new Counter(blinka.pin("D5")).isClosed()).isFalse();
    }

    private void forgetFrequencyIn() {
        assertThat(new FrequencyIn(blinka.pin("D5")).isClosed()).isFalse();
    }

    private void forgetKeys() {
        assertThat(new Keys(List.of(blinka.pin("D5")), false).isClosed()).isFalse();
    }

    private void forgetMatrix() {
        assertThat(new KeyMatrix(List.of(blinka.pin("D5")), List.of(blinka.pin("D6"))).isClosed())
                .isFalse();
    }

    private void forgetSoftwarePwm() {
        assertThat(new PWMOut(blinka.pin("D4"), 32768, 50).isHardware()).isFalse();
    }

    private void forgetPulseOut() {
        assertThat(new PulseOut(blinka.pin("D18")).isClosed()).isFalse();
    }

    private void forgetBlinkingLed() {
        new Led(blinka.pin("D5")).blink(1, 1);
    }

    private void isWarnedOfAndFree(Runnable forget, String what, String method) {
        forget.run();

        collectUntil(() -> !warnings.isEmpty() && blinka.stillOpen().isEmpty());

        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith(opened(what, method))
                .contains("close");
        forget.run();
        assertThat(provider.opened).hasSize(2);
    }

    @Test
    void aPinThatIsGarbageIsWarnedOfAndCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetPin, "DigitalInOut(D18)", "forgetPin");
        assertThat(provider.lines.get(0).closed).isTrue();
    }

    @Test
    void pulsesThatAreGarbageAreWarnedOfAndThePinCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetPulses, "PulseIn(D18)", "forgetPulses");
        assertThat(provider.lines.get(0).closed).isTrue();
    }

    @Test
    void anOutputOfPulsesThatIsGarbageIsWarnedOfAndCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetPulseOut, "PulseOut(D18)", "forgetPulseOut");
    }

    /** The clock knows when the LED changes next, but does not keep the LED. */
    @Test
    void aBlinkingLedThatIsGarbageIsWarnedOfAndCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetBlinkingLed, "DigitalInOut(D5)", "forgetBlinkingLed");
        assertThat(provider.lines.get(0).closed).isTrue();
        provider.clock.advance(TimeUnit.SECONDS.toNanos(1));
        assertThat(provider.lines.get(0).calls).endsWith("close()");
    }

    @Test
    void anI2cBusThatIsGarbageIsWarnedOfAndCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetI2c, "I2C(scl=SCL, sda=SDA) /dev/i2c-1", "forgetI2c");
    }

    @Test
    void anSpiBusThatIsGarbageIsWarnedOfAndCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetSpi, "SPI(clock=SCLK, MOSI=MOSI, MISO=MISO) /dev/spidev0", "forgetSpi");
    }

    @Test
    void aSerialPortThatIsGarbageIsWarnedOfAndCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetUart, "UART(tx=TX, rx=RX) alias:serial0", "forgetUart");
    }

    @Test
    void aPwmOutputThatIsGarbageIsWarnedOfAndCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetPwm, "PWMOut(D12)", "forgetPwm");
    }

    /** Nobody can read the count any more. */
    @Test
    void aCounterThatIsGarbageIsWarnedOfAndCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetCounter, "Counter(D5)", "forgetCounter");
    }

    @Test
    void aFrequencyInputThatIsGarbageIsWarnedOfAndCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetFrequencyIn, "FrequencyIn(D5)", "forgetFrequencyIn");
    }

    @Test
    void keysThatAreGarbageAreWarnedOfAndCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetKeys, "Keys(D5)", "forgetKeys");
    }

    @Test
    void aMatrixThatIsGarbageIsWarnedOfAndScansNoMore() {
        forgetMatrix();

        collectUntil(() -> warnings.size() == 2 && blinka.stillOpen().isEmpty());

        assertThat(warnings)
                .anySatisfy(one -> assertThat(one).startsWith(opened("KeyMatrix(D5)", "forgetMatrix")))
                .anySatisfy(other -> assertThat(other).startsWith(opened("KeyMatrix(D6)", "forgetMatrix")));
        assertThat(provider.clock.tasks).isEmpty();
    }

    /** The thread that makes the pulses knows the line, not the program's object. */
    @Test
    void aPwmOutputInSoftwareThatIsGarbageIsWarnedOfAndCanBeOpenedAgain() {
        isWarnedOfAndFree(this::forgetSoftwarePwm, "PWMOut(D4)", "forgetSoftwarePwm");
        assertThat(provider.lines.get(0).calls).contains("input(DISABLED)", "close()");
    }

    @Test
    void whatIsClosedInTimeIsNotWarnedOf() {
        closed();
        forgetPin();

        collectUntil(() -> !warnings.isEmpty());

        assertThat(warnings).singleElement().asString().startsWith("DigitalInOut(D18)");
    }

    private void closed() {
        try (DigitalInOut pin = new DigitalInOut(blinka.pin("D4"));
                I2C i2c = new I2C(blinka.pin("SCL"), blinka.pin("SDA"));
                SPI spi = new SPI(blinka.pin("SCLK"), blinka.pin("MOSI"));
                UART uart = new UART(blinka.pin("TX"), blinka.pin("RX"));
                PWMOut pwm = new PWMOut(blinka.pin("D12"))) {
            assertThat(pin.isClosed() || i2c.isClosed() || spi.isClosed() || uart.isClosed() || pwm.isClosed())
                    .isFalse();
        }
    }

    @Test
    void theBusesThatEverybodySharesAreTheBoards() {
        assertThat(blinka.i2c().isClosed()
                        || blinka.spi().isClosed()
                        || blinka.uart().isClosed())
                .isFalse();
        assertThat(blinka.stillOpen()).isEmpty();
        forgetPin();

        collectUntil(() -> !warnings.isEmpty());

        assertThat(warnings).singleElement().asString().startsWith("DigitalInOut(D18)");
        assertThat(blinka.i2c().isClosed()).isFalse();
    }

    /** The listener is still of use, although nobody has the pin any more. */
    @Test
    void aPinWhoseEdgesAreWatchedStaysOpen() {
        watch();
        forgetPin();

        collectUntil(() -> !warnings.isEmpty());

        assertThat(warnings).singleElement().asString().startsWith("DigitalInOut(D18)");
        assertThat(blinka.stillOpen()).singleElement().asString().startsWith(opened("DigitalInOut(D4)", "watch"));
    }

    private void watch() {
        new DigitalInOut(blinka.pin("D4")).onEdge(Edge.BOTH, event -> {});
    }

    @Test
    void whatIsOpenIsListedWithTheLineThatOpenedItInOrder() {
        try (DigitalInOut one = new DigitalInOut(blinka.pin("D4"));
                I2C other = new I2C(blinka.pin("SCL"), blinka.pin("SDA"))) {
            assertThat(one.isClosed() || other.isClosed()).isFalse();
            assertThat(blinka.stillOpen())
                    .satisfiesExactly(
                            first -> assertThat(first)
                                    .startsWith(opened(
                                            "DigitalInOut(D4)", "whatIsOpenIsListedWithTheLineThatOpenedItInOrder")),
                            second -> assertThat(second).startsWith("I2C(scl=SCL, sda=SDA)"));
        }
        assertThat(blinka.stillOpen()).isEmpty();
    }
}
