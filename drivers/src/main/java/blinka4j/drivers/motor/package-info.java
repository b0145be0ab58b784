// SPDX-License-Identifier: MIT
/** Motors on PWM outputs: servos, DC motors and stepper motors. */
@NullMarked
package blinka4j.drivers.motor;

import org.jspecify.annotations.NullMarked;
