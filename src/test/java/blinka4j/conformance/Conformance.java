// SPDX-License-Identifier: MIT
package blinka4j.conformance;

/**
 * The suites in one place, for one provider after the other. Who extends it names in nested classes what the place has the hardware
 * for, as in {@code @Nested class Gpio extends GpioSuite}, and gives the sites as the class's arguments, which JUnit closes.
 */
public abstract class Conformance {
    private final Site site;

    protected Conformance(Site site) {
        this.site = site;
    }

    protected Site site() {
        return site;
    }
}
