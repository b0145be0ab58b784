// SPDX-License-Identifier: MIT
package blinka4j.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.sim.ForwardingI2C;
import blinka4j.sim.SimI2CBus;
import java.time.Duration;

/** A bus on which another thread makes a call in the middle of a transfer, or of a wait for a chip. */
public final class DuringTransfer extends ForwardingI2C {
    private Thread other;
    private Thread.State state;
    private boolean inSleep;

    public DuringTransfer(SimI2CBus bus) {
        super(bus);
    }

    /** Makes the call in the next transfer. */
    public void next(Runnable call) {
        other = new Thread(call);
        state = Thread.State.NEW;
        inSleep = false;
    }

    /** Makes the call in the next wait. */
    public void nextSleep(Runnable call) {
        next(call);
        inSleep = true;
    }

    /** Asserts that the call was made, and waited for the bus. */
    public void assertWaited() throws InterruptedException {
        assertThat(state).isIn(Thread.State.WAITING, Thread.State.TIMED_WAITING);
        other.join();
    }

    @Override
    public void transfer(int address, byte[] out, int outStart, int outEnd, byte[] in, int inStart, int inEnd) {
        if (!inSleep) {
            begin();
        }
        super.transfer(address, out, outStart, outEnd, in, inStart, inEnd);
    }

    @Override
    public void sleep(Duration time) {
        if (inSleep) {
            begin();
        }
        super.sleep(time);
    }

    private void begin() {
        if (state == Thread.State.NEW) {
            other.start();
            do {
                Thread.onSpinWait();
                state = other.getState();
            } while (state == Thread.State.NEW || state == Thread.State.RUNNABLE || state == Thread.State.BLOCKED);
        }
    }
}
