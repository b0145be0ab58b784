// SPDX-License-Identifier: MIT
package blinka4j.drivers.gps;

/**
 * A satellite in view. What the receiver does not know is NaN.
 *
 * @param id the system and the number, such as {@code GP1}
 * @param elevation degrees, up to 90
 * @param azimuth degrees from north, 0 to 359
 * @param snr the ratio of signal and noise in dB; NaN if the receiver does not track it
 * @param timestamp when the receiver reported it, in seconds of {@link blinka4j.time.Time#monotonic()} on its board
 */
public record Satellite(String id, double elevation, double azimuth, double snr, double timestamp) {}
