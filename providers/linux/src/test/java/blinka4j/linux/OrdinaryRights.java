// SPDX-License-Identifier: MIT
package blinka4j.linux;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import org.junit.jupiter.api.function.Executable;
import org.opentest4j.AssertionFailedError;

/**
 * Runs a part of a test with the rights that the permissions of files give. Root's other rights, its capabilities, belong to a thread (man 7
 * capabilities), so this gives up those of a new one.
 */
final class OrdinaryRights {
    /** {@code _LINUX_CAPABILITY_VERSION_3}, whose sets of capabilities are two blocks of three words. */
    private static final int VERSION = 0x2008_0522;

    private static final int HEADER = 8;
    private static final int SETS = 24;

    private OrdinaryRights() {}

    static void run(Executable body) throws InterruptedException {
        Throwable[] failure = new Throwable[1];
        Thread thread = new Thread(() -> {
            try {
                giveUpCapabilities();
                body.execute();
            } catch (Throwable e) {
                failure[0] = e;
            }
        });
        thread.start();
        thread.join();
        if (failure[0] != null) {
            throw new AssertionFailedError("without the rights of root: " + failure[0].getMessage(), failure[0]);
        }
    }

    private static void giveUpCapabilities() {
        Memory header = new Memory(HEADER);
        header.setInt(0, VERSION);
        // This thread.
        header.setInt(Integer.BYTES, 0);
        Memory none = new Memory(SETS);
        none.clear();
        int result = Function.getFunction("c", "capset").invokeInt(new Object[] {header, none});
        assertThat(result).as("capset").isZero();
    }
}
