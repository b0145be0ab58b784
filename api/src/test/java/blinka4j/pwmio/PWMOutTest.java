// SPDX-License-Identifier: MIT
package blinka4j.pwmio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.fake.FakeProvider;
import blinka4j.fake.FakePwm;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PWMOutTest {
    private final FakeProvider provider = new FakeProvider();
    private final Hardware hardware = Hardware.open(FakeProvider.BOARD, provider);
    private final Pin d18 = new Pin("D18", hardware);
    private final FakePwm output = new FakePwm();

    private String last() {
        return output.calls.get(output.calls.size() - 1);
    }

    /** CircuitPython's {@code PWMOut(pin, *, duty_cycle=0, frequency=500, variable_frequency=False)}. */
    @Test
    void withoutArgumentsAnOutputIsLowAt500Hz() {
        PWMOut pwm = new PWMOut(d18);

        assertThat(pwm.dutyCycle()).isZero();
        assertThat(pwm.frequency()).isEqualTo(500);
        assertThat(pwm.isClosed()).isFalse();
        assertThat(pwm).hasToString("PWMOut(D18)");
        assertThat(provider.opened).containsExactly("PWM fe20c000.pwm:0");
        assertThat(provider.pwms.get(0).calls).containsExactly("set(2000000, 0)");
    }

    @Test
    void anOutputPulsesFromTheFirstMomentAsItWasAskedTo() {
        PWMOut pwm = new PWMOut(d18, 65535, 50);

        assertThat(pwm.dutyCycle()).isEqualTo(65535);
        assertThat(pwm.frequency()).isEqualTo(50);
        assertThat(provider.pwms.get(0).calls).containsExactly("set(20000000, 20000000)");
    }

    @Test
    void anOutputThatIsNotOnTheBoardIsCalledByItsPortsName() {
        PWMOut pwm = new PWMOut(output);

        assertThat(pwm).hasToString("PWMOut(channel 7 of the servo controller)");
        assertThat(output.calls).containsExactly("set(2000000, 0)");
    }

    /** 0 is always low, 65535 always high; 1.5 ms of a servo's 20 ms are 4915 of 65535. Rounded to the nearest ns. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 305",
        "4915, 1499962",
        "32767, 9999847",
        "32768, 10000153",
        "65534, 19999695",
        "65535, 20000000",
    })
    void theDutyCycleIsAPartOf65535OfThePeriod(int dutyCycle, long highNanos) {
        PWMOut pwm = new PWMOut(output, 0, 50, false);

        pwm.dutyCycle(dutyCycle);

        assertThat(last()).isEqualTo("set(20000000, %s)".formatted(highNanos));
        assertThat(pwm.dutyCycle()).isEqualTo(dutyCycle);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1000000000",
        "3, 333333333",
        "60, 16666667",
        "440, 2272727",
        "38000, 26316",
        "7000000, 143",
        "1000000000, 1",
    })
    void thePeriodIsTheNearestNumberOfNanoseconds(int frequency, long periodNanos) {
        PWMOut pwm = new PWMOut(output, 65535, frequency, false);

        assertThat(last()).isEqualTo("set(%s, %s)".formatted(periodNanos, periodNanos));
        assertThat(pwm.frequency()).isEqualTo(frequency);
    }

    @Test
    void everyDutyCycleIsReadBackAsItWasSetAtAnyFrequency() {
        PWMOut pwm = new PWMOut(output, 0, 1, true);
        for (int frequency : new int[] {1, 999, 44_100, 1_000_000_000}) {
            pwm.frequency(frequency);
            for (int dutyCycle = 0; dutyCycle <= 65535; dutyCycle += 257) {
                pwm.dutyCycle(dutyCycle);
                assertThat(pwm.dutyCycle()).isEqualTo(dutyCycle);
                assertThat(pwm.frequency()).isEqualTo(frequency);
            }
            output.calls.clear();
        }
    }

    @Test
    void aNewFrequencyKeepsTheDutyCycleAndComesWithItsPulseInOneCall() {
        PWMOut pwm = new PWMOut(output, 16384, 1000, true);
        output.calls.clear();

        pwm.frequency(50);
        pwm.frequency(2000);

        // 16384 of 65535 is 0.2500038.
        assertThat(output.calls).containsExactly("set(20000000, 5000076)", "set(500000, 125002)");
        assertThat(pwm.dutyCycle()).isEqualTo(16384);
        assertThat(pwm.frequency()).isEqualTo(2000);
    }

    @Test
    void aFixedFrequencyStays() {
        PWMOut pwm = new PWMOut(d18, 0, 1000);

        assertThatThrownBy(() -> pwm.frequency(50))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll(
                        "frequency of PWMOut(D18)", "fixed", "new PWMOut(pin, dutyCycle, frequency, true)");
        assertThat(pwm.frequency()).isEqualTo(1000);
        assertThat(provider.pwms.get(0).calls).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 65536, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void aDutyCycleOutOfRangeIsRefused(int dutyCycle) {
        PWMOut pwm = new PWMOut(output, 5, 500, false);
        String[] words = {"duty cycle", String.valueOf(dutyCycle), "0 to 65535"};

        assertThatThrownBy(() -> pwm.dutyCycle(dutyCycle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
        assertThat(pwm.dutyCycle()).isEqualTo(5);
        assertThatThrownBy(() -> new PWMOut(d18, dutyCycle, 500))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
        assertThat(output.calls).hasSize(1);
        assertThat(provider.opened).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_000_000_001})
    void aFrequencyOutOfRangeIsRefused(int frequency) {
        PWMOut pwm = new PWMOut(output, 0, 500, true);
        String[] words = {"PWM frequency", frequency + " Hz", "1 to 1000000000"};

        assertThatThrownBy(() -> pwm.frequency(frequency))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
        assertThat(pwm.frequency()).isEqualTo(500);
        assertThatThrownBy(() -> new PWMOut(d18, 0, frequency))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
        assertThat(provider.opened).isEmpty();
    }

    @Test
    void aPortThatCannotDoWhatWasAskedIsGivenBack() {
        NotAvailableException cause = new NotAvailableException("too fast");
        output.fail(cause);

        assertThatThrownBy(() -> new PWMOut(output, 0, 500, false)).isSameAs(cause);
        assertThat(output.closed).isTrue();

        FakePwm other = new FakePwm();
        assertThatThrownBy(() -> new PWMOut(other, -1, 500, false)).isInstanceOf(IllegalArgumentException.class);
        assertThat(other.closed).isTrue();
    }

    @Test
    void whatThePortRefusesLeavesTheOutputAsItWas() {
        PWMOut pwm = new PWMOut(output, 100, 500, true);
        NotAvailableException cause = new NotAvailableException("too slow");

        output.fail(cause);
        assertThatThrownBy(() -> pwm.frequency(1)).isSameAs(cause);
        output.fail(cause);
        assertThatThrownBy(() -> pwm.dutyCycle(7)).isSameAs(cause);

        assertThat(pwm.frequency()).isEqualTo(500);
        assertThat(pwm.dutyCycle()).isEqualTo(100);
    }

    @Test
    void aClosedOutputRefusesEverythingAndSaysWhatToDo() {
        PWMOut pwm = new PWMOut(d18, 0, 500, true);
        pwm.close();

        List<ThrowingCallable> uses =
                List.of(pwm::dutyCycle, () -> pwm.dutyCycle(1), pwm::frequency, () -> pwm.frequency(1));

        assertThat(uses)
                .allSatisfy(use -> assertThatThrownBy(use)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("PWMOut(D18) is closed", "new PWMOut"));
        assertThat(pwm.isClosed()).isTrue();
        assertThat(provider.pwms.get(0).calls).containsExactly("set(2000000, 0)", "close()");
    }

    @Test
    void aClosedOutputIsFreeAndMayBeClosedAgain() {
        PWMOut pwm = new PWMOut(d18);
        pwm.close();
        pwm.close();

        try (PWMOut again = new PWMOut(d18)) {
            pwm.close();
            assertThat(again.dutyCycle()).isZero();
            assertThatThrownBy(() -> new PWMOut(d18)).isInstanceOf(PinException.class);
        }
    }

    @Test
    void anOutputWhoseBoardIsClosedIsClosedWithIt() {
        PWMOut pwm = new PWMOut(d18, 9, 500);

        hardware.close();

        assertThat(provider.pwms.get(0).closed).isTrue();
        assertThat(pwm.isClosed()).isTrue();
        assertThatThrownBy(() -> pwm.dutyCycle(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("PWMOut(D18) is closed");
        assertThatCode(pwm::close).doesNotThrowAnyException();
    }

    @Test
    void anOutputThatIsClosedWhileAnotherThreadChangesItEndsThatThreadWithAnError() throws Exception {
        PWMOut pwm = new PWMOut(d18);
        CountDownLatch changing = new CountDownLatch(1);
        List<Throwable> thrown = new ArrayList<>();
        Thread changer = new Thread(() -> {
            try {
                for (int i = 0; ; i = i + 1 & 0xFFFF) {
                    pwm.dutyCycle(i);
                    changing.countDown();
                }
            } catch (Throwable e) {
                thrown.add(e);
            }
        });
        changer.start();
        assertThat(changing.await(10, TimeUnit.SECONDS)).isTrue();

        pwm.close();

        changer.join(10_000);
        assertThat(thrown).hasSize(1).first().isInstanceOf(IllegalStateException.class);
        List<String> calls = List.copyOf(provider.pwms.get(0).calls);
        assertThat(calls.get(calls.size() - 1)).isEqualTo("close()");
    }

    @Test
    void aPinIsEitherDigitalOrPulses() {
        try (PWMOut pwm = new PWMOut(d18)) {
            assertThatThrownBy(() -> new DigitalInOut(d18))
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("D18 (pinctrl:18)", "already open", "PWMOut(D18)");
            assertThat(pwm.isClosed()).isFalse();
        }
        try (DigitalInOut pin = new DigitalInOut(d18)) {
            assertThatThrownBy(() -> new PWMOut(d18))
                    .isInstanceOf(PinException.class)
                    .hasMessageContainingAll("D18 (pinctrl:18)", "already open", "DigitalInOut(D18)");
            assertThat(pin.isClosed()).isFalse();
        }
        assertThat(provider.pwms).hasSize(1);
    }
}
