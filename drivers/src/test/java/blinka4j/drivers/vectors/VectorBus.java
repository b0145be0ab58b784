// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import blinka4j.busio.I2C;
import blinka4j.busio.SPI;
import blinka4j.busio.UART;
import blinka4j.digitalio.DigitalInOut;
import blinka4j.digitalio.Pull;
import blinka4j.onewire.OneWireAddress;
import blinka4j.onewire.OneWireBus;
import blinka4j.provider.BoardDefinition;
import blinka4j.provider.Line;
import blinka4j.provider.UartPort;
import blinka4j.sim.I2CRecorder;
import blinka4j.sim.Registers8;
import blinka4j.sim.RomCommands;
import blinka4j.sim.SimBoard;
import blinka4j.sim.SimClock;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.SimOneWireBus;
import blinka4j.sim.SimPin;
import blinka4j.sim.SimSpiDevice;
import blinka4j.sim.SimUart;
import blinka4j.sim.SpiRegisters;
import blinka4j.sim.WordRegisters;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The bus of a vector with its chip, and what the driver has written. */
interface VectorBus extends AutoCloseable {
    /** What the program finds: {@code i2c}, or {@code spi} and {@code cs}, or {@code uart}. */
    Map<String, Object> variables();

    /** In this order. */
    private static Map<String, Object> variables(Object... namesAndValues) {
        Map<String, Object> variables = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            variables.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return variables;
    }

    /** The bytes of each transfer that the driver has written. */
    List<byte[]> writes();

    /** The bytes of a register of the chip, as many as {@code count}. */
    default byte[] register(int register, int count) {
        throw new CannotRun("the device has no registers");
    }

    @Override
    default void close() {}

    static VectorBus of(JsonObject vector) {
        JsonObject bus = vector.getAsJsonObject("bus");
        String kind = Json.text(bus, "kind");
        return switch (kind) {
            case "i2c" -> new OverI2C(Json.number(bus.get("address")), VectorChip.overI2C(device(vector)));
            case "spi" -> new OverSpi(VectorChip.overSpi(device(vector)));
            case "uart" -> new OverUart(Json.objects(vector, "transactions"));
            case "gpio-pulses" -> new OverPin(Json.text(vector, "note"));
            case "onewire" -> new OverOneWire(Json.objects(vector, "transactions"));
            default -> throw new CannotRun("unknown kind of bus \"%s\"".formatted(kind));
        };
    }

    private static JsonObject device(JsonObject vector) {
        if (!vector.has("device")) {
            throw new CannotRun("the vector has no device");
        }
        return vector.getAsJsonObject("device");
    }

    /** An I2C bus with one chip. */
    final class OverI2C implements VectorBus {
        private final int address;
        private final SimI2CDevice chip;
        private final I2CRecorder recorder;

        OverI2C(int address, SimI2CDevice chip) {
            this.address = address;
            this.chip = chip;
            recorder = new I2CRecorder(new SimI2CBus().attach(address, chip));
        }

        @Override
        public Map<String, Object> variables() {
            I2C i2c = new I2C(recorder);
            return VectorBus.variables("i2c", i2c, "i2c_bus", i2c);
        }

        @Override
        public List<byte[]> writes() {
            return recorder.writes(address);
        }

        @Override
        public byte[] register(int register, int count) {
            if (chip instanceof Registers8 registers) {
                return registers.registers(register, count);
            }
            return chip instanceof WordRegisters words
                    ? words.bytes(register)
                    : VectorBus.super.register(register, count);
        }
    }

    /** An SPI bus with one chip, selected by a pin. */
    final class OverSpi implements VectorBus {
        private static final String SELECT = "D5";

