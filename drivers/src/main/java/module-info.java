// SPDX-License-Identifier: MIT
/** Drivers for sensors and other devices, one package per chip. */
module blinka4j.drivers {
    requires transitive blinka4j.api;

    exports blinka4j.drivers.bme280;
    exports blinka4j.drivers.ahtx0;
    exports blinka4j.drivers.bmp280;
    exports blinka4j.drivers.bmp3xx;
    exports blinka4j.drivers.ds1307;
    exports blinka4j.drivers.eeprom24lc32;
    exports blinka4j.drivers.lsm303dlhmag;
    exports blinka4j.drivers.mcp9808;
    exports blinka4j.drivers.pct2075;
    exports blinka4j.drivers.sht4x;
    exports blinka4j.drivers.tca9548a;
}
