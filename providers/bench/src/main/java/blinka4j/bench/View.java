// SPDX-License-Identifier: MIT
package blinka4j.bench;

import blinka4j.digitalio.Pull;
import blinka4j.provider.BoardDefinition;
import blinka4j.sim.Picture;
import blinka4j.sim.Quantity;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimChip;
import blinka4j.sim.SimPart;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimPwm;
import blinka4j.sim.SimUart;
import blinka4j.sim.chips.SimCharacterLCD;
import blinka4j.sim.chips.SimLCDBackpack;
import blinka4j.sim.chips.SimMatrixKeypad;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.sim.chips.SimTM1637;
import blinka4j.sim.parts.SimButton;
import blinka4j.sim.parts.SimDcMotor;
import blinka4j.sim.parts.SimLed;
import blinka4j.sim.parts.SimRgbLed;
import blinka4j.sim.parts.SimServo;
import blinka4j.sim.parts.SimSwitch;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A board as the page shows it, in JSON. It only looks: a board does not change by it. */
final class View {
    private static final double MOST_VOLTS = 3.3;
    private static final int CHANNELS_OF_PCA9685 = 16;
    private static final int ROWS_OF_LCD = 4;
    /** The user of a pin that the program has opened. */
    private static final String PROGRAM = "blinka4j";

    private final SimBoard board;
    private final Controls controls;
    private final Traffic traffic;
    private final List<SimPin> pins = new ArrayList<>();
    private final Map<String, SimPin> analogs = new LinkedHashMap<>();

    View(SimBoard board, Controls controls, Traffic traffic) {
        this.board = board;
        this.controls = controls;
        this.traffic = traffic;
        Set<SimPin> all = new LinkedHashSet<>();
        board.definition().pins().keySet().forEach(name -> all.add(board.pin(name)));
        pins.addAll(all);
        for (BoardDefinition.AnalogInput input : board.definition().analogs()) {
            String name = input.name();
            if (name != null && board.definition().pins().containsKey(name)) {
                analogs.put(board.pin(name).name(), board.pin(name));
            }
        }
    }

    /**
     * What does not change while the program runs: the connectors.
     *
     * @param run how many boards there were before on this page
     */
    String board(int run, String program, boolean canRestart) {
        BoardDefinition definition = board.definition();
        Json json = new Json().object();
        json.member("id", definition.id()).member("name", definition.name()).member("program", program);
        json.member("run", run).member("restart", canRestart);
        json.name("headers").array();
        Set<SimPin> missing = new LinkedHashSet<>(pins);
        for (BoardDefinition.Header header : definition.headers()) {
            header(json, header.name(), header.columns(), header.positions(), missing);
        }
        if (!missing.isEmpty()) {
            String name = definition.headers().isEmpty() ? "Pins" : "Other pins";
            List<String> names = missing.stream().map(SimPin::name).toList();
            header(json, name, 2, names, missing);
        }
        return json.endArray().endObject().toString();
    }

    private void header(Json json, String name, int columns, List<String> positions, Set<SimPin> missing) {
        json.object()
                .member("name", name)
                .member("columns", columns)
                .name("positions")
                .array();
        for (String text : positions) {
            json.object().member("text", text);
            if (board.definition().pins().containsKey(text)) {
                SimPin pin = board.pin(text);
                missing.remove(pin);
                json.member("pin", pin.name()).member("line", pin.line().toString());
                json.member("names", String.join(", ", names(pin)));
            }
            json.endObject();
        }
        json.endArray().endObject();
    }

    private List<String> names(SimPin pin) {
        return board.definition().pins().entrySet().stream()
                .filter(each -> each.getValue().equals(pin.line()))
                .map(Map.Entry::getKey)
                .toList();
    }

    String clock() {
        double tenths = Math.floor(board.clock().nanos() / 1e8);
        return new Json()
                .object()
                .member("t", tenths / 10)
                .member("speed", board.clock().speed())
                .endObject()
                .toString();
    }

