// SPDX-License-Identifier: MIT
package blinka4j.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.BusException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * The check values are those of the catalogue of parametrised CRC algorithms (reveng.sourceforge.io/crc-catalogue): the
 * checksum of the nine characters 123456789.
 */
class ChecksumTest {
    private static final byte[] CHECK = "123456789".getBytes(StandardCharsets.US_ASCII);

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void crc8HasTheCataloguesCheckValues() {
        assertThat(Crc8.SENSIRION.of(CHECK)).as("CRC-8/NRSC-5").isEqualTo(0xf7);
        assertThat(Crc8.SMBUS.of(CHECK)).as("CRC-8/SMBUS").isEqualTo(0xf4);
        assertThat(Crc8.ONE_WIRE.of(CHECK)).as("CRC-8/MAXIM-DOW").isEqualTo(0xa1);
    }

    @Test
    void crc8OfOtherParametersHasTheCataloguesCheckValues() {
        assertThat(new Crc8(0x2f, 0xff, false, 0xff).of(CHECK))
                .as("CRC-8/AUTOSAR")
                .isEqualTo(0xdf);
        assertThat(new Crc8(0x1d, 0xff, true, 0).of(CHECK))
                .as("CRC-8/TECH-3250")
                .isEqualTo(0x97);
    }

    @Test
    void crc16HasTheCataloguesCheckValues() {
        assertThat(Crc16.MODBUS.of(CHECK)).as("CRC-16/MODBUS").isEqualTo(0x4b37);
        assertThat(Crc16.ONE_WIRE.of(CHECK)).as("CRC-16/MAXIM-DOW").isEqualTo(0x44c2);
        assertThat(Crc16.ARC.of(CHECK)).as("CRC-16/ARC").isEqualTo(0xbb3d);
        assertThat(Crc16.CCITT.of(CHECK)).as("CRC-16/IBM-3740").isEqualTo(0x29b1);
        assertThat(Crc16.XMODEM.of(CHECK)).as("CRC-16/XMODEM").isEqualTo(0x31c3);
        assertThat(Crc16.KERMIT.of(CHECK)).as("CRC-16/KERMIT").isEqualTo(0x2189);
    }

    @Test
    void crc16OfOtherParametersHasTheCataloguesCheckValues() {
        assertThat(new Crc16(0x1021, 0xb2aa, true, 0).of(CHECK))
                .as("CRC-16/RIELLO")
                .isEqualTo(0x63d0);
        assertThat(new Crc16(0x1021, 0xffff, false, 0xffff).of(CHECK))
                .as("CRC-16/GENIBUS")
                .isEqualTo(0xd64e);
    }

    /** The example of Sensirion's data sheets, such as that of the SHT4x, section 4.4. */
    @Test
    void sensirionsExampleHasItsChecksum() {
        assertThat(Crc8.SENSIRION.of(bytes("beef"))).isEqualTo(0x92);
    }

    /** The examples of the HTU21D(F)'s data sheet, section CRC Checksum. */
    @Test
    void theExamplesOfTheHtu21HaveTheirChecksums() {
        assertThat(Crc8.HTU21.of(bytes("dc"))).isEqualTo(0x79);
        assertThat(Crc8.HTU21.of(bytes("683a"))).isEqualTo(0x7c);
        assertThat(Crc8.HTU21.of(bytes("4e85"))).isEqualTo(0x6b);
    }

    /** Maxim's application note 27: the ROM code 02 1c b8 01 00 00 00 has the CRC a2. */
    @Test
    void theRomCodeOfMaximsApplicationNoteHasItsChecksum() {
        assertThat(Crc8.ONE_WIRE.of(bytes("021cb801000000"))).isEqualTo(0xa2);
    }

    @Test
    void aPartOfAnArrayHasAChecksumOfItsOwn() {
        assertThat(Crc8.SENSIRION.of(bytes("00beef00"), 1, 3)).isEqualTo(0x92);
        assertThat(Crc16.MODBUS.of("x123456789x".getBytes(StandardCharsets.US_ASCII), 1, 10))
                .isEqualTo(0x4b37);
    }

    @Test
    void aReplyOfCheckedWordsIsGivenBack() {
        byte[] reply = bytes("beef92beef92");

        assertThat(Crc8.SENSIRION.requireAfterEach(2, reply, "SHT40")).isSameAs(reply);
        assertThat(Crc8.SENSIRION.requireAfterEach(2, new byte[0], "SHT40")).isEmpty();
    }

    @Test
    void aChangedByteOrChecksumIsAnErrorThatNamesTheSender() {
        for (String reply : new String[] {"bfef92beef92", "beef92beee92", "beef92beef93"}) {
            assertThatThrownBy(() -> Crc8.SENSIRION.requireAfterEach(2, bytes(reply), "address 0x44 of I2C(1)"))
                    .isInstanceOfSatisfying(
                            BusException.class, e -> assertThat(e.kind()).isEqualTo(BusException.Kind.CHECKSUM))
                    .hasMessageStartingWith("wrong checksum from address 0x44 of I2C(1) in " + reply);
        }
    }

    @Test
    void aWordThatIsCutOffIsAnError() {
        for (String reply : new String[] {"be", "beef", "beef92be", "beef92beef"}) {
            assertThatThrownBy(() -> Crc8.SENSIRION.requireAfterEach(2, bytes(reply), "SHT40"))
                    .isInstanceOf(BusException.class);
        }
    }
}
