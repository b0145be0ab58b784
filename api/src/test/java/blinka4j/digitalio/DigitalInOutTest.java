// SPDX-License-Identifier: MIT
package blinka4j.digitalio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import blinka4j.NotAvailableException;
import blinka4j.PinException;
import blinka4j.fake.FakeGpio;
import blinka4j.fake.FakeProvider;
import blinka4j.hardware.CurrentBoard;
import blinka4j.hardware.Hardware;
import blinka4j.microcontroller.Pin;
import blinka4j.provider.GpioPort;
import blinka4j.provider.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DigitalInOutTest {
    private final FakeProvider provider = new FakeProvider();
    private final Pin d18 = new Pin("D18", Hardware.open(FakeProvider.BOARD, provider));
    private final DigitalInOut pin = new DigitalInOut(d18);
    private final FakeGpio line = provider.lines.get(0);

    @AfterEach
    void close() {
        d18.hardware().close();
    }

    private void forgetCalls() {
        line.calls.clear();
    }

    @Test
    void aPinStartsAsAnInputWithoutPull() {
        assertThat(pin.direction()).isEqualTo(Direction.INPUT);
        assertThat(pin.pull()).isNull();
        assertThat(pin.isClosed()).isFalse();
        assertThat(line.calls).containsExactly("input(DISABLED)");
    }

    @Test
    void aPinSaysItsDirectionItsPullAndItsLevel() {
        assertThat(pin).hasToString("DigitalInOut(D18, input, no pull, low)");
        line.level = true;
        pin.switchToInput(Pull.UP);
        assertThat(pin).hasToString("DigitalInOut(D18, input, pull-up, high)");
        line.level = false;
        pin.pull(Pull.DOWN);
        assertThat(pin).hasToString("DigitalInOut(D18, input, pull-down, low)");
        pin.switchToOutput(true);
        assertThat(pin).hasToString("DigitalInOut(D18, output, high)");
        pin.driveMode(DriveMode.OPEN_DRAIN);
        assertThat(pin).hasToString("DigitalInOut(D18, output, open drain, high)");
        pin.close();
        assertThat(pin).hasToString("DigitalInOut(D18, closed)");
    }

    @Test
    void aPinThatIsGoneOrClosedWithItsBoardSaysSo() {
        line.closed = true;
        assertThat(pin).hasToString("DigitalInOut(D18, input, no pull, level unknown)");

        d18.hardware().close();
        assertThat(pin).hasToString("DigitalInOut(D18, closed)");
    }

    @Test
    void aPinThatCannotBecomeAnInputIsGivenBack() {
        FakeGpio broken = new FakeGpio();
        NotAvailableException cause = new NotAvailableException("an output only");
        broken.fail(cause);

        assertThatThrownBy(() -> new DigitalInOut(broken)).isSameAs(cause);
        assertThat(broken.closed).isTrue();
    }

    @Test
    void aPinOfAnExpanderIsCalledByItsPortsName() {
        assertThat(new DigitalInOut(new FakeGpio()))
                .hasToString("DigitalInOut(P7 of the expander, input, no pull, low)");
    }

    @Test
    void theClockIsThatOfTheBoardOrOfTheCurrentOne() {
        assertThat(pin.clock()).isSameAs(provider.clock());
        assertThat(new DigitalInOut(new FakeGpio()).clock()).isSameAs(CurrentBoard.clock());
    }

    @Test
    void theValueOfAnInputIsItsLevel() {
        assertThat(pin.value()).isFalse();
        line.level = true;
        assertThat(pin.value()).isTrue();
    }

    @Test
    void theValueOfAnOutputIsTheLevelOfItsWire() {
        pin.switchToOutput(true, DriveMode.OPEN_DRAIN);
        line.level = false;

        assertThat(pin.value()).isFalse();
    }

    @Test
    void aSwitchToOutputIsOneStepThatHasValueAndModeFromTheFirstMoment() {
        forgetCalls();
        pin.switchToOutput(true);

        assertThat(line.calls).containsExactly("output(true, openDrain=false)");
        assertThat(pin.direction()).isEqualTo(Direction.OUTPUT);
        assertThat(pin.driveMode()).isEqualTo(DriveMode.PUSH_PULL);
    }

    @Test
    void aSwitchToAnOpenDrainIsOneStepToo() {
        forgetCalls();
        pin.switchToOutput(true, DriveMode.OPEN_DRAIN);

        assertThat(line.calls).containsExactly("output(true, openDrain=true)");
        assertThat(pin.driveMode()).isEqualTo(DriveMode.OPEN_DRAIN);
    }

    @Test
    void withoutArgumentsAnOutputDrivesLow() {
        forgetCalls();
        pin.switchToOutput();

        assertThat(line.calls).containsExactly("output(false, openDrain=false)");
    }

    @Test
    void theDirectionAsAPropertyIsTheSameAsTheSwitchWithItsDefaults() {
        pin.switchToOutput(true, DriveMode.OPEN_DRAIN);
        forgetCalls();

        pin.direction(Direction.OUTPUT);
        pin.direction(Direction.INPUT);

        assertThat(line.calls).containsExactly("output(false, openDrain=false)", "input(DISABLED)");
    }

    @Test
    void aSwitchToInputIsOneStepThatHasThePull() {
        pin.switchToOutput();
        forgetCalls();

        pin.switchToInput(Pull.UP);

        assertThat(line.calls).containsExactly("input(PULL_UP)");
        assertThat(pin.direction()).isEqualTo(Direction.INPUT);
        assertThat(pin.pull()).isEqualTo(Pull.UP);
    }

    @Test
    void aPullIsChangedAndReallySwitchedOff() {
        forgetCalls();
        pin.pull(Pull.DOWN);
        assertThat(pin.pull()).isEqualTo(Pull.DOWN);
        pin.pull(null);
        assertThat(pin.pull()).isNull();
        pin.pull(Pull.UP);
        pin.switchToInput();
        assertThat(pin.pull()).isNull();

        assertThat(line.calls)
                .containsExactly("input(PULL_DOWN)", "input(DISABLED)", "input(PULL_UP)", "input(DISABLED)");
    }

    @Test
    void aValueIsWrittenInOneCall() {
        pin.switchToOutput();
        forgetCalls();

        pin.value(true);
        pin.value(false);

        assertThat(line.calls).containsExactly("write(true)", "write(false)");
    }

    @Test
    void aNewDriveModeKeepsTheValue() {
        pin.switchToOutput(true);
        forgetCalls();

        pin.driveMode(DriveMode.OPEN_DRAIN);
        pin.value(false);
        pin.driveMode(DriveMode.PUSH_PULL);

        assertThat(line.calls)
                .containsExactly("drive(openDrain=true) at true", "write(false)", "drive(openDrain=false) at false");
        assertThat(pin.driveMode()).isEqualTo(DriveMode.PUSH_PULL);
    }

    @Test
    void anInputRefusesWhatOnlyAnOutputHas() {
        assertThatThrownBy(() -> pin.value(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("value of DigitalInOut(D18)", "input", "switchToOutput");
        assertThatThrownBy(pin::driveMode)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("drive mode of DigitalInOut(D18)", "input", "switchToOutput");
        assertThatThrownBy(() -> pin.driveMode(DriveMode.PUSH_PULL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("drive mode of DigitalInOut(D18)", "input", "switchToOutput");
        assertThat(line.calls).containsExactly("input(DISABLED)");
    }

    @Test
    void anOutputRefusesWhatOnlyAnInputHas() {
        pin.switchToOutput();
        forgetCalls();

        assertThatThrownBy(pin::pull)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("pull of DigitalInOut(D18)", "output", "switchToInput");
        assertThatThrownBy(() -> pin.pull(Pull.UP))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("pull of DigitalInOut(D18)", "output", "switchToInput");
        assertThatThrownBy(() -> pin.onEdge(Edge.BOTH, event -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("edges of DigitalInOut(D18)", "output", "switchToInput");
        assertThat(line.calls).isEmpty();
    }

    @Test
    void whatThePortRefusesLeavesThePinAsItWas() {
        NotAvailableException noPull = new NotAvailableException("no pull-up");
        line.fail(noPull);
        assertThatThrownBy(() -> pin.switchToInput(Pull.UP)).isSameAs(noPull);
        assertThat(pin.pull()).isNull();

        NotAvailableException noOpenDrain = new NotAvailableException("no open drain");
        line.fail(noOpenDrain);
        assertThatThrownBy(() -> pin.switchToOutput(true, DriveMode.OPEN_DRAIN)).isSameAs(noOpenDrain);
        assertThat(pin.direction()).isEqualTo(Direction.INPUT);

        pin.switchToOutput(true);
        line.fail(noOpenDrain);
        assertThatThrownBy(() -> pin.driveMode(DriveMode.OPEN_DRAIN)).isSameAs(noOpenDrain);
        assertThat(pin.driveMode()).isEqualTo(DriveMode.PUSH_PULL);

        line.fail(noPull);
        assertThatThrownBy(() -> pin.switchToInput(Pull.DOWN)).isSameAs(noPull);
        assertThat(pin.direction()).isEqualTo(Direction.OUTPUT);
    }

    @Test
    void aValueThatCouldNotBeWrittenIsNotDrivenByALaterChangeOfMode() {
        pin.switchToOutput(true);
        line.fail(new PinException("gone"));
        assertThatThrownBy(() -> pin.value(false)).isInstanceOf(PinException.class);
        forgetCalls();

        pin.driveMode(DriveMode.OPEN_DRAIN);

        assertThat(line.calls).containsExactly("drive(openDrain=true) at true");
    }

    @Test
    void aClosedPinRefusesEverythingAndSaysWhatToDo() {
        pin.close();
        forgetCalls();

        List<ThrowingCallable> uses = List.of(
                pin::direction,
                () -> pin.direction(Direction.OUTPUT),
                pin::switchToInput,
                () -> pin.switchToInput(Pull.UP),
                pin::switchToOutput,
                () -> pin.switchToOutput(true),
                pin::value,
                () -> pin.value(true),
                pin::pull,
                () -> pin.pull(Pull.UP),
                pin::driveMode,
                () -> pin.driveMode(DriveMode.PUSH_PULL),
                () -> pin.onEdge(Edge.RISING, event -> {}),
                pin::stopEdges);

        assertThat(uses)
                .allSatisfy(use -> assertThatThrownBy(use)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContainingAll("DigitalInOut(D18) is closed", "new DigitalInOut"));
        assertThat(line.calls).isEmpty();
        assertThat(pin.isClosed()).isTrue();
    }

    @Test
    void aPinWhoseBoardIsClosedSaysThatOfItsLevelToo() {
        pin.switchToOutput(true);
        d18.hardware().close();

        assertThat(List.<ThrowingCallable>of(pin::value, () -> pin.value(false), pin::switchToInput))
                .allSatisfy(use -> assertThatThrownBy(use)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("is closed")
                        .hasMessageContaining("Blinka.open(board, provider)"));
    }

    @Test
    void aClosedPinIsFreeAndMayBeClosedAgain() {
        pin.close();
        pin.close();

        assertThat(line.closed).isTrue();
        try (DigitalInOut again = new DigitalInOut(d18)) {
            pin.close();
            assertThat(again.direction()).isEqualTo(Direction.INPUT);
            assertThatThrownBy(() -> new DigitalInOut(d18)).isInstanceOf(PinException.class);
        }
    }

    @Test
    void aPinThatIsClosedWhileAnotherThreadDrivesItEndsThatThreadWithAnError() throws Exception {
        pin.switchToOutput();
        CountDownLatch driving = new CountDownLatch(1);
        List<Throwable> thrown = new ArrayList<>();
        Thread driver = new Thread(() -> {
            try {
                for (boolean level = true; ; level = !level) {
                    pin.value(level);
                    pin.value();
                    driving.countDown();
                }
            } catch (Throwable e) {
                thrown.add(e);
            }
        });
        driver.start();
        assertThat(driving.await(10, TimeUnit.SECONDS)).isTrue();

        pin.close();

        driver.join(10_000);
        assertThat(thrown).hasSize(1).first().isInstanceOf(IllegalStateException.class);
        assertThat(line.closed).isTrue();
    }

    @Test
    void whatIsDrivenNeverDiffersFromWhatAChangeOfModeDrives() throws Exception {
        pin.switchToOutput();
        Thread driver = new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
                pin.value(i % 2 == 0);
            }
        });
        driver.start();
        while (driver.isAlive()) {
            pin.driveMode(DriveMode.OPEN_DRAIN);
            pin.driveMode(DriveMode.PUSH_PULL);
        }
        driver.join();

        boolean level = false;
        for (String call : List.copyOf(line.calls)) {
            if (call.startsWith("write")) {
                level = call.equals("write(true)");
            } else if (call.startsWith("drive")) {
                assertThat(call).endsWith("at " + level);
            }
        }
        assertThat(line.calls).filteredOn(call -> call.startsWith("output")).hasSize(1);
    }

    @Test
    void eachKindOfEdgeIsAskedForAsTheKernelKnowsIt() {
        forgetCalls();
        pin.onEdge(Edge.RISING, event -> {});
        pin.onEdge(Edge.FALLING, event -> {});
        pin.onEdge(Edge.BOTH, Duration.ofMillis(20), event -> {});

        assertThat(line.calls)
                .containsExactly(
                        "watch(rising=true, falling=false, 0 ns)",
                        "watch(rising=false, falling=true, 0 ns)",
                        "watch(rising=true, falling=true, 20000000 ns)");
    }

    @Test
    void aClosedOutputDrivesNothing() {
        pin.switchToOutput(true);
        forgetCalls();
        pin.close();
        pin.close();

        assertThat(line.calls).startsWith("input(DISABLED)", "close()").doesNotContain("write(false)");
    }

    @Test
    void aClosedInputKeepsNoPull() {
        pin.switchToInput(Pull.UP);
        forgetCalls();
        pin.close();

        assertThat(line.calls).containsExactly("input(DISABLED)", "close()");
    }

    @Test
    void anOutputThatCannotBeLetGoIsClosedAllTheSame() {
        pin.switchToOutput(true);
        PinException cause = new PinException("the controller was removed");
        line.fail(cause);

        assertThatThrownBy(pin::close).isSameAs(cause);
        assertThat(line.closed).isTrue();
        assertThat(pin.isClosed()).isTrue();
    }

    /** Unplugged, say: there is nothing left to be undone. */
    @Test
    void anOutputThatIsGoneIsClosedWithoutAComplaint() {
        pin.switchToOutput(true);
        line.fail(PinException.gone("the controller was unplugged"));

        pin.close();

        assertThat(pin.isClosed()).isTrue();
        assertThat(line.closed).isTrue();
    }

    @Test
    void anOutputWhoseBoardIsClosedMayBeClosedToo() {
        pin.switchToOutput(true);
        d18.hardware().close();

        pin.close();
        assertThat(pin.isClosed()).isTrue();
    }

    @Test
    void anEdgeReachesTheListenerWithPinKindAndTime() {
        List<EdgeEvent> events = new ArrayList<>();
        pin.onEdge(Edge.BOTH, events::add);

        line.listener.edge(true, 123_456_789_000L, 1);
        line.listener.edge(false, 123_456_790_000L, 2);

        assertThat(events)
                .containsExactly(
                        new EdgeEvent(pin, Edge.RISING, 123_456_789_000L, 0),
                        new EdgeEvent(pin, Edge.FALLING, 123_456_790_000L, 0));
        assertThat(events.get(0).rising()).isTrue();
        assertThat(events.get(1).rising()).isFalse();
        assertThat(pin.lostEdges()).isZero();
    }

    @Test
    void lostEdgesAreToldWithTheNextEventAndCounted() {
        List<Long> lost = new ArrayList<>();
        pin.onEdge(Edge.RISING, event -> lost.add(event.lost()));

        line.listener.edge(true, 1, 1);
        line.listener.edge(true, 2, 5);
        line.listener.edge(true, 3, 6);
        line.listener.edge(true, 4, 8);

        assertThat(lost).containsExactly(0L, 3L, 0L, 1L);
        assertThat(pin.lostEdges()).isEqualTo(4);
    }

    @Test
    void edgesThatAreLostBeforeTheFirstEventCountToo() {
        pin.onEdge(Edge.RISING, event -> {});

        line.listener.edge(true, 1, 3);

        assertThat(pin.lostEdges()).isEqualTo(2);
    }

    @Test
    void aSecondListenerStartsItsCountAnewAndALateEdgeOfTheFirstDoesNotDisturbIt() {
        pin.onEdge(Edge.RISING, event -> {});
        GpioPort.EdgeListener first = line.listener;
        first.edge(true, 1, 4);
        assertThat(pin.lostEdges()).isEqualTo(3);

        pin.onEdge(Edge.RISING, event -> {});
        first.edge(true, 2, 9);

        assertThat(pin.lostEdges()).isZero();
    }

    @Test
    void theCountOutlivesTheWatching() {
        assertThat(pin.lostEdges()).isZero();
        pin.onEdge(Edge.RISING, event -> {});
        line.listener.edge(true, 1, 2);
        pin.stopEdges();

        assertThat(pin.lostEdges()).isEqualTo(1);
    }

    @Test
    void whatCannotBeWatchedLeavesTheCountAsItWas() {
        pin.onEdge(Edge.RISING, event -> {});
        line.listener.edge(true, 1, 2);
        line.fail(new NotAvailableException("no debounce"));

        assertThatThrownBy(() -> pin.onEdge(Edge.RISING, Duration.ofMillis(1), event -> {}))
                .isInstanceOf(NotAvailableException.class);
        assertThat(pin.lostEdges()).isEqualTo(1);
    }

    @Test
    void aListenerThatThrowsIsTheProvidersToHandle() {
        IllegalStateException thrown = new IllegalStateException("listener");
        Consumer<EdgeEvent> throwing = event -> {
            throw thrown;
        };
        pin.onEdge(Edge.RISING, throwing);

        assertThatThrownBy(() -> line.listener.edge(true, 1, 1)).isSameAs(thrown);
    }

    @Test
    void watchingIsEndedThroughThePort() {
        pin.onEdge(Edge.RISING, event -> {});
        forgetCalls();

        pin.stopEdges();

        assertThat(line.calls).containsExactly("unwatch()");
    }

    @Test
    void stopEdgesDoesNotWaitForAThreadThatItsOwnListenerWaitsFor() throws Exception {
        // A port's unwatch waits for the listener, and this listener uses the pin.
        CountDownLatch stopping = new CountDownLatch(1);
        CountDownLatch listened = new CountDownLatch(1);
        boolean[] waited = new boolean[1];
        FakeGpio waiting = new FakeGpio() {
            @Override
            public void unwatch() {
                stopping.countDown();
                try {
                    waited[0] = listened.await(10, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
        DigitalInOut watched = new DigitalInOut(waiting);
        watched.onEdge(Edge.RISING, event -> {
            watched.pull(Pull.UP);
            listened.countDown();
        });
        Thread stopper = new Thread(watched::stopEdges);
        stopper.start();
        assertThat(stopping.await(10, TimeUnit.SECONDS)).isTrue();

        waiting.listener.edge(true, 1, 1);

        stopper.join(10_000);
        assertThat(stopper.isAlive()).isFalse();
        assertThat(waited[0]).as("the listener came to its end").isTrue();
        assertThat(watched.pull()).isEqualTo(Pull.UP);
    }

    @Test
    void aDebounceThatMakesNoSenseIsRefused() {
        forgetCalls();
        assertThatThrownBy(() -> pin.onEdge(Edge.RISING, Duration.ofMillis(-1), event -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("debounce", "PT-0.001S");
        assertThatThrownBy(() -> pin.onEdge(Edge.RISING, Duration.ofDays(200_000), event -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("debounce", "PT4800000H");
        assertThat(line.calls).isEmpty();
    }

    @Test
    void whatFailedFirstComesOutWhenClosingFailsToo() {
        FakeGpio broken = new FakeGpio() {
            @Override
            public void close() {
                super.close();
                throw new PinException("second");
            }
        };
        DigitalInOut output = new DigitalInOut(broken);
        output.switchToOutput(true);
        broken.fail(new PinException("first"));

        assertThatThrownBy(output::close)
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(also -> assertThat(also).hasMessage("second")));
        assertThat(broken.closed).isTrue();
    }

    @Test
    void whatFailedFirstComesOutWhenClosingALineOfTheBoardFailsToo() {
        FakeGpio broken = new FakeGpio() {
            @Override
            public void close() {
                super.close();
                throw new PinException("second");
            }
        };
        FakeProvider provider = new FakeProvider() {
            @Override
            public GpioPort openGpio(Line line, String consumer) {
                return broken;
            }
        };
        DigitalInOut held = new DigitalInOut(new Pin("D18", Hardware.open(FakeProvider.BOARD, provider)));
        held.switchToOutput(true);
        broken.fail(new PinException("first"));

        assertThatThrownBy(held::close)
                .hasMessage("first")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(broken.closed).isTrue();
    }
}
