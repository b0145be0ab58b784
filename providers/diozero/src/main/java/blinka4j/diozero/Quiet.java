// SPDX-License-Identifier: MIT
package blinka4j.diozero;

import blinka4j.provider.Host;
import java.util.Properties;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tinylog.configuration.Configuration;
import org.tinylog.configuration.ConfigurationLoader;
import org.tinylog.configuration.PropertiesConfigurationLoader;

/**
 * Disables diozero's log, which otherwise prints on the program's console. {@code BLINKA_DIOZERO_LOG} sets a level to see it. If the user
 * has configured tinylog, or the program already uses it, the log is not changed.
 */
final class Quiet {
    static final String SETTING = "BLINKA_DIOZERO_LOG";

    private static final Logger LOG = LoggerFactory.getLogger(Quiet.class);
    private static final String LEVEL = "level@com.diozero";

    private Quiet() {}

    static void apply(Host host) {
        if (Configuration.isFrozen() || isConfigured()) {
            LOG.debug("tinylog is configured by the user or already in use, so diozero's log is not changed");
            return;
        }
        try {
            Configuration.set(LEVEL, host.setting(SETTING).orElse("off"));
        } catch (UnsupportedOperationException e) {
            LOG.debug("another thread already uses tinylog", e);
        }
    }

    /**
     * Returns whether tinylog will use a configuration other than the file in diozero's jar, which sets these two levels. Asking
     * tinylog itself would freeze its configuration.
     */
    private static boolean isConfigured() {
        boolean loader = System.getProperty("tinylog.configurationloader") != null
                || ServiceLoader.load(ConfigurationLoader.class).stream()
                        .anyMatch(found -> found.type() != PropertiesConfigurationLoader.class);
        Properties properties = new PropertiesConfigurationLoader().load();
        Configuration.mergeSystemProperties(properties);
        return loader
                || !"warn".equals(properties.getProperty(LEVEL))
                || !"debug".equals(properties.getProperty(LEVEL + ".internal.provider.mock"));
    }
}