        private final SimSpiDevice chip;
        private final SpiLog log;
        private final SimBoard board = SimBoard.open(new BoardDefinition(
                "VECTORS",
                "Board for vectors",
                Map.of(
                        "SCLK",
                        new Line("chip", 11),
                        "MOSI",
                        new Line("chip", 10),
                        "MISO",
                        new Line("chip", 9),
                        "CE0",
                        new Line("chip", 8),
                        SELECT,
                        new Line("chip", 5)),
                List.of(),
                List.of(new BoardDefinition.SpiBus("alias:spi0", "SCLK", "MOSI", "MISO", List.of("CE0"), "")),
                List.of(),
                List.of(),
                null));
        private final DigitalInOut select = new DigitalInOut(board.blinka().pin(SELECT));

        OverSpi(SimSpiDevice chip) {
            this.chip = chip;
            log = new SpiLog(chip);
            board.spi().attach(board.pin(SELECT), log);
        }

        @Override
        public Map<String, Object> variables() {
            SPI spi = board.blinka().spi();
            return VectorBus.variables("spi", spi, "spi_bus", spi, "cs", select);
        }

        @Override
        public List<byte[]> writes() {
            return log.writes;
        }

        @Override
        public byte[] register(int register, int count) {
            return chip instanceof SpiRegisters registers
                    ? registers.registers().registers(register, count)
                    : VectorBus.super.register(register, count);
        }

        @Override
        public void close() {
            select.close();
            board.close();
        }
    }

    /** Passes on to a device, and keeps what was written while it was selected. */
    final class SpiLog implements SimSpiDevice {
        private final SimSpiDevice device;
        private final List<byte[]> writes = new ArrayList<>();
        private final List<Integer> now = new ArrayList<>();

        SpiLog(SimSpiDevice device) {
            this.device = device;
        }

        @Override
        public void selected() {
            device.selected();
        }

        @Override
        public int exchange(int out) {
            now.add(out);
            return device.exchange(out);
        }

        @Override
        public void deselected() {
            device.deselected();
            byte[] bytes = new byte[now.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = now.get(i).byteValue();
            }
            writes.add(bytes);
            now.clear();
        }
    }

    /** A pin with a pull-up resistor. When the program has pulled it low, pulses follow: the frame that the note has in words. */
    final class OverPin implements VectorBus {
        private static final String PIN = "D4";
        private static final Pattern FRAME = Pattern.compile("frame ([01]+) \\(MSB first\\)");
        private static final Pattern MICROS = Pattern.compile("low (\\d+)us then high (\\d+)us\\(0\\)/(\\d+)us\\(1\\)");
        /** Before the frame. */
        private static final int ANSWER = 80;

        private final SimBoard board = SimBoard.open(new BoardDefinition(
                "VECTORS",
                "Board for vectors",
                Map.of(PIN, new Line("chip", 4)),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null));
        private final SimPin pin = board.pin(PIN).resistor(Pull.UP);

        OverPin(String note) {
            Matcher frame = FRAME.matcher(note);
            Matcher micros = MICROS.matcher(note);
            if (!frame.find() || !micros.find()) {
                throw new CannotRun("the note has no frame of pulses");
            }
            List<Integer> pulses = new ArrayList<>(List.of(ANSWER, ANSWER));
            for (char bit : frame.group(1).toCharArray()) {
                pulses.add(Integer.valueOf(micros.group(1)));
                pulses.add(Integer.valueOf(micros.group(bit == '1' ? 3 : 2)));
            }
            pulses.add(Integer.valueOf(micros.group(1)));
            pin.onLevel(new SimPin.LevelListener() {
                private boolean begun;

                @Override
                public void level(boolean high) {
                    if (high && !begun) {
                        begun = true;
                        play(pulses);
                    }
                }
            });
        }

        /** The first one is low. */
        private void play(List<Integer> pulses) {
            long at = 30;
            for (int i = 0; i < pulses.size(); i++) {
                boolean low = i % 2 == 0;
                board.clock().after(Duration.of(at, ChronoUnit.MICROS), () -> {
                    if (low) {
                        pin.drive(false);
                    } else {
                        pin.release();
                    }
                });
                at += pulses.get(i);
            }
            board.clock().after(Duration.of(at, ChronoUnit.MICROS), pin::release);
        }

