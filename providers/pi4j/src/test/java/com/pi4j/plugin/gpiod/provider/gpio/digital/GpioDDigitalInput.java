// SPDX-License-Identifier: MIT
package com.pi4j.plugin.gpiod.provider.gpio.digital;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Replaces the class in the jar of Pi4J's plugin gpiod. The test starts and ends the thread of an input. */
public final class GpioDDigitalInput {
    private final CountDownLatch open = new CountDownLatch(1);
    private final CountDownLatch begin = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    private final Future<?> inputListener;

    public GpioDDigitalInput() {
        FutureTask<Void> task = new FutureTask<>(() -> {
            open.await();
            monitorLineEvents();
            return null;
        });
        inputListener = task;
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private void monitorLineEvents() throws InterruptedException {
        openLineEvent();
        eventWait();
    }

    private void openLineEvent() throws InterruptedException {
        begin.await();
    }

    private void eventWait() throws InterruptedException {
        end.await();
    }

    /** The thread runs, but has not yet checked whether to go on. */
    public void open() {
        open.countDown();
    }

    /** The thread watches the line. */
    public void begin() {
        open();
        begin.countDown();
    }

    public void end() throws Exception {
        begin();
        end.countDown();
        inputListener.get();
    }
}
