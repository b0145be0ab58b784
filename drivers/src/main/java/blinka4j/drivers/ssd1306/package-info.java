// SPDX-License-Identifier: MIT
/** Solomon Systech SSD1306: OLED displays with up to 128 × 64 pixels. */
@NullMarked
package blinka4j.drivers.ssd1306;

import org.jspecify.annotations.NullMarked;
