// SPDX-License-Identifier: MIT
package blinka4j.lab;

import blinka4j.conformance.Site;
import blinka4j.conformance.Subject;
import java.nio.file.Path;

/** The providers in the guests, and the libraries of each. */
final class Providers {
    private Providers() {}

    /** Returns the program of the conformance suites, set up to use a provider. */
    static Program program(Lab lab, Site site) {
        return program(lab.program(Subject.class), site.provider());
    }

    /** Sets up a program to use a provider. The program does not name it. */
    static Program program(Program program, String provider) {
        program.environment("BLINKA_PROVIDER", provider);
        return switch (provider) {
            case "diozero" -> program.with("diozero", "tinylog");
            case "pi4j" -> program.with("pi4j");
            default -> program;
        };
    }

    /**
     * Sets up a program to use the Pi4J provider with Pi4J 4, which needs Java 25, in a guest that shares the host's files.
     *
     * @param jars the folder with Pi4J 4 and its plugins
     */
    static Program pi4j4(Program program, Path jars) {
        return program.environment("BLINKA_PROVIDER", "pi4j")
                .java("java25")
                .option("--enable-native-access=ALL-UNNAMED")
                .before(jars + "/*")
                .with("pi4j/target");
    }
}
