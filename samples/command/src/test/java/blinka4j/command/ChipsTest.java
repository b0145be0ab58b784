// SPDX-License-Identifier: MIT
package blinka4j.command;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.BusException;
import blinka4j.busio.I2C;
import blinka4j.command.Chips.Chip;
import blinka4j.command.Chips.IdRegister;
import blinka4j.drivers.hdc302x.HDC302x;
import blinka4j.drivers.scd4x.SCD4X;
import blinka4j.drivers.sht31d.SHT31D;
import blinka4j.drivers.sht4x.SHT4x;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CBus.Transfer;
import blinka4j.sim.SimI2CDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares {@code chips.tsv} with the drivers and the simulated chips. */
class ChipsTest {
    private static final List<Chip> ALL = Chips.all();

    /** Chips of one driver, of which another one is simulated. */
    private static final Set<String> NOT_SIMULATED = Set.of("BMP388", "DRV2605", "L3GD20H");

    @TempDir
    private static Path folder;

    private static Map<String, byte[]> compiled = Map.of();

    private final Trial trial = new Trial();

    /** The three lines of each chip, in a class of each. */
    @BeforeAll
    static void compileTheLinesOfAllChips() throws IOException {
        StringBuilder source = new StringBuilder("import blinka4j.board.Board;\n");
        ALL.stream()
                .map(chip -> chip.lines(0x77, "Board.i2c()").get(0))
                .distinct()
                .forEach(line -> source.append(line).append('\n'));
        source.append("import blinka4j.drivers.l3gd20.L3GD20;\n");
        for (Chip chip : ALL) {
            List<String> lines = chip.lines(chip.addresses().nextSetBit(0), "Board.i2c()");
            source.append("class Use_%s { public static void main(String[] args) {\n%s\n%s\n} }\n"
                    .formatted(Chips.plain(chip.name()), lines.get(1), lines.get(2)));
        }
        Compilation compilation = Compilation.of(
                Files.writeString(folder.resolve("Use.java"), source), System.getProperty("java.class.path"));
        assertThat(compilation.errors()).isEmpty();
        compiled = compilation.classes();
    }

    @AfterEach
    void end() {
        trial.close();
    }

    static List<String> identifiable() {
        return ALL.stream()
                .filter(chip ->
                        !chip.ids().isEmpty() && simulated(chip) != null && !NOT_SIMULATED.contains(chip.name()))
                .map(Chip::name)
                .toList();
    }

    private static SimulatedChips.Known simulated(Chip chip) {
        SimulatedChips.Known named = SimulatedChips.find(chip.name());
        return named != null ? named : SimulatedChips.find(chip.type().replaceFirst(".*\\.", ""));
    }

