// SPDX-License-Identifier: MIT
/** GPIO, I2C, SPI and PWM through Pi4J and its plugins. */
module blinka4j.provider.pi4j {
    requires blinka4j.api;
    requires blinka4j.kernel;
    requires com.pi4j;
    requires org.slf4j;

    uses com.pi4j.extension.Plugin;

    provides blinka4j.provider.Provider with
            blinka4j.pi4j.Pi4JProvider;
}
