// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The tests of an I2C bus. They use the roles {@code scan}, {@code words} (a chip with 16-bit registers, and the number of a register
 * whose last seven bits need not be stored), {@code absent}, {@code eeprom} and {@code kernel} of a site.
 */
public abstract class I2cSuite extends Suite {
    private static final int EEPROM_SIZE = 4096;
    private static final int EEPROM_PAGE = 32;

    protected I2cSuite(Site site) {
        super(site);
    }

    @Override
    Feature kind() {
        return Feature.I2C;
    }

    @Override
    String attempt(Feature feature) {
        return feature == Feature.EMPTY_WRITES ? ask("i2c write " + chip()) : ask("i2c open");
    }

    @Override
    void afterAttempt() {
        // Nothing was opened.
    }

    @BeforeEach
    void open() {
        if (site().reasonAgainst(Feature.I2C) == null) {
            does("i2c open");
        }
    }

    @AfterEach
    void close() {
        ask("i2c close");
    }

    private String chip() {
        return site().name("words").split(" ")[0];
    }

    private String register() {
        return site().name("words").split(" ")[1];
    }

    @Test
    void aScanFindsWhatIsThereAndNothingElse() {
        assertThat(ask("i2c scan")).isEqualTo(site().name("scan"));
    }

    @Test
    void aProbeAsksForOneAddress() {
        assertThat(ask("i2c probe " + chip())).isEqualTo("true");
        assertThat(ask("i2c probe " + site().name("absent"))).isEqualTo("false");
        assertThat(ask("i2c device " + chip())).isEqualTo("ok");
        assertThat(ask("i2c device " + site().name("absent")))
                .startsWith("DeviceNotFoundException")
                .contains("0x" + site().name("absent"))
                .containsPattern("Check its power|No simulated chip");
    }

    @Test
    void whatWasWrittenToARegisterIsReadBackWithARepeatedStart() {
        for (String word : List.of("4b00", "8080", "0080", "7f80")) {
            does("i2c write %s %s%s", chip(), register(), word);
            assertThat(ask("i2c write-read %s %s 2", chip(), register())).isEqualTo(word);
            // The same with one buffer for both, as adafruit_register does it.
            assertThat(ask("i2c register %s %s 2", chip(), register())).isEqualTo(register() + word);
        }
    }

    @Test
    void aReadGoesOnWhereTheWriteBeforeItPointed() {
        does("i2c write %s %s4b00", chip(), register());
        does("i2c write %s %s", chip(), register());
        assertThat(ask("i2c read %s 1", chip())).isEqualTo("4b");
    }

    @Test
    @Needs(Feature.EMPTY_WRITES)
    void anAddressAloneIsWritten() {
        does("i2c write " + chip());
    }

    @Test
    void whatDoesNotAnswerIsABusErrorThatNamesAddressAndBusAndTheBusGoesOn() {
        String absent = site().name("absent");
        for (String transfer : List.of(
                "i2c write " + absent + " 00",
                "i2c read " + absent + " 1",
                "i2c write-read " + absent + " 00 2",
                "i2c register " + absent + " 00 1")) {
            assertThat(ask(transfer))
                    .as(transfer)
                    .matches("(?s)BusException (" + site().name("no answer") + "): .*")
                    .contains("0x" + absent)
                    .containsPattern("wiring|No simulated chip");
        }
        assertThat(ask("i2c probe " + chip())).isEqualTo("true");
    }

    @Test
    void longTransfersAreWhole() {
        if (!site().has("eeprom")) {
            // This bus has registers of 16 bytes.
            String long16 = "000102030405060708090a0b0c0d0e0f";
            does("i2c write %s 20%s", site().name("bytes"), long16);
            assertThat(ask("i2c write-read %s 20 16", site().name("bytes"))).isEqualTo(long16);
            return;
        }
        String eeprom = site().name("eeprom");
        does("i2c fill %s %s %s", eeprom, EEPROM_SIZE, EEPROM_PAGE);
        int longest = site().has("longest read") ? Integer.parseInt(site().name("longest read")) : EEPROM_SIZE;
        byte[] content = Site.content(EEPROM_SIZE);
        for (int at = 0; at < EEPROM_SIZE; at += longest) {
            assertThat(ask("i2c write-read %s %04x %s", eeprom, at, longest))
                    .isEqualTo(longest + " bytes, " + Subject.sha256(Arrays.copyOfRange(content, at, at + longest)));
        }
        // A read ignores page borders.
        assertThat(ask("i2c write-read %s 001f 2", eeprom))
                .isEqualTo(HexFormat.of().formatHex(Site.content(EEPROM_SIZE), 0x1f, 0x21));
    }

    @Test
    void aTransferThatIsTooLongIsRefusedNotCut() {
        String answer = ask("i2c read %s 8193", chip());
        if (site().has("transfers of any length")) {
            assertThat(answer).startsWith("8193 bytes");
        } else {
            assertThat(answer).matches("(?s)BusException OTHER: .*8193.*");
        }
    }

    @Test
    void addressesAreOfSevenBits() {
        assertThat(ask("i2c probe 80")).startsWith("IllegalArgumentException").contains("0x80");
    }

    @Test
    @Uses("kernel")
    void aChipThatADriverOfTheKernelHoldsIsBusy() throws Exception {
        String address = site().name("kernel");
        try (AutoCloseable driver = site().outside().bind(address)) {
            assertThat(driver).isNotNull();
            // A bus that has been used knows which addresses are free.
            does("i2c close");
            does("i2c open");
            assertThat(ask("i2c write-read %s 00 1", address))
                    .startsWith("BusException BUSY")
                    .contains("0x" + address);
            assertThat(ask("i2c probe " + address)).isEqualTo("true");
        }
    }

    @Test
    @Uses("a controller that can go")
    void aControllerThatIsTakenAwayHangsNothingAndIsUsedAgainWhenItReturns() throws Exception {
        AutoCloseable controller = site().outside().takeAway(Feature.I2C);
        // The kernel removes it when its last file is closed. Until then transfers may still work.
        assertThat(ask("i2c write-read %s %s 2", chip(), register())).matches("(?s)BusException.*|[0-9a-f]{4}");
        does("i2c close");
        controller.close();
        does("i2c open");
        assertThat(ask("i2c probe " + chip())).isEqualTo("true");
    }

    @Test
    void aClosedBusIsRefusedAndOpenedAnew() {
        does("i2c close");
        does("i2c close");
        assertThat(ask("i2c probe " + chip()))
                .startsWith("IllegalStateException")
                .contains("is closed");
        does("i2c open");
        assertThat(ask("i2c probe " + chip())).isEqualTo("true");
    }
}
