// SPDX-License-Identifier: MIT
/**
 * Drivers for sensors and other devices, one package per chip.
 *
 * <p>A property {@code x} of CircuitPython is {@code x()}, an assignment is {@code x(value)}. Both have the unit and the range that
 * either of them documents. A value out of the range raises an {@link IllegalArgumentException} before anything is sent. A failure
 * on the bus raises a {@link blinka4j.BusException}, whose kind says which. Then the setting may be the old or the new one, and the
 * next call works.
 */
module blinka4j.drivers {
    requires transitive blinka4j.api;

    exports blinka4j.drivers.adt7410;
    exports blinka4j.drivers.ads1x15;
    exports blinka4j.drivers.adxl34x;
    exports blinka4j.drivers.ahtx0;
    exports blinka4j.drivers.am2320;
    exports blinka4j.drivers.apds9960;
    exports blinka4j.drivers.bh1750;
    exports blinka4j.drivers.bme280;
    exports blinka4j.drivers.bme680;
    exports blinka4j.drivers.bno055;
    exports blinka4j.drivers.bmp280;
    exports blinka4j.drivers.bmp3xx;
    exports blinka4j.drivers.ccs811;
    exports blinka4j.drivers.characterlcd;
    exports blinka4j.drivers.dht;
    exports blinka4j.drivers.dotstar;
    exports blinka4j.drivers.dps310;
    exports blinka4j.drivers.cap1188;
    exports blinka4j.drivers.drv2605;
    exports blinka4j.drivers.ds1307;
    exports blinka4j.drivers.ds18x20;
    exports blinka4j.drivers.ds3231;
    exports blinka4j.drivers.eeprom24lc32;
    exports blinka4j.drivers.fram;
    exports blinka4j.drivers.gps;
    exports blinka4j.drivers.hcsr04;
    exports blinka4j.drivers.hdc302x;
    exports blinka4j.drivers.hid;
    exports blinka4j.drivers.ht16k33;
    exports blinka4j.drivers.htu21d;
    exports blinka4j.drivers.hx711;
    exports blinka4j.drivers.ina219;
    exports blinka4j.drivers.ina260;
    exports blinka4j.drivers.ina3221;
    exports blinka4j.drivers.irremote;
    exports blinka4j.drivers.l3gd20;
    exports blinka4j.drivers.lis2mdl;
    exports blinka4j.drivers.lis3dh;
    exports blinka4j.drivers.lsm303dlhmag;
    exports blinka4j.drivers.lsm6ds;
    exports blinka4j.drivers.mcp230xx;
    exports blinka4j.drivers.matrixkeypad;
    exports blinka4j.drivers.max1704x;
    exports blinka4j.drivers.max31855;
    exports blinka4j.drivers.max31865;
    exports blinka4j.drivers.mcp3xxx;
    exports blinka4j.drivers.mcp4725;
    exports blinka4j.drivers.mcp4728;
    exports blinka4j.drivers.mcp9808;
    exports blinka4j.drivers.mlx90614;
    exports blinka4j.drivers.motor;
    exports blinka4j.drivers.motorkit;
    exports blinka4j.drivers.mpr121;
    exports blinka4j.drivers.mpu6050;
    exports blinka4j.drivers.neopixel;
    exports blinka4j.drivers.neopixelspi;
    exports blinka4j.drivers.pcf8523;
    exports blinka4j.drivers.pca9685;
    exports blinka4j.drivers.pcf8574;
    exports blinka4j.drivers.pcf8591;
    exports blinka4j.drivers.pct2075;
    exports blinka4j.drivers.pm25;
    exports blinka4j.drivers.scd30;
    exports blinka4j.drivers.scd4x;
    exports blinka4j.drivers.seesaw;
    exports blinka4j.drivers.servokit;
    exports blinka4j.drivers.sgp30;
    exports blinka4j.drivers.sgp40;
    exports blinka4j.drivers.sh1106;
    exports blinka4j.drivers.sht31d;
    exports blinka4j.drivers.sht4x;
    exports blinka4j.drivers.shtc3;
    exports blinka4j.drivers.si7021;
    exports blinka4j.drivers.ssd1306;
    exports blinka4j.drivers.tca9548a;
    exports blinka4j.drivers.tcs34725;
    exports blinka4j.drivers.tlv493d;
    exports blinka4j.drivers.tm1637;
    exports blinka4j.drivers.tmp117;
    exports blinka4j.drivers.tsl2591;
    exports blinka4j.drivers.veml7700;
    exports blinka4j.drivers.vl53l0x;
}
