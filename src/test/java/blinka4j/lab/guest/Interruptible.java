// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs another program as a terminal does: Ctrl-C reaches it. The lab's shell makes its jobs ignore the signal, which all processes that
 * they start inherit. The arguments are the class and its arguments.
 */
public final class Interruptible {
    private static final int SIGINT = 2;

    private Interruptible() {}

    public static void main(String[] args) throws Exception {
        // SIG_DFL. This process ends without a word then, and the other one as it does.
        NativeLibrary.getProcess().getFunction("signal").invokePointer(new Object[] {SIGINT, Pointer.NULL});
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(args));
        System.exit(new ProcessBuilder(command).inheritIO().start().waitFor());
    }
}
