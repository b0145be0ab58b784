// SPDX-License-Identifier: MIT
package blinka4j.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that runs for a working day while its page is open. */
@Timeout(900)
class BenchHoursIT {
    private static final int HOUR = 3600;

    /** The plot is not full after two hours. The 90,000 lines that the program prints in ten hours would be several times as much. */
    private static final double MOST_GROWTH_BYTES = 3e6;

    /** At 1000 times real time, with 20 updates a second. */
    @Test
    void tenHoursNeedHardlyMoreMemoryThanTwo() throws Exception {
        try (Chromium chromium = Chromium.start();
                Served weather = Served.sample("bme280");
                Tab tab = new Tab(chromium, weather.address(), 1280, 900, ColorScheme.LIGHT)) {
            tab.find("#speed").selectOption("1000");
            await(tab, 2 * HOUR);
            double page = tab.heapBytes();
            double program = weather.heapBytes();

            await(tab, 10 * HOUR);

            double pageAfter = tab.heapBytes();
            double programAfter = weather.heapBytes();
            System.out.printf(
                    "heap of the page: %.0f KB after 2 h, %.0f KB after 10 h; of the program: %.0f KB, %.0f KB%n",
                    page / 1000, pageAfter / 1000, program / 1000, programAfter / 1000);
            assertThat(pageAfter).isLessThan(page + MOST_GROWTH_BYTES);
            assertThat(programAfter).isLessThan(program + MOST_GROWTH_BYTES);
        }
    }

    /** An hour is 3.6 s; the limit is for a machine that is busy. */
    private static void await(Tab tab, int seconds) {
        tab.page()
                .waitForFunction(
                        "from => parseFloat(document.getElementById('time').textContent) >= from",
                        seconds,
                        new Page.WaitForFunctionOptions().setTimeout(480_000));
    }
}
