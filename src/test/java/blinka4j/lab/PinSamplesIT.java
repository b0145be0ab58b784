// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The unchanged samples that use pins, run as {@code samples/run} does, and the state of the pins after their end. */
@Order(13)
@ExtendWith(Lab.Extension.class)
class PinSamplesIT {
    private static final String LAUNCHER = "blinka4j.samples.launcher.Launcher";

    /** The line of GPIO5 that the user's board file calls D18, and the one of GPIO4 that it calls D4. */
    private static final int LED = 18;

    private static final int BUTTON = 4;

    private final Lab lab;

    PinSamplesIT(Lab lab) {
        this.lab = lab;
        lab.guest().qtest().watch(Sabrelite.gpio(4));
    }

    @Test
    void blinkBlinksAndReleasesItsPinOnSigterm() {
        int before = lab.levels(LED).size();
        try (Job sample = lab.guest().start(lab.java(LAUNCHER, "blink"))) {
            sample.awaitOut("hello blinky!\n", Lab.PATIENCE);
            lab.awaitLevels(LED, before + 6);
            lab.awaitGpioinfo(4, LED, "\"blinka4j\"");
            sample.signal("TERM");
            sample.await(Lab.PATIENCE);
            Lab.show(sample);
            assertThat(sample.err()).doesNotContain("Exception");
        }
        assertThat(lab.gpioinfo(4, LED)).contains("unused");
        List<Boolean> levels = lab.levels(LED);
        System.out.println("the LED: " + levels.subList(before, levels.size()));
        for (int i = 1; i < levels.size(); i++) {
            assertThat(levels.get(i)).as("change " + i + " of " + levels).isNotEqualTo(levels.get(i - 1));
        }
    }

    @Test
    void theLedFollowsTheButtonAndAKilledProgramLeavesItsLinesFree() {
        // Not pressed: the pull-up of the sample is the test's.
        press(false);
        try (Job sample = lab.guest().start(lab.java(LAUNCHER, "button"))) {
            sample.awaitOut("press the button!\n", Lab.PATIENCE);
            lab.awaitGpioinfo(3, BUTTON, "\"blinka4j\"");
            int before = lab.levels(LED).size();
            for (boolean pressed : List.of(true, false, true, false, true)) {
                press(pressed);
                lab.awaitLevels(LED, ++before);
                assertThat(lab.levels(LED)).hasSize(before).endsWith(pressed);
            }
            sample.signal("KILL");
            sample.await(Lab.PATIENCE);
            Lab.show(sample);
        }
        assertThat(lab.gpioinfo(4, LED)).contains("unused");
        assertThat(lab.gpioinfo(3, BUTTON)).contains("unused");
        lab.guest().output("gpioset gpiochip4 " + LED + "=0");
        assertThat(lab.levels(LED)).endsWith(true, false);
    }

    @Test
    void theLedOfGpiozeroIsLitThenBlinksWhileTheButtonIsHeldAndIsOffAfterwards() {
        press(false);
        int before;
        try (Job sample = lab.guest().start(lab.java(LAUNCHER, "gpiozero"))) {
            sample.awaitOut("press the button!\n", Lab.PATIENCE);
            before = lab.levels(LED).size();
            press(true);
            lab.awaitLevels(LED, before + 5);
            press(false);
            awaitOff();
            sample.signal("TERM");
            sample.await(Lab.PATIENCE);
            Lab.show(sample);
            assertThat(sample.err()).doesNotContain("Exception");
        }
        List<Boolean> levels = lab.levels(LED);
        for (int i = before; i < levels.size(); i++) {
            assertThat(levels.get(i)).as("change " + i + " of " + levels).isEqualTo((i - before) % 2 == 0);
        }
        assertThat(lab.gpioinfo(4, LED)).contains("unused");
        assertThat(lab.gpioinfo(3, BUTTON)).contains("unused");
    }

    /** Waits until the LED is off and does not blink. */
    private void awaitOff() {
        long end = System.nanoTime() + Lab.PATIENCE.toNanos();
        List<Boolean> before;
        List<Boolean> levels = lab.levels(LED);
        do {
            before = levels;
            lab.guest().output("sleep 1");
            levels = lab.levels(LED);
        } while ((levels.size() != before.size() || levels.get(levels.size() - 1)) && System.nanoTime() - end < 0);
        assertThat(levels).as("blinks no more").hasSameSizeAs(before).endsWith(false);
    }

    /** The button connects the line to ground. */
    private void press(boolean pressed) {
        lab.guest().qtest().drive(Sabrelite.gpio(3), BUTTON, !pressed);
    }
}
