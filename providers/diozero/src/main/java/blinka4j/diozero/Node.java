// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.NotAvailableException;
import blinka4j.kernel.DeviceKind;
import blinka4j.provider.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks at a device file before diozero does: diozero prints what is wrong with it, or says nothing, but does not tell.
 */
final class Node {
    private Node() {}

    /**
     * Requires that a device file is there, is of the right kind, and may be read and written.
     *
     * @param missing why the file may be missing and what to do then
     */
    static void require(Host host, DeviceKind kind, String path, String missing) {
        Path file = host.path(path);
        if (!Files.exists(file)) {
            throw new NotAvailableException("%s does not exist: %s".formatted(path, missing));
        }
        String mistaken = kind.mistaken(host, path);
        if (mistaken != null) {
            throw new NotAvailableException(mistaken);
        }
        if (!mayUse(host, path)) {
            throw new NotAvailableException(kind.denied(host, path));
        }
    }

    static boolean mayUse(Host host, String path) {
        Path file = host.path(path);
        return Files.isReadable(file) && Files.isWritable(file);
    }

    /**
     * The numbers in the name of a device file, which is all that diozero takes. A link is followed.
     *
     * @param name matches such a name, with a group for each number
     */
    static Matcher numbers(Host host, String path, Pattern name) {
        String real = path;
        try {
            real = host.path(path).toRealPath().toString();
        } catch (IOException e) {
            // It is not there, or not as a whole: its own name will have to do.
        }
        Matcher matcher = name.matcher(real.substring(real.lastIndexOf('/') + 1));
        if (!matcher.matches()) {
            throw new NotAvailableException(
                    "%s: diozero opens devices by the number in their name, and this has none; name the device itself, or set BLINKA_PROVIDER=linux"
                            .formatted(path));
        }
        return matcher;
    }
}
