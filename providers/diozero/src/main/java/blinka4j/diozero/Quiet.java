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
 * Switches diozero's log off, which otherwise prints on the program's console. {@code BLINKA_DIOZERO_LOG} names a level to
 * see it. Where the user has configured tinylog, or the program has used it, nothing is changed.
 */
final class Quiet {
    static final String SETTING = "BLINKA_DIOZERO_LOG";

    private static final Logger LOG = LoggerFactory.getLogger(Quiet.class);
    private static final String LEVEL = "level@com.diozero";

    private Quiet() {}

    static void apply(Host host) {
        if (Configuration.isFrozen() || isConfigured()) {
            LOG.debug(
                    "tinylog has a configuration of the user's, or is in use already: what diozero logs stays as it is");
            return;
        }
        try {
            Configuration.set(LEVEL, host.setting(SETTING).orElse("off"));
        } catch (UnsupportedOperationException e) {
            LOG.debug("another thread has just begun to use tinylog", e);
        }
    }

    /**
     * Whether tinylog will use something else than the file in diozero's own jar, which has these two levels in it. To ask
     * tinylog itself would end the time in which its configuration can be changed.
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
