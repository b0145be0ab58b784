// SPDX-License-Identifier: MIT
package blinka4j.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import blinka4j.provider.NvmPort;
import org.junit.jupiter.api.Test;

/** What is expected of each {@link NvmPort}. Each test has a memory that was never written. */
abstract class NvmPortSuite {
    /** Returns the memory of this test. */
    abstract NvmPort open();

    @Test
    void bytesThatWereNeverWrittenAreOnes() {
        NvmPort memory = open();
        assertThat(memory.length()).isPositive();
        assertThat(memory.read()).hasSize(memory.length()).containsOnly(0xFF);
    }

    @Test
    void theFirstAndTheLastByteAreWrittenAndNoOther() {
        NvmPort memory = open();
        int last = memory.length() - 1;
        memory.write(last, new byte[] {7});
        memory.write(0, new byte[] {1, 2});
        byte[] read = memory.read();
        assertThat(read).startsWith(1, 2, 0xFF).endsWith(0xFF, 7).hasSize(last + 1);
        memory.write(1, new byte[] {3});
        assertThat(memory.read()).startsWith(1, 3, 0xFF);
    }

    @Test
    void theWholeMemoryIsWrittenAndRead() {
        NvmPort memory = open();
        byte[] all = new byte[memory.length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 31);
        }
        memory.write(0, all);
        assertThat(memory.read()).isEqualTo(all);
        memory.write(5, new byte[0]);
        assertThat(memory.read()).isEqualTo(all);
    }

    @Test
    void theArraysAreTheCallers() {
        NvmPort memory = open();
        byte[] written = {5};
        memory.write(0, written);
        written[0] = 6;
        memory.read()[0] = 7;
        assertThat(memory.read()[0]).isEqualTo((byte) 5);
    }

    @Test
    void theBytesStay() {
        open().write(10, new byte[] {42});
        assertThat(open().read()[10]).isEqualTo((byte) 42);
    }
}
