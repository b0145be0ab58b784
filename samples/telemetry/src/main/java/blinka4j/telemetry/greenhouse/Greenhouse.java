// SPDX-License-Identifier: MIT
package blinka4j.telemetry.greenhouse;

import static blinka4j.telemetry.Telemetry.every;

import blinka4j.HardwareException;
import blinka4j.board.Board;
import blinka4j.boards.Boards;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.drivers.bme280.BME280;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardRegistry.Detected;
import blinka4j.provider.Host;
import blinka4j.pwmio.PWMOut;
import blinka4j.runtime.Blinka;
import blinka4j.sim.Motion;
import blinka4j.sim.SimProvider;
import blinka4j.sim.chips.SimBME280;
import blinka4j.telemetry.Telemetry;
import java.time.Duration;

/**
 * A greenhouse: a BME280 (address 0x77), a fan on D17 and a lamp on D18, as a device of Home Assistant. On a machine that is no board, on a
 * simulated Raspberry Pi 4.
 */
final class Greenhouse {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Greenhouse() {}

    /** @param args the address of the broker, and how many seconds to run; 0 for no end */
    public static void main(String[] args) {
        // Else the pins would be closed before the telemetry, which reads them.
        System.setProperty("blinka.shutdown.hook", "off");
        try {
            run(args[0], Long.parseLong(args[1]));
        } catch (HardwareException | IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
        System.exit(0);
    }

    private static void run(String url, long seconds) {
        board();
        try (var i2c = Board.i2c();
                var fan = new DigitalInOut(Board.D17);
                var lamp = new PWMOut(Board.D18);
                var telemetry = Telemetry.mqtt(url).homeAssistant("greenhouse")) {
            fan.switchToOutput(false);
            telemetry
                    .publish(new BME280(i2c), every(2))
                    .output("fan", fan)
                    .output("lamp", lamp)
                    .awaitConnection(PATIENCE);
            System.err.printf("Publishing to %s. Ctrl-C ends the program.%n", telemetry);
            Thread.sleep(seconds == 0 ? Long.MAX_VALUE : seconds * 1000);
            System.err.printf("Waiting: %s, dropped: %s.%n", telemetry.waiting(), telemetry.dropped());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Simulates a board if this machine is none, as {@code samples/run} does, and prints which it is. */
    private static void board() {
        Host host = Host.local();
        Detected detected = Boards.detect(host);
        boolean known = host.setting("BLINKA_FORCEBOARD").isPresent()
                || (detected != null && !detected.board().id().equals(BoardDefinition.GENERIC_LINUX));
        if (!known && host.setting("BLINKA_PROVIDER").isEmpty()) {
            System.setProperty("blinka.provider", "sim");
            System.setProperty("blinka.forceboard", "RASPBERRY_PI_4B");
        }
        Blinka blinka = Blinka.current();
        if (!(blinka.provider() instanceof SimProvider simulator)) {
            System.err.printf(
                    "Running on %s with the provider %s.%n",
                    blinka.board().name(), blinka.provider().name());
            return;
        }
        System.err.printf(
                "Running on a simulated %s: the values are not measured.%n",
                blinka.board().name());
        SimBME280 sensor = new SimBME280().temperature(22.6).humidity(44.8).pressure(1002.3);
        simulator.board().i2c().attach(0x77, sensor);
        sensor.quantity("temperature")
                .follow(Motion.sine(22.6, 0.5, Duration.ofMinutes(1))
                        .every(Duration.ofSeconds(1))
                        .from(simulator.board().clock().now()));
        simulator.board().pin("D17").onLevel(high -> System.err.printf("The fan is %s.%n", high ? "on" : "off"));
    }
}
