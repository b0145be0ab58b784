// SPDX-License-Identifier: MIT
package blinka4j.command;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.digitalio.Pull;
import blinka4j.sim.SimPin.Change;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The commands gpio, pwm and uart. */
class PinCommandsTest {
    private final Trial trial = new Trial();

    @AfterEach
    void end() {
        assertThat(trial.board.blinka().stillOpen()).isEmpty();
        trial.close();
    }

    @Test
    void aPinThatIsNamedTwiceIsAWrongArgument() {
        assertThat(trial.run("gpio", "get", "D4", "D4").exit).isEqualTo(2);
        assertThat(trial.err).contains("D4 is named twice");
        assertThat(trial.run("gpio", "set", "D4=1", "D17=0", "D4=0").exit).isEqualTo(2);
    }

    @Test
    void levelsAreRead() {
        trial.board.pin("D4").drive(true);

        assertThat(trial.run("gpio", "get", "D4").out).isEqualTo("1\n");
        assertThat(trial.run("gpio", "get", "D4", "D17").out).isEqualTo("D4 1\nD17 0\n");
        assertThat(trial.run("gpio", "get", "D17", "--pull", "up").out).isEqualTo("1\n");
        assertThat(trial.board.pin("D17").pull()).isNotEqualTo(Pull.DOWN);
    }

    @Test
    void pinsAreDrivenForATimeAndReleased() {
        trial.run("gpio", "set", "D18=1", "D4=0", "--for", "2s");

        assertThat(trial.exit).isZero();
        assertThat(trial.board.pin("D18").history()).startsWith(new Change(ofMillis(0), true));
        assertThat(trial.board.clock().now()).isGreaterThanOrEqualTo(ofMillis(2000));
        assertThat(trial.board.pin("D18").isHeld()).isFalse();
    }

    @Test
    void edgesAreWatched() {
        trial.board.clock().after(ofMillis(100), () -> trial.board.pin("D4").drive(true));
        trial.board.clock().after(ofMillis(250), () -> trial.board.pin("D4").drive(false));

        trial.run("gpio", "watch", "D4", "--count", "2");

        assertThat(trial.exit).isZero();
        assertThat(trial.out).isEqualTo("    0.100000 s  D4 rises\n    0.250000 s  D4 falls\n");
    }

    @Test
    void wrongLevelsPullsAndActionsAreWrongArguments() {
        assertThat(trial.run("gpio", "set", "D18").exit).isEqualTo(2);
        assertThat(trial.run("gpio", "set", "D18=2").exit).isEqualTo(2);
        assertThat(trial.run("gpio", "get", "D18", "--pull", "sideways").exit).isEqualTo(2);
        assertThat(trial.run("gpio", "toggle", "D18").exit).isEqualTo(2);
        assertThat(trial.run("gpio", "set", "D18=1", "--for", "never").exit).isEqualTo(2);
    }

    @Test
    void aPinInUseIsAnErrorThatNamesTheUser() {
        trial.board.pin("D18").heldBy("fan-control");

        assertThat(trial.run("gpio", "set", "D18=1", "--for", "1s").exit).isEqualTo(1);
        assertThat(trial.err).contains("fan-control");
    }

    @Test
    void pulsesAreMadeForATimeAndSwitchedOff() {
        trial.board.clock().after(ofMillis(500), () -> {
            assertThat(trial.board.pwm("D18").frequency()).isEqualTo(50);
            assertThat(trial.board.pwm("D18").dutyCycle()).isBetween(0.0749, 0.0751);
        });

        trial.run("pwm", "D18", "7.5%", "--frequency", "50", "--for", "1s");

        assertThat(trial.exit).isZero();
        assertThat(trial.err).contains("50.0000 Hz").contains("7.500 %");
        assertThat(trial.board.takeFailures()).isEmpty();
        assertThat(trial.board.pwm("D18").isRunning()).isFalse();
    }

    @Test
    void aFadeGoesUpAndDown() {
        double[] most = {0};
        trial.board.pwm("D18").onChange(change -> most[0] = Math.max(most[0], change.dutyCycle()));

        trial.run("pwm", "D18", "100%", "--fade", "1s", "--for", "2s");

        assertThat(trial.exit).isZero();
        assertThat(most[0]).isGreaterThan(0.95);
    }

    @Test
    void wrongPulsesAreWrongArguments() {
        assertThat(trial.run("pwm", "D18", "101%").exit).isEqualTo(2);
        assertThat(trial.run("pwm", "D18", "half").exit).isEqualTo(2);
        assertThat(trial.run("pwm", "D18", "50", "--frequency", "0").exit).isEqualTo(2);
    }

    @Test
    void aSerialPortIsPrinted() {
        trial.board
                .clock()
                .after(ofMillis(100), () -> trial.board.uart().outside().write("hello\n"));

        trial.run("uart", "--baud", "115200", "--for", "1s");

        assertThat(trial.exit).isZero();
        assertThat(trial.out).isEqualTo("hello\n");
    }

    @Test
    void aTextIsSentAndTheAnswerAwaited() {
        trial.run("uart", "--send", "AT");

        assertThat(trial.exit).isZero();
        assertThat(trial.run("uart", "--baud", "-1").exit).isEqualTo(2);
    }
}
