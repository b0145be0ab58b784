// SPDX-License-Identifier: MIT
package blinka4j.lab.guest;

import blinka4j.NotAvailableException;
import blinka4j.samples.BoardInfo;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Loads all classes of the class path, so that the virtual machine can store them in an archive. */
public final class LoadAll {
    private LoadAll() {}

    public static void main(String[] args) throws Exception {
        // What the runtime makes while it runs, such as lambdas, is stored too.
        try {
            BoardInfo.main(new String[0]);
        } catch (NotAvailableException e) {
            // The host has no hardware at all, as a container without /sys.
        }
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
            load(jar);
        }
    }

    private static void load(String jar) throws IOException {
        List<String> classes;
        try (JarFile file = new JarFile(jar)) {
            classes = file.stream()
                    .map(JarEntry::getName)
                    .filter(name ->
                            name.endsWith(".class") && !name.startsWith("META-INF") && !name.endsWith("-info.class"))
                    .map(name -> name.replace(".class", "").replace('/', '.'))
                    .toList();
        }
        for (String name : classes) {
            try {
                Class.forName(name, false, LoadAll.class.getClassLoader());
            } catch (LinkageError | ClassNotFoundException e) {
                // It uses a library that is not on this class path, so no program of the lab uses it.
            }
        }
    }
}
