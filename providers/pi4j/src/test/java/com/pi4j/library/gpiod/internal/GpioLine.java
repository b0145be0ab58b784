// SPDX-License-Identifier: MIT
package com.pi4j.library.gpiod.internal;

/** Replaces the class in the jar of Pi4J's plugin gpiod. */
public record GpioLine(int offset) {}
