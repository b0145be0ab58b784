// SPDX-License-Identifier: MIT
package blinka4j.boards;

import blinka4j.provider.BoardDefinition;
import blinka4j.provider.BoardDefinition.AnalogInput;
import blinka4j.provider.BoardDefinition.AnalogOutput;
import blinka4j.provider.BoardDefinition.Encoder;
import blinka4j.provider.BoardDefinition.Header;
import blinka4j.provider.BoardDefinition.I2CBus;
import blinka4j.provider.BoardDefinition.PwmChannel;
import blinka4j.provider.BoardDefinition.SpiBus;
import blinka4j.provider.BoardDefinition.Uart;
import blinka4j.provider.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The contents of a board file and its includes, with one line per pin and bus and tabs between the fields. The build writes a record
 * for each board into the jar, so that a program need not read and check board files. This was the slowest part of starting.
 */
final class BoardRecord {
    static final String SUFFIX = ".board";

    /** Stands for null. No pin has this name. */
    private static final String NONE = " ";

    private BoardRecord() {}

    static String write(BoardDefinition board) {
        StringBuilder text = new StringBuilder();
        line(text, "name", board.name(), board.provider());
        board.pins().forEach((name, line) -> line(text, "pin", name, line.chip(), String.valueOf(line.offset())));
        for (I2CBus bus : board.i2cBuses()) {
            line(text, "i2c", bus.device(), bus.scl(), bus.sda(), bus.enable());
        }
        for (SpiBus bus : board.spiBuses()) {
            List<String> fields = new ArrayList<>(List.of("spi", bus.device()));
            fields.add(bus.clock());
            fields.add(bus.mosi());
            fields.add(bus.miso());
            fields.add(bus.enable());
            fields.addAll(bus.chipSelects());
            line(text, fields.toArray(new String[0]));
        }
        for (Uart uart : board.uarts()) {
            line(text, "uart", uart.device(), uart.tx(), uart.rx(), uart.enable());
        }
        for (PwmChannel pwm : board.pwms()) {
            line(text, "pwm", pwm.device(), String.valueOf(pwm.channel()), pwm.pin(), pwm.enable());
        }
        for (AnalogInput input : board.analogs()) {
            line(text, "analog", input.device(), String.valueOf(input.channel()), input.name());
        }
        for (AnalogOutput output : board.analogOuts()) {
            line(text, "analog-out", output.device(), String.valueOf(output.channel()), output.name());
        }
        for (Encoder encoder : board.encoders()) {
            line(text, "encoder", encoder.device(), String.valueOf(encoder.count()), encoder.a(), encoder.b());
        }
        for (Header header : board.headers()) {
            List<String> fields = new ArrayList<>(List.of("header", header.name(), String.valueOf(header.columns())));
            fields.addAll(header.positions());
            line(text, fields.toArray(new String[0]));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, @Nullable String... fields) {
        for (int i = 0; i < fields.length; i++) {
            String field = fields[i] == null ? NONE : fields[i];
            if (field.indexOf('\t') >= 0 || field.indexOf('\n') >= 0) {
                throw new IllegalArgumentException("'" + field + "' contains a tab or a line end. Write a space.");
            }
            text.append(i == 0 ? "" : "\t").append(field);
        }
        text.append('\n');
    }

    static BoardDefinition read(String id, String text) {
        String name = id;
        String provider = null;
        Map<String, Line> pins = new LinkedHashMap<>();
        List<I2CBus> i2c = new ArrayList<>();
        List<SpiBus> spi = new ArrayList<>();
        List<Uart> uarts = new ArrayList<>();
        List<PwmChannel> pwms = new ArrayList<>();
        List<AnalogInput> analogs = new ArrayList<>();
        List<AnalogOutput> analogOuts = new ArrayList<>();
        List<Encoder> encoders = new ArrayList<>();
        List<Header> headers = new ArrayList<>();
        for (int at = 0, end = text.indexOf('\n'); end >= 0; at = end + 1, end = text.indexOf('\n', at)) {
            List<@Nullable String> fields = fields(text, at, end);
            String first = String.valueOf(fields.get(1));
            switch (String.valueOf(fields.get(0))) {
                case "name" -> {
                    name = first;
                    provider = fields.get(2);
                }
                case "pin" -> pins.put(first, new Line(string(fields, 2), Integer.parseInt(string(fields, 3))));
                case "i2c" -> i2c.add(new I2CBus(first, fields.get(2), fields.get(3), string(fields, 4)));
                case "spi" ->
                    spi.add(new SpiBus(
                            first, fields.get(2), fields.get(3), fields.get(4), rest(fields, 6), string(fields, 5)));
                case "uart" -> uarts.add(new Uart(first, fields.get(2), fields.get(3), string(fields, 4)));
                case "pwm" ->
                    pwms.add(new PwmChannel(
                            first, Integer.parseInt(string(fields, 2)), fields.get(3), string(fields, 4)));
                case "analog" ->
                    analogs.add(new AnalogInput(first, Integer.parseInt(string(fields, 2)), fields.get(3)));
                case "analog-out" ->
                    analogOuts.add(new AnalogOutput(first, Integer.parseInt(string(fields, 2)), fields.get(3)));
                case "encoder" ->
                    encoders.add(new Encoder(first, Integer.parseInt(string(fields, 2)), fields.get(3), fields.get(4)));
                default -> headers.add(new Header(first, Integer.parseInt(string(fields, 2)), rest(fields, 3)));
            }
        }
        return new BoardDefinition(
                id, name, pins, i2c, spi, uarts, pwms, analogs, analogOuts, encoders, headers, provider);
    }

    private static List<@Nullable String> fields(String text, int from, int to) {
        List<@Nullable String> fields = new ArrayList<>();
        int at = from;
        while (at <= to) {
            int tab = text.indexOf('\t', at);
            int end = tab < 0 || tab > to ? to : tab;
            String field = text.substring(at, end);
            fields.add(field.equals(NONE) ? null : field);
            at = end + 1;
        }
        return fields;
    }

    private static String string(List<@Nullable String> fields, int index) {
        return String.valueOf(fields.get(index));
    }

    private static List<String> rest(List<@Nullable String> fields, int from) {
        List<String> rest = new ArrayList<>();
        for (int i = from; i < fields.size(); i++) {
            rest.add(string(fields, i));
        }
        return rest;
    }
}
