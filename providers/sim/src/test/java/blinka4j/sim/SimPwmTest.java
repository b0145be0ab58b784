// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.PwmPort;
import blinka4j.pwmio.PWMOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimPwmTest {
    private static final Duration PERIOD = Duration.ofMillis(20);

    private final SimBoard board = SimBoard.open(Boards.small());
    private final SimPwm d18 = board.pwm("D18");

    @AfterEach
    void close() {
        board.close();
    }

    private PWMOut open(int dutyCycle, boolean variableFrequency) {
        return new PWMOut(board.blinka().pin("D18"), dutyCycle, 50, variableFrequency);
    }

    @Test
    void whatTheProgramSetsIsSeenFromOutside() {
        assertThat(d18.isRunning()).isFalse();
        assertThat(d18.frequency()).isZero();
        assertThat(d18.dutyCycle()).isZero();

        PWMOut pwm = open(0, true);
        assertThat(d18.isRunning()).isTrue();
        assertThat(d18.period()).isEqualTo(PERIOD);
        assertThat(d18.frequency()).isEqualTo(50);
        assertThat(d18.highTime()).isZero();

        pwm.dutyCycle(13107);
        assertThat(d18.highTime()).isEqualTo(Duration.ofMillis(4));
        assertThat(d18.dutyCycle()).isEqualTo(0.2);

        pwm.frequency(1000);
        assertThat(d18.frequency()).isEqualTo(1000);
        assertThat(d18.dutyCycle()).isEqualTo(0.2);

        pwm.close();
        assertThat(d18.isRunning()).isFalse();
        assertThat(d18.dutyCycle()).isZero();
    }

    @Test
    void theHistoryHasEachChangeWithItsTime() {
        PWMOut pwm = open(0, false);
        board.clock().advance(Duration.ofSeconds(1));
        pwm.dutyCycle(65535);
        pwm.dutyCycle(65535);
        board.clock().advance(Duration.ofSeconds(2));
        pwm.close();

        assertThat(d18.history())
                .containsExactly(
                        new SimPwm.Change(Duration.ZERO, PERIOD, Duration.ZERO),
                        new SimPwm.Change(Duration.ofSeconds(1), PERIOD, PERIOD),
                        new SimPwm.Change(Duration.ofSeconds(3), Duration.ZERO, Duration.ZERO));
        assertThat(d18.history().stream().map(SimPwm.Change::dutyCycle)).containsExactly(0.0, 1.0, 0.0);
        assertThat(d18.clearHistory().history()).isEmpty();
    }

    @Test
    void whatIsConnectedIsToldOfEachChange() {
        List<Double> told = new ArrayList<>();
        d18.onChange(change -> told.add(change.dutyCycle()));

        PWMOut pwm = open(13107, false);
        pwm.dutyCycle(65535);
        pwm.close();

        assertThat(told).containsExactly(0.2, 1.0, 0.0);
    }

    @Test
    void thePinHasTheLevelThatAPeriodBeginsWith() {
        SimPin pin = board.pin("D18");
        PWMOut pwm = open(0, false);
        assertThat(pin.isOutput()).isTrue();
        assertThat(pin.level()).isFalse();

        pwm.dutyCycle(1);
        assertThat(pin.level()).isTrue();
        pwm.dutyCycle(65535);
        assertThat(pin.level()).isTrue();
        pwm.dutyCycle(0);
        assertThat(pin.level()).isFalse();

        pwm.dutyCycle(65535);
        pwm.close();
        assertThat(pin.level()).isFalse();
        assertThat(pin.isOutput()).isFalse();
        assertThat(pin.isHeld()).isFalse();
        assertThat(pin.history().stream().map(SimPin.Change::level)).containsExactly(true, false, true, false);
    }

    @Test
    void aPinThatIsDrivenFromOutsideIsAShortCircuitAndNothingChanges() {
        PWMOut pwm = open(0, false);
        board.pin("D18").drive(false);

        assertThatThrownBy(() -> pwm.dutyCycle(100))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("short circuit");

        assertThat(pwm.dutyCycle()).isZero();
        assertThat(d18.highTime()).isZero();
        pwm.close();
    }

    @Test
    void aPinThatAnotherProgramHoldsDoesNotPulse() {
        board.pin("D18").heldBy("other-program");

        assertThatThrownBy(() -> open(0, false))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("held by 'other-program'");

        board.pin("D18").heldBy(null);
        open(0, false).close();
    }

    @Test
    void twoPinsOfOneOutputAreRefusedLikeOnRealHardware() {
        PWMOut pwm = open(0, false);

        assertThatThrownBy(() -> new PWMOut(board.blinka().pin("D12")))
                .isInstanceOf(PinException.class)
                .hasMessageContaining("already open as PWMOut(D18)");
        assertThatThrownBy(() -> new DigitalInOut(board.blinka().pin("D18"))).isInstanceOf(PinException.class);

        pwm.close();
        try (PWMOut other = new PWMOut(board.blinka().pin("D12"), 65535, 50)) {
            assertThat(board.pwm("D12").dutyCycle()).isEqualTo(1);
            assertThat(d18.isRunning())
                    .as("it comes out where it was opened: %s", other)
                    .isFalse();
        }
    }

    @Test
    void anOutputIsFoundByAnyNameOfItsPinOrByItsOwn() {
        assertThat(board.pwm("chip:18")).isSameAs(d18);
        assertThat(board.pwm(board.blinka().pin("D18"))).isSameAs(d18);
        SimPwm unnamed = board.pwm("fe20c000.pwm:1");
        assertThat(unnamed.pin()).isNull();
        try (PWMOut pwm = new PWMOut(board.blinka().pin("fe20c000.pwm:1"), 65535, 50)) {
            assertThat(unnamed.dutyCycle()).as(pwm.toString()).isEqualTo(1);
        }
        assertThat(unnamed.isRunning()).isFalse();
        assertThatThrownBy(() -> board.pwm("A0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no PWM on A0", "(D18) fe20c000.pwm:0");
        assertThatThrownBy(() -> board.pwm("D99")).isInstanceOf(PinException.class);
    }

    @Test
    void aPinWithoutAControllerHasAnOutputInSoftware() {
        SimPwm d4 = board.pwm("D4");
        List<Double> told = new ArrayList<>();
        d4.onChange(change -> told.add(change.dutyCycle()));
        assertThat(d4).hasToString("(D4) software:4");

        try (PWMOut pwm = new PWMOut(board.blinka().pin("D4"), 13107, 50)) {
            assertThat(pwm.isHardware()).isFalse();
            assertThat(board.pwm("chip:4")).isSameAs(d4);
            assertThat(d4.period()).isEqualTo(PERIOD);
            assertThat(d4.highTime()).isEqualTo(Duration.ofMillis(4));
            assertThat(board.pin("D4").holder()).isEqualTo("blinka4j");
        }
        assertThat(told).containsExactly(0.2, 0.0);
        assertThat(d4.isRunning()).isFalse();
        assertThat(board.pin("D4").isHeld()).isFalse();
    }

    /** The simulated time stands still, so a thread would wait forever or run in real time. */
    @Test
    void noThreadMakesThePulses() {
        try (PWMOut pwm = PWMOut.software(board.blinka().pin("D18"), 32768, 1000, false)) {
            assertThat(pwm.isHardware()).isFalse();
            assertThat(d18.frequency()).isEqualTo(1000);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("blinka4j-pwm");
        }
        try (PWMOut pwm = new PWMOut(board.blinka().pin("D18"))) {
            assertThat(pwm.isHardware()).isTrue();
        }
    }

    @Test
    void aPortKeepsTheRulesOfAllPorts() {
        PwmPort port =
                board.blinka().provider().openPwm(board.definition().pwms().get(1));
        assertThat(port.name()).isEqualTo("fe20c000.pwm:0");
        assertThatThrownBy(d18::open).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> port.set(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> port.set(5, 6)).isInstanceOf(IllegalArgumentException.class);
        assertThat(board.pin("D18").isOutput()).as("before the first change").isFalse();
        port.close();
        port.close();
        assertThatThrownBy(() -> port.set(5, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> board.blinka().provider().openPwm(new PwmChannel("x.pwm", 0, null, "")))
                .isInstanceOf(NotAvailableException.class)
                .hasMessageContaining("no PWM output x.pwm:0");
    }

    @Test
    void aLongHistoryKeepsTheLatestChanges() {
        PWMOut pwm = open(0, false);
        for (int i = 1; i <= 65_540; i++) {
            pwm.dutyCycle(i % 2);
        }

        assertThat(d18.history()).hasSize(65_536);
        assertThat(d18.history().get(65_535).highTime()).isZero();
        pwm.close();
    }
}
