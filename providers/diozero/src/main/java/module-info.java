// SPDX-License-Identifier: MIT
/** GPIO, I2C, SPI, UART and PWM through diozero. */
@SuppressWarnings("requires-automatic") // diozero has no module-info; its manifest names the module.
module blinka4j.provider.diozero {
    requires blinka4j.api;
    requires blinka4j.kernel;
    requires diozero.core;
    requires org.slf4j;
    requires org.tinylog.api;

    uses org.tinylog.configuration.ConfigurationLoader;

    provides blinka4j.provider.Provider with
            blinka4j.diozero.DiozeroProvider;
}
