// SPDX-License-Identifier: MIT
package blinka4j.conformance;

/**
 * The suites on one machine, for each provider. A subclass has a nested class for each kind of hardware, such as
 * {@code @Nested class Gpio extends GpioSuite}, and the sites as its arguments. JUnit closes the sites.
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
