// SPDX-License-Identifier: MIT
package blinka4j.command;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.BusException;
import blinka4j.sim.SimI2CBus;
import blinka4j.sim.SimI2CBus.Transfer;
import blinka4j.sim.SimI2CDevice;
import blinka4j.sim.chips.Sim24LC32;
import blinka4j.sim.chips.SimBME280;
import blinka4j.sim.chips.SimHT16K33;
import blinka4j.sim.chips.SimINA260;
import blinka4j.sim.chips.SimLIS3DH;
import blinka4j.sim.chips.SimMCP4725;
import blinka4j.sim.chips.SimMCP9808;
import blinka4j.sim.chips.SimPCA9685;
import blinka4j.sim.chips.SimPCF8574;
import blinka4j.sim.chips.SimPM25;
import blinka4j.sim.chips.SimSGP30;
import blinka4j.sim.chips.SimSHT31D;
import blinka4j.sim.chips.SimSHT4x;
import blinka4j.sim.chips.SimSSD1306;
import blinka4j.sim.chips.SimTCA9548A;
import blinka4j.sim.chips.SimTMP117;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class I2cBusTest {
    private final Trial trial = new Trial();
    private final SimI2CBus bus = trial.board.i2c();

    @AfterEach
    void end() {
        trial.close();
    }

    /** The transfers that had an answer. The scan's empty writes are left out. */
    private List<String> transfers() {
        return bus.transfers().stream()
                .filter(each -> each.failure() == null)
                .filter(each -> !each.written().isEmpty() || !each.read().isEmpty())
                .map(Transfer::toString)
                .toList();
    }

    @Test
    void chipsAreNamedWithTheirDriverAndThreeLines() {
        bus.attach(0x19, new SimMCP9808()).attach(0x77, new SimBME280());

        trial.run("i2c");

        assertThat(trial.exit).isZero();
        assertThat(trial.out)
                .contains("2 chips")
                .contains("0x19  MCP9808: temperature\n")
                .contains("import blinka4j.drivers.mcp9808.MCP9808;")
                .contains("var chip = new MCP9808(Board.i2c(), 0x19);")
                .contains("0x77  BME280: temperature, pressure and humidity\n");
    }

    /** The whole traffic of a bus with an MCP9808: the only bytes written are the numbers of identification registers. */
    @Test
    void onlyTheNumbersOfIdentificationRegistersAreWritten() {
        bus.record().attach(0x18, new SimMCP9808());

        trial.run("i2c");

        // LIS3DH's WHO_AM_I is asked too, because that chip can be at 0x18. An MCP9808 has 4 bits of it: its pointer is
        // 0x0F.
        assertThat(transfers())
                .containsExactly(
                        "0x18 written [0x0F] read [0x00]",
                        "0x18 written [0x06] read [0x00, 0x54]",
                        "0x18 written [0x07] read [0x04, 0x00]");
    }

    @Test
    void memoriesDisplaysOutputsAndMultiplexersAreReadOnly() {
        bus.record()
                .attach(0x20, new SimPCF8574())
                // APDS-9960 and ADXL345 can be at the next two addresses, and have an identification register.
                .attach(0x39, new SimPCF8574())
                .attach(0x53, new Sim24LC32())
                .attach(0x3C, new SimSSD1306(128, 64))
                .attach(0x50, new Sim24LC32())
                .attach(0x62, new SimMCP4725())
                .attach(0x70, new SimTCA9548A(trial.board.clock()))
                .attach(0x71, new SimHT16K33());

        trial.run("i2c");

        assertThat(bus.transfers()).allMatch(each -> each.written().isEmpty());
        assertThat(trial.out)
                .contains("0x20  perhaps")
                .contains("0x3c  perhaps")
                .contains("SSD1306")
                .contains("0x50  perhaps 24LC32 or MB85RC256V\n")
                .contains("24LC32: memory (EEPROM), blinka4j.drivers.eeprom24lc32.EEPROM_I2C\n")
                .contains("MCP4725")
                .contains("TCA9548A");
    }

    @Test
    void anAddressThatAnOutputCouldShareIsAskedOnlyOnDemand() {
        bus.record().attach(0x48, new SimTMP117());

        assertThat(trial.run("i2c").out).contains("perhaps").contains("TMP117").contains("--ask 0x48");
        assertThat(bus.transfers()).allMatch(each -> each.written().isEmpty());
        assertThat(trial.run("i2c", "--ask", "0x48").out).contains("0x48  TMP117: temperature\n");
    }

    @Test
    void aSensorWithoutRegistersIsNamedByTheChecksumOfItsSerialNumber() {
        bus.record().attach(0x58, new SimSGP30()).attach(0x44, new SimSHT4x());

        assertThat(trial.run("i2c").out)
                .contains("0x58  SGP30: air quality\n")
                .contains("0x44  SHT4x: temperature and humidity\n");
        // 0x89 is one byte, which the registers of an INA219 take for a number.
        assertThat(transfers())
                .contains("0x44 written [0x89]", "0x58 written [0x36, 0x82]", "0x58 read [0x00, 0x00, 0x81]");
    }

    /** A PCA9685 at 0x44 would take 0x3780 for a value of an output. */
    @Test
    void aCommandOfTwoBytesIsWrittenOnlyOnDemandWhereAChipWithRegistersCanBe() {
        bus.record().attach(0x44, new SimPCA9685());

        assertThat(trial.run("i2c").out).contains("perhaps").contains("SHT31D").contains("--ask 0x44");
        assertThat(bus.transfers()).allMatch(each -> each.written().size() <= 1);
        bus.detach(0x44).attach(0x44, new SimSHT31D());
        assertThat(trial.run("i2c", "--ask", "0x44").out).contains("0x44  SHT31D: temperature and humidity\n");
    }

    /** Data sheets of the SHT3x, HDC302x, SCD4x and SHTC3: without a command before, a read is not acknowledged. */
    @Test
    void aChipThatRefusesToBeReadIsAskedByACommand() {
        Wired.attach(trial.board, "SHT31D HDC302x@0x45 SCD4X SHTC3");
        bus.record();

        assertThat(trial.run("i2c").out)
                .contains("0x44  SHT31D: ", "0x45  HDC302x: ", "0x62  SCD4X: ", "0x70  SHTC3: ");
        assertThat(bus.transfers().stream()
                        .filter(each -> each.written().size() > 1)
                        .map(Transfer::written))
                .contains(List.of(0x37, 0x80), List.of(0x37, 0x81), List.of(0x36, 0x82), List.of(0xEF, 0xC8))
                .allMatch(written -> written.size() == 2);
    }

    @Test
    void onDemandAChipThatIsKnownByItsRegistersGetsNoCommand() {
        bus.record().attach(0x44, new SimINA260());

        assertThat(trial.run("i2c", "--ask", "0x44").out).contains("0x44  INA260: voltage and current\n");
        assertThat(bus.transfers()).allMatch(each -> each.written().size() <= 1);
    }

    @Test
    void aSensorThatSendsItsHeaderIsOnlyRead() {
        bus.record().attach(0x12, new SimPM25());

        assertThat(trial.run("i2c").out).contains("0x12  PM25: particles\n");
        assertThat(bus.transfers()).allMatch(each -> each.written().isEmpty());
    }

    @Test
    void withoutABusAllBusesOfTheBoardAreScannedAndTheLinesNameThem() {
        bus.attach(0x19, new SimMCP9808());
        trial.board.i2c("/dev/i2c-3").attach(0x77, new SimBME280());

        trial.run("i2c");

        assertThat(trial.exit).isZero();
        assertThat(trial.out)
                .containsSubsequence(
                        "I2C(simulated i2c1): 1 chip",
                        "var chip = new MCP9808(Board.i2c(), 0x19);",
                        "I2C(simulated i2c3): 1 chip",
                        "var chip = new BME280(new I2C(Board.pin(\"D5\"), Board.pin(\"D4\")), 0x77);")
                .contains("I2C(simulated i2c0), I2C(simulated i2c4)");
        assertThat(trial.run("i2c", "3").out)
                .contains("var chip = new BME280(new I2C(3), 0x77);")
                .doesNotContain("MCP9808");
        assertThat(trial.run("i2c", "--json").out)
                .contains("{\"bus\":\"simulated i2c1\",\"address\":25,")
                .contains("{\"bus\":\"simulated i2c3\",\"address\":119,");
        assertThat(trial.board.blinka().stillOpen()).isEmpty();
    }

    /** As on a header's second bus without resistors: a scan of all addresses would take two minutes. */
    @Test
    void aBusOnWhichEachAddressTimesOutIsGivenUpAndTheOthersAreShown() {
        bus.attach(0x19, new SimMCP9808());
        SimI2CBus dead = trial.board.i2c("/dev/i2c-3").record();
        for (int address = 0x08; address <= 0x77; address++) {
            dead.attach(address, new SimI2CDevice() {
                @Override
                public boolean start(boolean read) {
                    trial.board.clock().advance(Duration.ofSeconds(1));
                    throw new BusException(BusException.Kind.TIMEOUT, "no answer on i2c-3");
                }

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

        trial.run("i2c");

        assertThat(trial.exit).isZero();
        assertThat(trial.out).contains("0x19  MCP9808").doesNotContain("i2c3");
        assertThat(trial.err).contains("no answer on i2c-3").contains("blinka i2c /dev/i2c-3");
        assertThat(trial.board.clock().now()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void anUnknownChipIsSaidToBeUnknownAndTwoChipsAtTheirAddressesAreToldApart() {
        bus.attach(0x09, new SimMCP9808()).attach(0x18, new SimLIS3DH());

        assertThat(trial.run("i2c").out).contains("0x09  unknown").contains("0x18  LIS3DH: acceleration\n");
    }

    @Test
    void anEmptyBusIsAProblemWithACure() {
        assertThat(trial.run("i2c").exit).isEqualTo(1);
        assertThat(trial.out).contains("no chip answers").contains("BLINKA_CHIPS");
    }

    @Test
    void machinesGetTheSame() {
        bus.attach(0x19, new SimMCP9808());

        assertThat(trial.run("i2c", "--json").out)
                .isEqualTo(
                        "[{\"bus\":\"simulated i2c1\",\"address\":25,\"identified\":[{\"chip\":\"MCP9808\",\"driver\":"
                                + "\"blinka4j.drivers.mcp9808.MCP9808\",\"about\":\"temperature\"}],\"possible\":[],\"note\":\"\"}]\n");
    }

    @Test
    void aWrongAddressOrBusIsAnError() {
        assertThat(trial.run("i2c", "--ask", "0x99").exit).isEqualTo(2);
        assertThat(trial.run("i2c", "--ask", "x").exit).isEqualTo(2);
        assertThat(trial.run("i2c", "97").exit).isEqualTo(1);
        assertThat(trial.err).contains("i2c-97");
    }
}
