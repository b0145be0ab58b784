// SPDX-License-Identifier: MIT
package blinka4j.repl;

import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;

/** A pseudo-terminal: a serial port for a program, whose other end is here. Closing it is pulling out the cable. */
final class Pty implements AutoCloseable {
    private static final NativeLibrary C = NativeLibrary.getProcess();
    private static final int READ_WRITE_NO_TERMINAL = 02 | 0400;
    private static final int POLLIN = 1;
    private static final int BUFFER = 4096;
    private static final int STEP_MILLIS = 50;

    private final Memory poll = new Memory(8);
    private final Memory received = new Memory(BUFFER);
    private final int master;

    /** Held open: otherwise the master would report an error between two programs. */
    private final int slave;

    private final String path;

    Pty() {
        master = call("posix_openpt", READ_WRITE_NO_TERMINAL);
        call("grantpt", master);
        call("unlockpt", master);
        Memory name = new Memory(64);
        call("ptsname_r", master, name, 64L);
        path = name.getString(0);
        slave = call("open", path, READ_WRITE_NO_TERMINAL);
        // No echo, as on a serial port, also before a program has opened it.
        Memory termios = new Memory(256);
        call("tcgetattr", slave, termios);
        C.getFunction("cfmakeraw").invokeVoid(new Object[] {termios});
        call("tcsetattr", slave, 0, termios);
    }

    private static int call(String name, Object... arguments) {
        int result = C.getFunction(name).invokeInt(arguments);
        if (result < 0) {
            throw new IllegalStateException(name + " failed");
        }
        return result;
    }

    /** The device file of the serial port. */
    String path() {
        return path;
    }

    /** Waits for bytes, but not long. */
    byte[] read() {
        poll.setInt(0, master);
        poll.setShort(4, (short) POLLIN);
        poll.setShort(6, (short) 0);
        if (C.getFunction("poll").invokeInt(new Object[] {poll, 1L, STEP_MILLIS}) <= 0) {
            return new byte[0];
        }
        int length = C.getFunction("read").invokeInt(new Object[] {master, received, (long) BUFFER});
        return length <= 0 ? new byte[0] : received.getByteArray(0, length);
    }

    void write(byte[] bytes) {
        Memory sent = new Memory(Math.max(1, bytes.length));
        sent.write(0, bytes, 0, bytes.length);
        for (long done = 0; done < bytes.length; ) {
            int length = C.getFunction("write").invokeInt(new Object[] {master, sent.share(done), bytes.length - done});
            if (length <= 0) {
                throw new IllegalStateException("the pseudo-terminal takes no bytes");
            }
            done += length;
        }
    }

    @Override
    public void close() {
        call("close", master);
        call("close", slave);
    }
}
