// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.sim.SimBoard;
import blinka4j.sim.SimProvider;
import java.util.Optional;

/**
 * For the processes of {@link ProcessTest}: a simulated board that is taken for a real one, so that its pins are closed when the process
 * ends. Says on the standard error what happens at the pin D18.
 */
public final class WitnessProvider extends SimProvider {
    /** For {@link java.util.ServiceLoader}. */
    public WitnessProvider() {}

    @Override
    public String name() {
        return "witness";
    }

    @Override
    public Optional<String> standsFor() {
        return Optional.empty();
    }

    @Override
    protected void made(SimBoard board) {
        board.pin("D18").onLevel(high -> System.err.println("D18 is " + (high ? "high" : "low")));
        board.pwm("D18")
                .onChange(
                        change -> System.err.println("D18 " + (board.pwm("D18").isRunning() ? "pulses" : "rests")));
    }
}
