// SPDX-License-Identifier: MIT
package blinka4j.pixelbuf;

import blinka4j.hardware.Arguments;

/**
 * The order in which a pixel takes its colors, from a text such as {@code GRB}.
 *
 * @param bpp bytes of a pixel, 3 or 4
 * @param red the place of red in a pixel, from 0
 * @param green the place of green
 * @param blue the place of blue
 * @param white the place of white, or of a DotStar's brightness; 0 without either
 * @param hasWhite true for {@code W}
 * @param dotstarMode true for {@code P}: a DotStar, each pixel of which has a brightness
 */
public record Byteorder(int bpp, int red, int green, int blue, int white, boolean hasWhite, boolean dotstarMode) {
    /** Reads the letters R, G, B in any order, and W anywhere or P in front. */
    static Byteorder parse(String text) {
        String letters = Arguments.required(text, "a strip needs the order of its colors", "\"GRB\"");
        int white = letters.indexOf('W');
        boolean isDotstar = letters.startsWith("P");
        int bpp = white >= 0 || isDotstar ? 4 : 3;
        boolean isComplete = "RGB".chars().allMatch(letter -> letters.indexOf(letter) >= 0);
        if (letters.length() != bpp || !isComplete || (white >= 0 && isDotstar)) {
            throw new IllegalArgumentException(
                    "'%s' is not an order of colors. Use the letters R, G and B in the order of the strip, with W for a white LED or a P in front for a DotStar: GRB, GRBW, PBGR."
                            .formatted(letters));
        }
        return new Byteorder(
                bpp,
                letters.indexOf('R'),
                letters.indexOf('G'),
                letters.indexOf('B'),
                Math.max(0, white),
                white >= 0,
                isDotstar);
    }
}
