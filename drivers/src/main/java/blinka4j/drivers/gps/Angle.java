// SPDX-License-Identifier: MIT
package blinka4j.drivers.gps;

/** An angle; −0.0 degrees for less than one degree south or west. */
record Angle(double degrees, double minutes) {
    static final Angle UNKNOWN = new Angle(Double.NaN, Double.NaN);

    double value() {
        return Math.copySign(Math.abs(degrees) + minutes / 60, degrees);
    }

    /** Of dddmm.mmm and the direction. */
    static Angle of(String text, String direction, String negative, int most) {
        double number = Sentences.number(text);
        double degrees = Math.floor(number / 100);
        // The digits of the minutes, which a difference would not have exactly.
        int point = text.indexOf('.') < 0 ? text.length() : text.indexOf('.');
        double minutes = Sentences.number(text.substring(Math.max(0, point - 2)));
        Sentences.require(number >= 0 && minutes < 60 && degrees + minutes / 60 <= most);
        return new Angle(direction.equalsIgnoreCase(negative) ? -degrees : degrees, minutes);
    }
}
