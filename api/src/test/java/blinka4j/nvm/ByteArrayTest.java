// SPDX-License-Identifier: MIT
package blinka4j.nvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.provider.NvmPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteArrayTest {
    private final byte[] stored = {1, 2, 3, (byte) 0xFE};
    private int writes;

    private final ByteArray nvm = new ByteArray(new NvmPort() {
        @Override
        public int length() {
            return stored.length;
        }

        @Override
        public byte[] read() {
            return stored.clone();
        }

        @Override
        public void write(int start, byte[] bytes) {
            writes++;
            System.arraycopy(bytes, 0, stored, start, bytes.length);
        }
    });

    @Test
    void bytesAndSlicesAreReadAndWritten() {
        assertThat(nvm.length()).isEqualTo(4);
        assertThat(nvm.get(3)).isEqualTo(0xFE);
        assertThat(nvm.get(1, 3)).containsExactly(2, 3);
        assertThat(nvm.get(4, 4)).isEmpty();
        nvm.set(0, 255);
        nvm.set(1, -128);
        nvm.set(2, new byte[] {7, 8});
        assertThat(stored).containsExactly(255, 128, 7, 8);
        assertThat(nvm).hasToString("nvm");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 4, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void anIndexThatIsNotThereIsRefused(int index) {
        assertThatThrownBy(() -> nvm.get(index))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContainingAll("index " + index, "0 to 3");
        assertThatThrownBy(() -> nvm.set(index, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(writes).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "3, 5", "3, 2", "0, 2147483647", "-2147483648, 2147483647"})
    void aSliceBeyondTheEndsIsRefused(int from, int to) {
        assertThatThrownBy(() -> nvm.get(from, to)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void bytesThatDoNotFitAreNotWrittenInPart() {
        assertThatThrownBy(() -> nvm.set(2, new byte[3]))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContainingAll("3 bytes", "index 2", "0 to 3");
        assertThat(writes).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {-129, 256})
    void aValueThatIsNoByteIsRefused(int value) {
        assertThatThrownBy(() -> nvm.set(0, value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(String.valueOf(value), "0 to 255");
        assertThat(writes).isZero();
    }
}
