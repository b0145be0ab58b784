// SPDX-License-Identifier: MIT
package blinka4j.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Changes to configfs, a file system that programs configure the kernel with. A test overrides them and acts as the kernel. */
class ConfigFs {
    void makeFolder(Path folder) throws IOException {
        Files.createDirectory(folder);
    }

    /** Writes all bytes in one call of the kernel, which takes each call for a whole value. */
    void write(Path attribute, byte[] value) throws IOException {
        Files.write(attribute, value, StandardOpenOption.WRITE);
    }

    void link(Path link, Path target) throws IOException {
        Files.createSymbolicLink(link, target);
    }

    /** Removes a link, or a folder with the attributes in it. */
    void remove(Path path) throws IOException {
        Files.delete(path);
    }
}
