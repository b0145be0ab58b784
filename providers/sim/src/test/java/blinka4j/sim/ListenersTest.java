// SPDX-License-Identifier: MIT
package blinka4j.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Edge;
import blinka4j.provider.PwmPort;
import blinka4j.pwmio.PWMOut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Listeners run without the board's lock. A listener may wait for a thread that uses the board. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenersTest {
    private final SimBoard board = SimBoard.open(Boards.small()).lenient();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    private static boolean endsSoon(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return !thread.isAlive();
    }

    private static Thread started(Runnable action) {
        Thread thread = new Thread(action, "other");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** What a listener does: waits for another thread, which drives a pin. */
    private void waitForAnotherThread() {
        seen.add(endsSoon(started(() -> board.pin("D5").drive(true))) ? "other thread done" : "deadlock");
    }

    @Test
    void aLevelListenerMayWaitForAnotherThread() {
        board.pin("D4").onLevel(high -> waitForAnotherThread()).drive(true);
        assertThat(seen).containsExactly("other thread done");
    }

    @Test
    void anExceptionThatTheProgramCatchesCanStillBeTaken() {
        IllegalStateException ofWorld = new IllegalStateException("of the test");
        IllegalStateException ofProgram = new IllegalStateException("of the program");
        IllegalStateException ofTask = new IllegalStateException("of a task");
        board.pin("D4").onLevel(high -> {
            throw ofWorld;
        });
        try (DigitalInOut button = new DigitalInOut(board.blinka().pin("D4"))) {
            button.onEdge(Edge.BOTH, event -> {
                throw ofProgram;
            });
            assertThatThrownBy(() -> board.pin("D4").drive(true)).isSameAs(ofWorld);
        }
        board.clock().after(1_000_000, () -> {
            throw ofTask;
        });
        assertThatThrownBy(() -> board.clock().advance(Duration.ofSeconds(1))).isSameAs(ofTask);

        assertThat(board.takeFailures()).containsExactly(ofWorld, ofProgram, ofTask);
        assertThat(board.takeFailures()).isEmpty();
    }

    @Test
    void aPwmListenerMayWaitForAnotherThread() {
        board.pwm("D18").onChange(change -> waitForAnotherThread());
        try (PWMOut led = new PWMOut(board.blinka().pin("D18"), 1000, 500)) {
            assertThat(led.frequency()).isEqualTo(500);
            assertThat(seen).containsExactly("other thread done");
            seen.clear();
        }
        assertThat(seen).as("at the end").containsExactly("other thread done");
    }

    @Test
    void aSerialReceiverMayWaitForAnotherThread() {
        board.uart().outside().onReceive(bytes -> waitForAnotherThread());
        try (UART uart = board.blinka().uart()) {
            uart.write(new byte[] {1, 2});
        }
        assertThat(seen).containsExactly("other thread done");
    }

    @Test
    void aTimedEventMayWaitForAnotherThread() {
        board.clock().after(Duration.ofSeconds(1), this::waitForAnotherThread);
        board.clock().advance(Duration.ofSeconds(2));
        assertThat(seen).containsExactly("other thread done");
        assertThat(board.clock().now()).isEqualTo(Duration.ofSeconds(2));
    }

    /** The other thread's change is told by the thread whose listener runs, after it. */
    @Test
    void levelListenersRunOneAfterTheOtherInTheOrderOfTheChanges() {
        board.pin("D5").onLevel(high -> seen.add("D5"));
        board.pin("D4").onLevel(high -> waitForAnotherThread()).drive(true);
        assertThat(seen).containsExactly("other thread done", "D5");
    }

    @Test
    void aPwmListenerSeesChangesInTheirOrder() {
        SimPwm pwm = board.pwm("D18");
        PwmPort port = pwm.open();
        pwm.onChange(change -> {
            if (change.highTime().toNanos() == 1) {
                seen.add(endsSoon(started(() -> port.set(10, 2))) ? "other thread done" : "deadlock");
            }
            seen.add("%s of 10 ns".formatted(change.highTime().toNanos()));
        });
        port.set(10, 1);
        assertThat(seen).containsExactly("other thread done", "1 of 10 ns", "2 of 10 ns");
        port.close();
    }

    @Test
    void aReceiverGetsBytesInTheirOrderAlsoIfItWritesItself() {
        try (UART uart = board.blinka().uart()) {
            board.uart().outside().onReceive(bytes -> {
                seen.add("begin " + Arrays.toString(bytes));
                if (bytes[0] == 1) {
                    uart.write(new byte[] {2});
                }
                seen.add("end " + Arrays.toString(bytes));
            });
            uart.write(new byte[] {1});
            assertThat(seen).containsExactly("begin [1]", "end [1]", "begin [2]", "end [2]");
        }
    }

    /** A chip select is part of the simulator: it takes effect at once, also while a listener runs. */
    @Test
    void aChipSelectTakesEffectWhileAListenerRuns() {
        board.spi().attach(board.pin("D5"), new SpiReplies().reply(7));
        try (SPI spi = board.blinka().spi();
                DigitalInOut select = new DigitalInOut(board.blinka().pin("D5"))) {
            select.switchToOutput(true);
            board.pin("D4").onLevel(high -> {
                byte[] in = new byte[1];
                Thread thread = started(() -> {
                    select.value(false);
                    spi.readInto(in);
                });
                seen.add(endsSoon(thread) ? "read " + in[0] : "deadlock");
            });
            board.pin("D4").drive(true);
        }
        assertThat(seen).containsExactly("read 7");
    }

    @Test
    void aPwmListenerThatFailsLeavesThePinFreeAfterClose() {
        PWMOut led = new PWMOut(board.blinka().pin("D18"), 1000, 500);
        board.pwm("D18").onChange(change -> {
            throw new IllegalStateException("lamp is broken");
        });
        assertThatThrownBy(led::close).hasMessageContaining("lamp is broken");
        assertThat(board.pin("D18").isHeld()).isFalse();
    }
}