    /** The pins that are not at rest: those that the program or somebody else uses, and those that are high or driven. */
    String pins() {
        Map<SimPin, Traffic.Use> buses = new LinkedHashMap<>();
        traffic.uses().forEach((name, use) -> buses.put(board.pin(name), use));
        Json json = new Json().object();
        for (SimPin pin : pins) {
            String holder = pin.holder();
            Traffic.Use bus = buses.get(pin);
            String driven = controls.drive(pin);
            if (holder == null && bus == null && driven.isEmpty() && !pin.level()) {
                continue;
            }
            json.name(pin.name()).object().member("level", pin.level());
            if (!driven.isEmpty()) {
                json.member("drive", driven);
            }
            if (bus != null) {
                json.member("use", bus.kind()).member("text", "%s of %s".formatted(bus.signal(), bus.bus()));
                json.member("short", bus.signal());
            } else if (holder != null && !holder.equals(PROGRAM)) {
                json.member("use", "held").member("text", "in use by " + holder).member("short", "held");
            } else if (holder != null) {
                program(json, pin);
            }
            json.endObject();
        }
        return json.endObject().toString();
    }

    private void program(Json json, SimPin pin) {
        if (analogs.containsKey(pin.name())) {
            json.member("use", "analog").member("text", "analog input").member("short", "ADC");
            return;
        }
        if (!pin.isOutput()) {
            Pull pull = pin.pull();
            String with = pull == null ? "" : pull == Pull.UP ? ", pull-up" : ", pull-down";
            json.member("use", "in").member("text", "input" + with).member("short", "IN");
            return;
        }
        SimPwm pwm = board.pwm(pin.name());
        if (pwm.isRunning()) {
            String text = "PWM %s, %s Hz".formatted(percent(pwm.dutyCycle()), round(pwm.frequency()));
            json.member("use", "pwm").member("text", text).member("short", percent(pwm.dutyCycle()));
        } else {
            json.member("use", "out").member("text", pin.isOpenDrain() ? "output, open-drain" : "output");
            json.member("short", "OUT");
        }
    }

    private static String percent(double part) {
        return Math.round(100 * part) + " %";
    }

    private static String round(double number) {
        return String.valueOf(Math.round(number));
    }

    /** The devices, and the inputs and outputs of the board that have a value. */
    String parts(List<Part> parts) {
        Json json = new Json().array();
        Set<String> wired = new HashSet<>();
        for (Part part : parts) {
            json.object().member("id", part.id()).member("name", part.name()).member("place", part.place());
            json.name("quantities").array();
            if (part.device() instanceof SimPart device) {
                device.pinNames().forEach(pin -> wired.add(board.pin(pin).name()));
                for (Quantity each : device.quantities()) {
                    quantity(json, each.name(), each.unit(), each.least(), each.most(), each.value());
                }
            }
            json.endArray();
            show(json, part.device());
            json.endObject();
        }
        for (SimPin pin : analogs.values()) {
            if (!wired.contains(pin.name())) {
                json.object().member("id", "analog/" + pin.name()).member("name", pin.name());
                json.member("place", "analog input").name("quantities").array();
                quantity(json, "voltage", "V", 0, MOST_VOLTS, pin.voltage());
                json.endArray().endObject();
            }
        }
        for (BoardDefinition.AnalogOutput each : board.definition().analogOuts()) {
            String name = each.name() == null ? each.unit() : each.name();
            json.object().member("id", "dac/" + name).member("name", name).member("place", "analog output");
            bars(json, "V", MOST_VOLTS, board.analogOut(each.unit()).voltage());
            json.endObject();
        }
        for (SimPin pin : pins) {
            if (PROGRAM.equals(pin.holder()) && pin.isOutput() && !wired.contains(pin.name())) {
                pwm(json, pin, board.pwm(pin.name()));
            }
        }
        for (BoardDefinition.Uart each : board.definition().uarts()) {
            SimUart uart = board.uart(each.device());
            if (uart.isOpen()) {
                String name = Traffic.label(uart.name());
                json.object().member("id", "uart/" + name).member("name", name).member("place", "serial port");
                show(json, "serial").endObject().endObject();
            }
        }
        return json.endArray().toString();
    }

    private static void quantity(Json json, String name, String unit, double least, double most, double value) {
        json.object().member("name", name).member("unit", unit);
        json.member("least", least).member("most", most).member("value", value).endObject();
    }