        @Override
        public Map<String, Object> variables() {
            return Map.of("pin", board.blinka().pin(PIN));
        }

        @Override
        public List<byte[]> writes() {
            return List.of();
        }

        @Override
        public void close() {
            board.lenient().close();
        }
    }

    /** A serial port. The other end sends what the transactions have, or answers with it to what they have as written. */
    final class OverUart implements VectorBus {
        private final SimUart uart = new SimUart("uart", new SimClock());
        private final List<byte[]> writes = new ArrayList<>();
        private final List<JsonObject> transactions;
        private int next;

        OverUart(List<JsonObject> transactions) {
            this.transactions = transactions;
            uart.outside().onReceive(bytes -> {
                writes.add(bytes);
                next++;
                send();
            });
            if (!transactions.isEmpty() && !transactions.get(0).has("write")) {
                send();
            } else {
                next = -1;
            }
        }

        /** The reply of the next transaction, and those after it to which nothing needs to be written. */
        private void send() {
            while (next < transactions.size()) {
                JsonObject transaction = transactions.get(next);
                if (transaction.has("read_text")) {
                    uart.outside().write(Json.text(transaction, "read_text").getBytes(StandardCharsets.ISO_8859_1));
                } else if (transaction.has("read")) {
                    uart.outside().write(Json.bytes(transaction.get("read")));
                }
                if (next + 1 == transactions.size()
                        || transactions.get(next + 1).has("write")) {
                    return;
                }
                next++;
            }
        }

        @Override
        public Map<String, Object> variables() {
            return Map.of("uart", new UART(uart.open(UartPort.Settings.DEFAULT), UartPort.Settings.DEFAULT));
        }

        @Override
        public List<byte[]> writes() {
            return writes;
        }
    }

    /** A 1-Wire bus with one chip, which answers a command as in the transaction that wrote it. Otherwise it sends ones. */
    final class OverOneWire implements VectorBus {
        private static final int ROM_LENGTH = 8;
        private static final int ONES = 0xFF;

        private final SimOneWireBus bus = new SimOneWireBus();
        private final byte[] rom;

        OverOneWire(List<JsonObject> transactions) {
            if (transactions.isEmpty()) {
                throw new CannotRun("the vector has no transactions");
            }
            // Match ROM, the ROM code, the command.
            byte[] first = Json.bytes(transactions.get(0).get("write"));
            rom = Arrays.copyOfRange(first, 1, 1 + ROM_LENGTH);
            long serialNumber = 0;
            for (int i = ROM_LENGTH - 2; i > 0; i--) {
                serialNumber = serialNumber << Byte.SIZE | rom[i] & ONES;
            }
            Map<Integer, byte[]> answers = new HashMap<>();
            for (JsonObject each : transactions) {
                int command = Json.bytes(each.get("write"))[1 + ROM_LENGTH] & ONES;
                answers.put(command, each.has("read") ? Json.bytes(each.get("read")) : new byte[0]);
            }
            bus.attach(new RomCommands(rom[0] & ONES, serialNumber, new Answers(answers)));
        }

        @Override
        public Map<String, Object> variables() {
            return VectorBus.variables("bus", new OneWireBus(bus), "rom", rom, "addr", new OneWireAddress(rom));
        }

        @Override
        public List<byte[]> writes() {
            return List.of();
        }

        private static final class Answers implements RomCommands.Functions {
            private final Map<Integer, byte[]> answers;
            private byte[] answer;
            private int sent;

            Answers(Map<Integer, byte[]> answers) {
                this.answers = answers;
            }

            @Override
            public void selected() {
                answer = null;
            }

            @Override
            public void write(int command) {
                answer = answers.getOrDefault(command, new byte[0]);
                sent = 0;
            }

            @Override
            public int next() {
                return answer == null ? -1 : sent < answer.length ? answer[sent++] & ONES : ONES;
            }
        }
    }
}