    private static Chip chip(String name) {
        return ALL.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void atLeastThirtyChipsAreComparedWithTheirDrivers() {
        assertThat(identifiable()).hasSizeGreaterThanOrEqualTo(30);
    }

    /** The registers of the table are those that the driver reads in its constructor. */
    @ParameterizedTest
    @MethodSource("identifiable")
    void theDriverReadsTheSameRegistersAndFindsTheSameValues(String name) throws Exception {
        Chip chip = chip(name);
        SimI2CBus bus = trial.board.i2c().record();
        bus.attach(chip.addresses().nextSetBit(0), simulated(chip).make());

        use(chip);
        // These ask for the serial number or the id only on demand.
        I2C i2c = trial.board.blinka().i2c();
        switch (name) {
            case "HDC302x" -> new HDC302x(i2c).manufacturerId();
            case "SCD4X" -> new SCD4X(i2c).serialNumber();
            case "SHT31D" -> new SHT31D(i2c).serialNumber();
            case "SHT4x" -> new SHT4x(i2c).serialNumber();
            default -> {}
        }

        for (IdRegister id : chip.ids()) {
            List<Transfer> reads = bus.transfers().stream()
                    .filter(each ->
                            isQuestion(id, each, bus.transfers()) && each.read().size() >= id.bytes())
                    .toList();
            // A number of registers may be read together, up to the one of the table.
            boolean isRead = reads.stream().anyMatch(each -> id.fits(value(each.read(), 0, id.bytes())))
                    || bus.transfers().stream()
                            .filter(each -> each.written().size() == 1)
                            .anyMatch(each -> {
                                int from = id.number() - each.written().get(0);
                                return id.length() == 1
                                        && from >= 0
                                        && from + id.bytes() <= each.read().size()
                                        && id.fits(value(each.read(), from, id.bytes()));
                            });
            assertThat(isRead)
                    .as("%s reads 0x%02x: %s", name, id.number(), bus.transfers())
                    .isTrue();
        }
    }

    /** True if this transfer wrote the number, or comes after the one that wrote it. */
    private static boolean isQuestion(IdRegister id, Transfer transfer, List<Transfer> all) {
        List<Integer> question = new ArrayList<>();
        for (byte each : id.question()) {
            question.add(each & 0xff);
        }
        if (transfer.written().equals(question)) {
            return true;
        }
        List<Transfer> before = all.subList(0, all.indexOf(transfer)).stream()
                .filter(each -> !each.written().isEmpty())
                .toList();
        return transfer.written().isEmpty()
                && !before.isEmpty()
                && before.get(before.size() - 1).written().equals(question);
    }

    private static int value(List<Integer> bytes, int from, int count) {
        int value = 0;
        for (int i = from; i < from + count; i++) {
            value = (value << 8) | bytes.get(i);
        }
        return value;
    }

    /** Runs the three lines. What they print is of no interest, nor is an error after the chip was recognised. */
    private static void use(Chip chip) throws Exception {
        ClassLoader loader = new ClassLoader(ChipsTest.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) throws ClassNotFoundException {
                byte[] bytes = compiled.get(name);
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                return defineClass(name, bytes, 0, bytes.length);
            }
        };
        var main = loader.loadClass("Use_" + Chips.plain(chip.name())).getMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) new String[0]);
    }

    /** Where nothing forbids to ask, the scan names each simulated chip. */
    @Test
    void theScanNamesEachSimulatedChipThatItMayAsk() {
        List<String> wrong = new ArrayList<>();
        for (String name : identifiable()) {
            Chip chip = chip(name);
            for (int address = chip.addresses().nextSetBit(0);
                    address >= 0;
                    address = chip.addresses().nextSetBit(address + 1)) {
                int at = address;
                // A chip that refuses to be read takes commands.
                boolean mayAsk = Chips.at(address, ALL).stream()
                        .filter(other -> !chip.takesCommands() || other.refusesReads())
                        .noneMatch(other -> chip.ids().stream()
                                .anyMatch(id ->
                                        id.isCommand() ? other.acts().get(id.question()[0] & 0xff) : other.minds(id)));
                SimI2CBus bus = new SimI2CBus().attach(address, simulated(chip).make());
                List<String> named = I2cBus.scan(new I2C(bus), ALL, -1).get(0).named().stream()
                        .map(Chip::name)
                        .toList();
                boolean expected = mayAsk && chip.isIdentifiable();
                if (named.contains(name) != expected) {
                    wrong.add("%s at 0x%02x is named %s".formatted(name, at, named));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A bus that acknowledges everything, at all addresses: whatever is there, nothing else is ever written. */
    @Test
    void onlyNumbersThatNoKnownChipOfTheAddressMindsAreWritten() {
        SimI2CBus bus = new SimI2CBus().record();
        for (int address = 0x08; address <= 0x77; address++) {
            bus.attach(address, new SimI2CDevice() {
                @Override
                public boolean write(int value) {
                    return true;
                }

                @Override
                public int read() {
                    return 0xFF;
                }
            });
        }

        I2cBus.scan(new I2C(bus), ALL, -1);

        Set<Integer> commanded = new TreeSet<>();
        for (Transfer each : bus.transfers()) {
            List<Chip> chips = Chips.at(each.address(), ALL);
            if (each.written().size() == 1) {
                int number = each.written().get(0);
                assertThat(chips)
                        .as(each.toString())
                        .noneMatch(chip -> chip.acts().get(number));
                assertThat(chips).anyMatch(chip -> chip.ids().stream().anyMatch(id -> id.number() == number));
            } else if (!each.written().isEmpty()) {
                assertThat(each.written()).hasSize(2);
                assertThat(chips).as(each.toString()).allMatch(Chip::takesCommands);
                commanded.add(each.address());
            }
        }
        // SGP30 and SGP40, which share their addresses with no other chip of the table.
        assertThat(commanded).containsExactly(0x58, 0x59);
    }

    /**
     * Commands are written to a chip that refuses to be read. The simulated chips come from data sheets: none of those that a command could
     * change does refuse. A chip that sleeps until it is told to wake does, and this one is not at such an address.
     */
    @Test
    void onlyChipsThatTakeCommandsRefuseToBeRead() {
        Set<String> refusing = new TreeSet<>();
        for (Chip chip : ALL) {
            SimulatedChips.Known known = simulated(chip);
            int address = chip.addresses().nextSetBit(0);
            if (known == null) {
                continue;
            }
            I2C i2c = new I2C(new SimI2CBus().attach(address, known.make()));
            try {
                i2c.readFromInto(address, new byte[1]);
                assertThat(chip.refusesReads()).as(chip.name()).isFalse();
            } catch (BusException e) {
                refusing.add(chip.name());
            }
        }
        Set<String> expected =
                ALL.stream().filter(Chip::refusesReads).map(Chip::name).collect(Collectors.toCollection(TreeSet::new));
        assertThat(refusing).containsAll(expected);
        refusing.removeAll(expected);
        List<Chip> commanded = ALL.stream().filter(Chip::takesCommands).toList();
        assertThat(refusing)
                .as("at no address of a chip that takes commands")
                .allSatisfy(name -> assertThat(commanded)
                        .noneMatch(
                                chip -> chip.addresses().intersects(chip(name).addresses())));
    }

    /** An EEPROM, a display, an output: whatever answers a read gets no command, also where it is not expected. */
    @Test
    void aChipThatCanBeReadGetsNoCommand() {
        for (String name : List.of("PCA9685@44", "MCP4725@62", "HT16K33@70", "24LC32@44", "SSD1306@62")) {
            String[] parts = name.split("@", 2);
            int address = Integer.parseInt(parts[1], 16);
            SimI2CBus bus = new SimI2CBus().record();
            bus.attach(address, SimulatedChips.find(parts[0]).make());

            I2cBus.scan(new I2C(bus), ALL, -1);

            assertThat(bus.transfers()).as(name).allMatch(each -> each.written().size() <= 1);
        }
    }

    @Test
    void theTableHasEachChipOnceAndEachDriverExists() {
        assertThat(ALL.stream().map(Chip::name).collect(Collectors.toSet())).hasSameSizeAs(ALL);
    }
}
