// SPDX-License-Identifier: MIT
package blinka4j.micropython;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An exception of Python on the board. The ports turn it into one of the API. */
final class PythonError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The number of an OSError: {@code [Errno 5] EIO}, {@code 5}, {@code -5}. */
    private static final Pattern ERRNO = Pattern.compile("(?:OSError|TimeoutError): (?:\\[Errno )?-?(\\d{1,6})\\b.*");

    private final int errno;

    /** @param traceback what the board printed; its last line names the exception */
    PythonError(String traceback) {
        super(lastLine(traceback));
        Matcher number = ERRNO.matcher(said());
        errno = number.matches() ? Integer.parseInt(number.group(1)) : 0;
    }

    private static String lastLine(String traceback) {
        String text = traceback.strip();
        return text.substring(Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1);
    }

    /** The last line of the traceback, such as {@code OSError: [Errno 5] EIO}. */
    String said() {
        return String.valueOf(getMessage());
    }

    /** The error number of an OSError; 0 for other exceptions. */
    int errno() {
        return errno;
    }
}
