// SPDX-License-Identifier: MIT
package com.pi4j.plugin.gpiod.provider.gpio.digital;

import java.util.concurrent.CountDownLatch;

/** In the place of the class in the jar of Pi4J's plugin gpiod: an input whose thread begins and ends when it is told to. */
public final class GpioDDigitalInput {
    private final CountDownLatch begin = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run);

    public GpioDDigitalInput() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            begin.await();
            monitorLineEvents();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void monitorLineEvents() throws InterruptedException {
        end.await();
    }

    public void begin() {
        begin.countDown();
    }

    public void end() throws InterruptedException {
        end.countDown();
        thread.join();
    }
}
