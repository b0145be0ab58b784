// SPDX-License-Identifier: MIT
package blinka4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Keys on a real kernel, whose lines are driven from outside. The debounce times are long, because a bounce must be shorter on the
 * slowest machine too.
 */
class KeypadIT {
    private static final String BOUNCE_TO_LOW = "%1$s=0 %1$s=1 ".repeat(8) + "%1$s=0";
    private static final String BOUNCE_TO_HIGH = "%1$s=1 %1$s=0 ".repeat(8) + "%1$s=1";

    @RegisterExtension
    static final InputsRig RIG = new InputsRig("gpiosim", "keypad-lab", 6);

    private static void drive(String sequence) {
        RIG.chip().drive(sequence);
    }

    @Test
    void aBouncingKeyIsPressedAndReleasedOnce() {
        RIG.does("keys @0,@1 true 3");
        assertThat(RIG.chip().pull(0)).isEqualTo("pull-up");
        drive(BOUNCE_TO_LOW.formatted(1));
        RIG.await("events", "+1");
        drive(BOUNCE_TO_LOW.formatted(0));
        RIG.await("events", "+1 +0");
        drive(BOUNCE_TO_HIGH.formatted(1));
        RIG.await("events", "+1 +0 -1");
        RIG.does("reset-keys");
        RIG.await("events", "+1 +0 -1 +0");
        drive(BOUNCE_TO_HIGH.formatted(0));
        RIG.await("events", "+1 +0 -1 +0 -0");
        // Nothing more comes later.
        RIG.awaitRest(4);
        RIG.await("events", "+1 +0 -1 +0 -0");
    }

    @Test
    void aKeyThatIsHeldFromTheStartIsPressed() {
        drive("0=1 1=0");
        RIG.does("keys @0,@1 false 0.05");
        RIG.await("events", "+1");
        drive("1=1");
        RIG.await("events", "+1 -1");
    }

    @Test
    void atRestKeysWait() {
        RIG.does("keys @0,@1 true 0.05");
        drive("0=0");
        RIG.await("events", "+0");
        // The thread for the first look at the keys has ended.
        RIG.awaitThreads("blinka4j-edges");
        RIG.awaitRest(2);
        assertThat(RIG.info()).containsPattern("(?s)\"blinka4j\".*\"blinka4j\"");
    }

    /**
     * The simulator does not connect a row with a column. A column that is held low is low in each row. A scan that has passed one row
     * when the column goes low sees it in the other row first, so the keys come in any order.
     */
    @Test
    void aMatrixIsScannedByOneThread() {
        RIG.does("matrix @2,@3 @4,@5 0.02");
        drive("5=0");
        RIG.await("sorted", "+1 +3");
        drive("4=0");
        RIG.await("sorted", "+0 +1 +2 +3");
        assertThat(RIG.ask("threads").lines()).singleElement().asString().startsWith("blinka4j-alarms");
        drive("5=1");
        RIG.await("sorted", "+0 +1 +2 +3 -1 -3");
    }
}
