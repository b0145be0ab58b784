// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Facts from other projects' tests and from data sheets, in {@code src/test/resources/vectors}: which bytes a chip has,
 * and what a driver must make of them. Each is run on a simulated chip of the kind that it names.
 * {@code -Dblinka4j.vectors=DIR} adds the files of a folder. Vectors of drivers that are not ported are counted only.
 */
class VectorsTest {
    private static final Map<String, int[]> RESULTS = new TreeMap<>();

    private final Vectors vectors = new Vectors();

    VectorsTest() throws IOException {}

    @TestFactory
    Stream<DynamicTest> theDriverMakesOfTheBytesWhatItMust() {
        RESULTS.clear();
        vectors.all().stream().filter(vector -> !canRun(vector)).forEach(vector -> count(vector, 2));
        return vectors.all().stream()
                .filter(this::canRun)
                .map(vector -> dynamicTest(Json.text(vector, "id"), () -> run(vector)));
    }

    private boolean canRun(JsonObject vector) {
        return isFunction(vector) || vectors.packageOf(vector) != null;
    }

    /** A function needs no driver. */
    private static boolean isFunction(JsonObject vector) {
        return Json.text(vector.getAsJsonObject("bus"), "kind").equals("none");
    }

    private void run(JsonObject vector) throws Exception {
        int result = 1;
        try {
            if (isFunction(vector)) {
                Functions.check(vector);
            } else {
                VectorRun.check(vector, Names.of(vectors.packageOf(vector)), vectors.ofDriver(vector));
            }
            result = 0;
        } finally {
            count(vector, result);
        }
    }

    private static void count(JsonObject vector, int result) {
        RESULTS.computeIfAbsent(Json.text(vector, "driver"), key -> new int[3])[result]++;
    }

    @AfterAll
    static void print() {
        System.out.printf("%-16s %6s %6s %10s%n", "driver", "passed", "failed", "not ported");
        int[] sum = new int[3];
        RESULTS.forEach((driver, counts) -> {
            System.out.printf("%-16s %6d %6d %10d%n", driver, counts[0], counts[1], counts[2]);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += counts[i];
            }
        });
        System.out.printf("%-16s %6d %6d %10d%n", "all", sum[0], sum[1], sum[2]);
    }

    @Test
    void everyDriverHasVectors() throws IOException {
        assertThat(vectors.all().stream().map(vectors::packageOf)).containsAll(Vectors.ported());
    }
}
