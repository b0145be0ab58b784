// SPDX-License-Identifier: MIT
package blinka4j.samples;

import blinka4j.digitalio.Pull;
import blinka4j.sim.Breadboard;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimPwm;
import blinka4j.sim.SimUart;
import blinka4j.sim.chips.Sim24LC32;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimDS1307;
import blinka4j.sim.chips.SimLSM303DLHMag;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimPCT2075;
import blinka4j.sim.chips.SimSHT4x;
import blinka4j.sim.chips.SimTCA9548A;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;

/**
 * What is attached to a simulated board, so that every sample finds what it is for: an LED on D18 that is shown on the
 * standard error, a button on D4 that is pressed now and then, a GPS receiver, and the sensors on their usual addresses. What
 * they measure changes slowly, with the board's clock.
 */
public final class Bench implements Breadboard {
    static final Duration BUTTON_IS_UP = Duration.ofMillis(1500);
    static final Duration BUTTON_IS_DOWN = Duration.ofMillis(500);
    static final Duration GPS_INTERVAL = Duration.ofSeconds(1);

    private static final String LED = "D18";
    private static final String BUTTON = "D4";
    private static final String SPI_SELECT = "D5";
    private static final DateTimeFormatter NMEA_TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

    private static final Duration WEATHER_INTERVAL = Duration.ofSeconds(1);
    private static final double WEATHER_CYCLE_MILLIS = 60_000;

    final SimBME280 bme280 = new SimBME280().temperature(22.6).humidity(44.8).pressure(1002.3);
    final SimBME280 bme280OnSpi =
            new SimBME280().temperature(22.4).humidity(45.3).pressure(1002.3);
    final SimMCP9808 mcp9808 = new SimMCP9808().temperature(22.5625);
    final SimPCT2075 pct2075 = new SimPCT2075().temperature(22.75);
    final SimSHT4x sht4x = new SimSHT4x().temperature(22.5).humidity(44.2);
    final SimDS1307 ds1307 = new SimDS1307();
    final Sim24LC32 eeprom = new Sim24LC32();
    final SimLSM303DLHMag magnetometer = new SimLSM303DLHMag().magnetic(19.4, -4.8, 43.1);
    final SimMCP9808 indoors = new SimMCP9808().temperature(21.25);
    final SimMCP9808 outdoors = new SimMCP9808().temperature(-3.5);

    private final ZonedDateTime start;

    /** With its clocks set to the time that it is. */
    public Bench() {
        this(ZonedDateTime.now(ZoneId.systemDefault()));
    }

    /** @param start the time when the board's clock is at 0 */
    Bench(ZonedDateTime start) {
        this.start = start;
    }

    /** Attaches what the board has the pins and buses for. */
    @Override
    public void attachTo(SimBoard board) {
        if (has(board, LED)) {
            board.pin(LED).onLevel(high -> System.err.printf("LED on %s: %s%n", LED, high ? "on" : "off"));
        }
        if (board.definition().pwms().stream().anyMatch(pwm -> LED.equals(pwm.pin()))) {
            board.pwm(LED).onChange(new Brightness()::show);
        }
        if (has(board, BUTTON)) {
            pressNowAndThen(board.pin(BUTTON), board.clock());
        }
        if (!board.definition().i2cBuses().isEmpty()) {
            attachSensors(board.i2c(), board.clock());
        }
        if (!board.definition().spiBuses().isEmpty() && has(board, SPI_SELECT)) {
            board.spi().attach(board.pin(SPI_SELECT), bme280OnSpi);
        }
        changeTheWeather(board.clock());
        if (!board.definition().uarts().isEmpty()) {
            sendPositions(board.uart(), board.clock());
        }
    }

    /** How bright the LED is where its pin pulses, in steps of a tenth. */
    private static final class Brightness {
        private long shown;

        void show(SimPwm.Change change) {
            long tenths = Math.round(10 * change.dutyCycle());
            if (tenths != shown) {
                shown = tenths;
                System.err.printf("LED on %s: %s %%%n", LED, 10 * tenths);
            }
        }
    }

