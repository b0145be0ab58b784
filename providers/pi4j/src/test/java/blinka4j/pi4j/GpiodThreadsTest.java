// SPDX-License-Identifier: MIT
package blinka4j.pi4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInput;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GpiodThreadsTest {
    private static CompletableFuture<Boolean> begins(GpioDDigitalInput input) {
        return CompletableFuture.supplyAsync(() -> GpiodThreads.begins(input));
    }

    private static void stillWaits(CompletableFuture<?> waiting) {
        assertThatThrownBy(() -> waiting.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void anInputBeginsWhenItsThreadWatchesIt() throws Exception {
        GpioDDigitalInput first = new GpioDDigitalInput();
        first.begin();
        assertThat(GpiodThreads.begins(first)).isTrue();

        GpioDDigitalInput second = new GpioDDigitalInput();
        CompletableFuture<Boolean> waiting = begins(second);
        stillWaits(waiting);
        second.open();
        stillWaits(waiting);
        second.begin();
        assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();

        first.end();
        GpiodThreads.ended(first);
        second.end();
        GpiodThreads.ended(second);
    }

    @Test
    void anInputWhoseThreadHasEndedDoesNotBeginAndIsNotCounted() throws Exception {
        GpioDDigitalInput dead = new GpioDDigitalInput();
        dead.end();
        assertThat(GpiodThreads.begins(dead)).isFalse();

        GpioDDigitalInput living = new GpioDDigitalInput();
        living.begin();
        assertThat(GpiodThreads.begins(living)).isTrue();
        living.end();
        GpiodThreads.ended(living);
    }

    /** The program may use Pi4J itself. */
    @Test
    void aThreadOfTheProgramsInputDoesNotCountForAnEndedOne() throws Exception {
        GpioDDigitalInput ofProgram = new GpioDDigitalInput();
        ofProgram.begin();
        GpioDDigitalInput dead = new GpioDDigitalInput();
        dead.end();
        assertThat(GpiodThreads.begins(dead)).isFalse();
        ofProgram.end();
    }

    @Test
    void nothingIsKnownOfAnInputOfAnotherPlugin() {
        assertThat(GpiodThreads.begins("an input of ffm")).isTrue();
        GpiodThreads.ended("an input of ffm");
    }
}
