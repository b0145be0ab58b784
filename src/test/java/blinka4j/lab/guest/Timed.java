// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.bitbangio.BitbangIO;
import blinka4j.board.Board;
import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.conformance.Commands;
import blinka4j.drivers.dht.DHT22;
import blinka4j.drivers.irremote.IRMessage;
import blinka4j.drivers.irremote.IRRemote;
import blinka4j.drivers.mcp9808.MCP9808;
import blinka4j.gpiozero.Button;
import blinka4j.gpiozero.Led;
import blinka4j.pulseio.PulseIn;
import blinka4j.pulseio.PulseOut;
import blinka4j.pwmio.PWMOut;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Executes commands whose results depend on times: pulses, and buses whose clock the program makes. */
public final class Timed {
    private AutoCloseable open = () -> {};
    private I2C i2c;
    private SPI spi;
    private final List<String> events = new CopyOnWriteArrayList<>();

    private Timed() {}

    public static void main(String[] args) throws IOException {
        Commands.answer(new Timed()::run);
    }

    private String run(String... words) throws Exception {
        switch (words[0]) {
            case "pulses" -> {
                return pulses(words[1], Boolean.parseBoolean(words[2]), Integer.parseInt(words[3]));
            }
            case "dht22" -> {
                return dht22(words[1]);
            }
            case "send" -> send(words[1], Integer.parseInt(words[2]), words[3]);
            case "i2c" ->
                open = i2c =
                        BitbangIO.i2c(Board.pin(words[1]), Board.pin(words[2]), 10_000, Integer.parseInt(words[3]));
            case "scan" -> {
                return i2c.scan().toString();
            }
            case "temperature" -> {
                return temperature();
            }
            case "limit" -> {
                MCP9808 sensor = new MCP9808(i2c);
                sensor.upperTemperature(Double.parseDouble(words[1]));
                return String.valueOf(sensor.upperTemperature());
            }
            case "spi" -> {
                open = spi = BitbangIO.spi(Board.pin(words[1]), Board.pin(words[2]), Board.pin(words[3]));
                spi.configure(100);
            }
            case "exchange" -> {
                byte[] bytes = HexFormat.of().parseHex(words[1]);
                spi.writeReadInto(bytes, bytes);
                return HexFormat.of().formatHex(bytes);
            }
            case "pwm" ->
                pwm(words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]), Integer.parseInt(words[4]));
            case "blink" -> blink(words[1], Double.parseDouble(words[2]), Double.parseDouble(words[3]));
            case "button" -> button(words[1], Double.parseDouble(words[2]));
            case "events" -> {
                return String.join(" ", events);
            }
            case "close" -> {
                open.close();
                events.clear();
            }
            case "threads" -> {
                return Inputs.threads();
            }
            default -> throw new IllegalArgumentException("no such command: " + words[0]);
        }
        return "ok";
    }

    /** Records so many pulses, and prints them; then what they mean as a message of a remote control. */
    private static String pulses(String pin, boolean idle, int count) throws InterruptedException {
        try (PulseIn in = new PulseIn(Board.pin(pin), count, idle)) {
            System.out.println("recording");
            while (in.length() < count) {
                Thread.sleep(10);
            }
            List<Integer> pulses = IntStream.range(0, count).mapToObj(in::get).toList();
            return pulses + "\n" + (IRRemote.decodeBits(pulses) instanceof IRMessage message ? message.code() : "");
        }
    }

    private static String dht22(String pin) {
        try (DHT22 sensor = new DHT22(Board.pin(pin))) {
            sensor.measure();
            return sensor.temperature() + " C, " + sensor.humidity() + " %";
        }
    }

    /** @param dutyCycle of the carrier, which has 38 kHz */
    private static void send(String pin, int dutyCycle, String pulses) {
        try (PulseOut out = new PulseOut(Board.pin(pin), 38_000, dutyCycle)) {
            out.send(
                    Arrays.stream(pulses.split(",")).mapToInt(Integer::parseInt).toArray());
        }
    }

    /** Reads the sensor from the start, and tells how many milliseconds that took. */
    private String temperature() {
        long begin = System.nanoTime();
        double temperature = new MCP9808(i2c).temperature();
        return temperature + " " + (System.nanoTime() - begin) / 1_000_000;
    }

    /** Pulses for some time, in which no command comes: the agent would need the processor, too. */
    private static void pwm(String pin, int frequency, int dutyCycle, int seconds) throws InterruptedException {
        PWMOut pwm = PWMOut.software(Board.pin(pin), dutyCycle, frequency, false);
        try (pwm) {
            TimeUnit.SECONDS.sleep(seconds);
        }
    }

    private void blink(String pin, double on, double off) {
        Led led = new Led(Board.pin(pin));
        open = led;
        led.blink(on, off);
    }

    private void button(String pin, double holdTime) {
        Button button = new Button(Board.pin(pin));
        open = button;
        button.holdTime(holdTime);
        button.whenPressed(() -> events.add("pressed"));
        button.whenReleased(() -> events.add("released"));
        button.whenHeld(() -> events.add("held"));
    }
}
