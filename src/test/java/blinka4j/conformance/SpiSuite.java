// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tests of an SPI bus with a flash memory, an SST25VF016B, at the chip select of pin CE0. */
public abstract class SpiSuite extends Suite {
    private static final int BAUDRATE = 10_000_000;
    private static final int ADDRESS = 0x012345;
    private static final int LONG = 10_000;

    private final byte[] flash;

    /** @param flash the contents of the memory */
    protected SpiSuite(Site site, byte[] flash) {
        super(site);
        this.flash = flash;
    }

    @Override
    Feature kind() {
        return Feature.SPI;
    }

    @Override
    String attempt(Feature feature) {
        String opened = ask("spi open");
        return switch (feature) {
            case LONG_SPI -> read(ADDRESS, LONG);
            case HELD_SELECT -> ask("spi held %s 9f 3", BAUDRATE);
            case SPI_LSB_FIRST -> ask("spi settings %s 8 true false", BAUDRATE);
            default -> opened;
        };
    }

    @Override
    void afterAttempt() {
        ask("spi close");
    }

    @BeforeEach
    void open() {
        if (site().reasonAgainst(Feature.SPI) == null) {
            does("spi open");
        }
    }

    @AfterEach
    void close() {
        ask("spi close");
    }

    /** The command of the flash's data sheet: 0x03 and an address of three bytes. */
    private String read(int address, int count) {
        return ask("spi transaction %s 0 0 03%06x %s", BAUDRATE, address, count);
    }

    private String content(int address, int count) {
        byte[] content = Arrays.copyOfRange(flash, address, address + count);
        return count > 64
                ? count + " bytes, " + Subject.sha256(content)
                : HexFormat.of().formatHex(content);
    }

    @Test
    void aTransactionWritesAndThenReads() {
        assertThat(ask("spi transaction %s 0 0 9f 3", BAUDRATE)).isEqualTo("bf2541");
        assertThat(read(ADDRESS, 16)).isEqualTo(content(ADDRESS, 16));
    }

    @Test
    void anExchangeGoesBothWaysAtOnce() {
        assertThat(ask("spi exchange %s 9f000000", BAUDRATE)).endsWith("bf2541");
    }

    @Test
    @Needs(Feature.HELD_SELECT)
    void theChipStaysSelectedOverSeveralTransfers() {
        assertThat(ask("spi held %s 9f 3", BAUDRATE)).isEqualTo("bf2541");
        // But no longer: the next transaction is a new command.
        assertThat(read(ADDRESS, 4)).isEqualTo(content(ADDRESS, 4));
    }

    @Test
    @Needs(Feature.LONG_SPI)
    void aLongReadIsOneTransaction() {
        assertThat(read(ADDRESS, LONG)).isEqualTo(content(ADDRESS, LONG));
    }

    @Test
    void aReadOfSomeThousandBytesIsWhole() {
        assertThat(read(ADDRESS, 4000)).isEqualTo(content(ADDRESS, 4000));
    }

    /** By its data sheet, the flash supports modes 0 and 3. */
    @Test
    void theModeIsChangedAndChangedBack() {
        assertThat(ask("spi transaction %s 1 1 9f 3", BAUDRATE)).isEqualTo("bf2541");
        assertThat(ask("spi transaction %s 0 0 9f 3", BAUDRATE)).isEqualTo("bf2541");
        assertThat(ask("spi transaction 1000000 0 0 9f 3")).isEqualTo("bf2541");
    }

    @Test
    @Needs(Feature.SPI_LSB_FIRST)
    void whatTheControllerCannotDoIsSaidBeforeATransfer() {
        String answer = ask("spi settings %s 8 true false", BAUDRATE);
        assertThat(answer).matches("(?s)ok|NotAvailableException: .*(LSB|lowest bit).*");
        assertThat(ask("spi transaction %s 0 0 9f 3", BAUDRATE)).isEqualTo("bf2541");
    }

    @Test
    void settingsThatAreWrongAreRefused() {
        assertThat(ask("spi settings 0 8 false false"))
                .startsWith("IllegalArgumentException")
                .contains("baudrate 0");
        assertThat(ask("spi settings 1000 33 false false"))
                .startsWith("IllegalArgumentException")
                .contains("bits 33");
        assertThat(ask("spi transaction %s 0 0 9f 3", BAUDRATE)).isEqualTo("bf2541");
    }

    @Test
    @Uses("a chip that can go")
    void aChipThatIsTakenAwayIsAnErrorThatNamesIt() throws Exception {
        try (AutoCloseable chip = site().outside().takeAway(Feature.SPI)) {
            assertThat(chip).isNotNull();
            // A provider that reopens the device for each chip's settings finds no file.
            assertThat(ask("spi transaction %s 0 0 9f 3", BAUDRATE))
                    .matches("(?s)(Bus|NotAvailable)Exception.*/dev/spidev0.*");
            does("spi close");
        }
        does("spi open");
        assertThat(ask("spi transaction %s 0 0 9f 3", BAUDRATE)).isEqualTo("bf2541");
    }

    @Test
    void aClosedBusIsRefusedAndOpenedAnew() {
        does("spi close");
        does("spi close");
        assertThat(read(ADDRESS, 1)).startsWith("IllegalStateException").contains("is closed");
        does("spi open");
        assertThat(read(ADDRESS, 1)).isEqualTo(content(ADDRESS, 1));
    }
}