    private static void pwm(Json json, SimPin pin, SimPwm pwm) {
        if (pwm.isRunning()) {
            json.object().member("id", "pwm/" + pin.name()).member("name", pin.name());
            json.member("place", "PWM, %s Hz".formatted(round(pwm.frequency())));
            show(json, "pwm").member("duty", pwm.dutyCycle());
            json.member("micros", pwm.highTime().toNanos() / 1000.0).member("hertz", pwm.frequency());
            json.endObject().endObject();
        }
    }

    /** Begins the object with what a device shows. */
    private static Json show(Json json, String type) {
        return json.name("show").object().member("type", type);
    }

    private static void show(Json json, Object device) {
        if (device instanceof SimChip chip && chip.picture().isPresent()) {
            picture(json, chip.picture().orElseThrow());
        } else if (device instanceof SimLCDBackpack backpack) {
            text(json, backpack.lcd());
        } else if (device instanceof SimCharacterLCD lcd) {
            text(json, lcd);
        } else if (device instanceof SimTM1637 display) {
            show(json, "digits")
                    .member("on", display.brightness() >= 0)
                    .name("digits")
                    .array();
            display.segments().forEach(each -> json.value((long) each));
            json.endArray().endObject();
        } else if (device instanceof SimPCA9685 controller) {
            double[] duties = new double[CHANNELS_OF_PCA9685];
            for (int i = 0; i < duties.length; i++) {
                duties[i] = 100 * controller.dutyCycle(i);
            }
            bars(json, "%", 100, duties);
        } else if (device instanceof SimLed led) {
            show(json, "led")
                    .member("color", "")
                    .member("brightness", led.brightness())
                    .endObject();
        } else if (device instanceof SimRgbLed led) {
            show(json, "led")
                    .member("color", color(led.color()))
                    .member("brightness", 1)
                    .endObject();
        } else if (device instanceof SimServo servo) {
            show(json, "servo")
                    .member("angle", Math.round(10 * servo.angle()) / 10.0)
                    .endObject();
        } else if (device instanceof SimDcMotor motor) {
            bars(json, "%", 100, 100 * motor.throttle());
        } else if (device instanceof SimButton) {
            show(json, "keys").member("momentary", true).endObject();
        } else if (device instanceof SimMatrixKeypad) {
            show(json, "keys").member("momentary", true).endObject();
        } else if (device instanceof SimSwitch) {
            show(json, "keys").member("momentary", false).endObject();
        }
    }

    private static void bars(Json json, String unit, double most, double... values) {
        show(json, "bars")
                .member("unit", unit)
                .member("most", most)
                .name("values")
                .array();
        for (double value : values) {
            json.value(Math.round(100 * value) / 100.0);
        }
        json.endArray().endObject();
    }

    private static void text(Json json, SimCharacterLCD lcd) {
        show(json, "text").name("rows").array();
        for (int row = 0; row < ROWS_OF_LCD; row++) {
            String text = lcd.row(row);
            if (row < 2 || !text.isBlank()) {
                json.value(text);
            }
        }
        json.endArray().endObject();
    }

    /** One bit for each pixel if all lit ones have one color; otherwise all colors. Rows from left to right. */
    private static void picture(Json json, Picture picture) {
        int count = picture.width() * picture.height();
        byte[] bits = new byte[(count + Byte.SIZE - 1) / Byte.SIZE];
        StringBuilder colors = new StringBuilder();
        int lit = 0;
        boolean oneColor = picture.height() > 1;
        for (int i = 0; i < count; i++) {
            int color = picture.color(i % picture.width(), i / picture.width());
            if (color != 0) {
                oneColor &= lit == 0 || lit == color;
                lit = color;
                bits[i / Byte.SIZE] |= (byte) (0x80 >> i % Byte.SIZE);
            }
        }
        show(json, "picture").member("width", picture.width()).member("height", picture.height());
        if (oneColor) {
            json.member("color", color(lit)).member("bits", Base64.getEncoder().encodeToString(bits));
        } else {
            for (int i = 0; i < count; i++) {
                colors.append(color(picture.color(i % picture.width(), i / picture.width())));
            }
            json.member("colors", colors.toString());
        }
        json.endObject();
    }

    /** As {@code #rrggbb}. */
    private static String color(int rgb) {
        return "#%06x".formatted(rgb);
    }
}
