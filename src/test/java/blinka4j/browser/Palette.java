// SPDX-License-Identifier: MIT
package blinka4j.browser;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Makes pictures of screens small. */
final class Palette {
    private static final int MOST_COLORS = 22;
    /** Colors that are nearer than this count as one. */
    private static final int NEAR = 40;

    private Palette() {}

    /** @return the same picture in PNG with the colors that are most frequent, and those of curves */
    static byte[] reduce(byte[] png) throws IOException {
        BufferedImage from = ImageIO.read(new ByteArrayInputStream(png));
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < from.getHeight(); y++) {
            for (int x = 0; x < from.getWidth(); x++) {
                Color color = new Color(from.getRGB(x, y));
                int most = Math.max(color.getRed(), Math.max(color.getGreen(), color.getBlue()));
                int least = Math.min(color.getRed(), Math.min(color.getGreen(), color.getBlue()));
                // Thin curves are seen by their colors.
                counts.merge(color.getRGB() & 0xFFFFFF, 1 + (most - least) / 16, Integer::sum);
            }
        }
        List<Integer> colors = colors(counts);
        byte[][] channels = new byte[3][colors.size()];
        for (int i = 0; i < colors.size(); i++) {
            Color color = new Color(colors.get(i));
            channels[0][i] = (byte) color.getRed();
            channels[1][i] = (byte) color.getGreen();
            channels[2][i] = (byte) color.getBlue();
        }
        IndexColorModel model = new IndexColorModel(8, colors.size(), channels[0], channels[1], channels[2]);
        BufferedImage to = new BufferedImage(from.getWidth(), from.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < from.getHeight(); y++) {
            for (int x = 0; x < from.getWidth(); x++) {
                int index = nearest.computeIfAbsent(from.getRGB(x, y) & 0xFFFFFF, color -> nearest(color, colors));
                to.getRaster().setSample(x, y, 0, index);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(to, "png", bytes);
        return bytes.toByteArray();
    }

    private static List<Integer> colors(Map<Integer, Integer> counts) {
        List<Integer> colors = new ArrayList<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .forEach(color -> {
                    if (colors.size() < MOST_COLORS && colors.stream().allMatch(each -> distance(each, color) > NEAR)) {
                        colors.add(color);
                    }
                });
        return colors;
    }

    private static int nearest(int color, List<Integer> colors) {
        Integer best = colors.stream()
                .min(Comparator.comparing(each -> distance(each, color)))
                .orElseThrow();
        return colors.indexOf(best);
    }

    private static int distance(int one, int other) {
        Color a = new Color(one);
        Color b = new Color(other);
        return Math.abs(a.getRed() - b.getRed())
                + Math.abs(a.getGreen() - b.getGreen())
                + Math.abs(a.getBlue() - b.getBlue());
    }
}