    private void attachSensors(SimI2CBus bus, SimClock clock) {
        SimTCA9548A multiplexer = new SimTCA9548A(clock);
        multiplexer.channel(0).attach(0x19, indoors);
        multiplexer.channel(1).attach(0x19, outdoors);
        bus.attach(0x18, mcp9808)
                .attach(0x1e, magnetometer)
                .attach(0x37, pct2075)
                .attach(0x44, sht4x)
                .attach(0x50, eeprom)
                .attach(0x68, ds1307)
                .attach(0x70, multiplexer)
                .attach(0x77, bme280);
        ds1307.dateTime(now(clock).toLocalDateTime());
    }

    private static boolean has(SimBoard board, String pin) {
        return board.definition().pins().containsKey(pin);
    }

    /** A pull to ground, stronger than the pin's pull-up, and no harm to a program that drives the pin. */
    private static void pressNowAndThen(SimPin button, SimClock clock) {
        clock.after(BUTTON_IS_UP, () -> {
            button.resistor(Pull.DOWN);
            clock.after(BUTTON_IS_DOWN, () -> {
                button.resistor(null);
                pressNowAndThen(button, clock);
            });
        });
    }

    /** Within a minute it gets warmer and damper, then the opposite, then it is as in the beginning. */
    private void changeTheWeather(SimClock clock) {
        List<DoubleConsumer> quantities = List.of(
                around(bme280.temperature(), 0.5, bme280::temperature),
                around(bme280.humidity(), 1.5, bme280::humidity),
                around(bme280.pressure(), -0.4, bme280::pressure),
                around(bme280OnSpi.temperature(), 0.5, bme280OnSpi::temperature),
                around(bme280OnSpi.humidity(), 1.5, bme280OnSpi::humidity),
                around(bme280OnSpi.pressure(), -0.4, bme280OnSpi::pressure),
                around(mcp9808.temperature(), 0.5, mcp9808::temperature),
                around(pct2075.temperature(), 0.5, pct2075::temperature),
                around(sht4x.temperature(), 0.5, sht4x::temperature),
                around(sht4x.humidity(), 1.5, sht4x::humidity),
                around(indoors.temperature(), 0.5, indoors::temperature),
                around(outdoors.temperature(), 1.5, outdoors::temperature));
        moveOn(clock, quantities);
    }

    /** Moves a quantity by up to so much, to one side first: what comes in is -1 to 1. */
    private static DoubleConsumer around(double middle, double most, DoubleConsumer quantity) {
        return swing -> quantity.accept(middle + most * swing);
    }

    private static void moveOn(SimClock clock, List<DoubleConsumer> quantities) {
        clock.after(WEATHER_INTERVAL, () -> {
            double swing = Math.sin(2 * Math.PI * clock.now().toMillis() / WEATHER_CYCLE_MILLIS);
            quantities.forEach(quantity -> quantity.accept(swing));
            moveOn(clock, quantities);
        });
    }

    /** As a GPS receiver does, with the position of the example that descriptions of NMEA 0183 give. */
    private void sendPositions(SimUart uart, SimClock clock) {
        clock.after(GPS_INTERVAL, () -> {
            if (uart.isOpen()) {
                String time = now(clock).withZoneSameInstant(ZoneOffset.UTC).format(NMEA_TIME);
                uart.outside().write(sentence("GPGGA," + time + ",4807.038,N,01131.000,E,1,08,0.9,545.4,M,46.9,M,,"));
            }
            sendPositions(uart, clock);
        });
    }

    private ZonedDateTime now(SimClock clock) {
        return start.plus(clock.now());
    }

    /** With the checksum of NMEA 0183: all bytes between $ and *, exclusive or. */
    private static String sentence(String body) {
        int checksum = 0;
        for (byte b : body.getBytes(StandardCharsets.US_ASCII)) {
            checksum ^= b;
        }
        return "$%s*%02X\r\n".formatted(body, checksum);
    }
}
