// SPDX-License-Identifier: MIT
/** GPIO, I2C, SPI and UART through the kernel's character devices, PWM through sysfs. */
@SuppressWarnings("requires-automatic") // JNA's usual jar has no module-info; its manifest names the module.
module blinka4j.provider.linux {
    requires blinka4j.api;
    requires blinka4j.kernel;
    requires com.sun.jna;
    requires org.slf4j;
    // JNA logs with it, which an automatic module cannot say.
    requires java.logging;

    provides blinka4j.provider.Provider with
            blinka4j.linux.LinuxProvider;
}
