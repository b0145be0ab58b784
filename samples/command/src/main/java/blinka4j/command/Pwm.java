// SPDX-License-Identifier: MIT
package blinka4j.command;

import blinka4j.pwmio.PWMOut;
import blinka4j.runtime.Blinka;
import blinka4j.time.Time;
import java.util.Locale;

/** {@code blinka pwm}: makes pulses on a pin. */
final class Pwm implements Command {
    private static final int ALWAYS = 65_535;

    @Override
    public Syntax syntax() {
        return new Syntax("pwm", "PIN DUTY%", 2, 2, Syntax.Words.PINS)
                .with("--frequency", "HZ", "pulses per second; 500 if not given")
                .with("--fade", "TIME", "go up to DUTY and down to 0 again and again, each time in TIME")
                .with("--for", "TIME", "end after this time, such as 2s");
    }

    @Override
    public String help() {
        return """
                blinka pwm D18 50%                     pulses with a duty cycle of 50 %, until Ctrl-C
                blinka pwm --frequency 50 D18 7.5%     a servo in its middle
                blinka pwm --fade 1s D18 100%          a breathing LED

                Uses a PWM controller if the pin has one, and otherwise software. The output is switched off
                when the command ends.""";
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String text = arguments.operand(1);
        double percent = Arguments.decimal("DUTY", text.replaceFirst("%$", ""));
        if (!(percent >= 0 && percent <= 100)) {
            throw new UsageException("DUTY '%s' is not possible: expected 0%% to 100%%".formatted(text));
        }
        int frequency = arguments.number("--frequency", 500);
        if (frequency <= 0) {
            throw new UsageException("--frequency '%s' is not possible: expected more than 0".formatted(frequency));
        }
        double fade = arguments.seconds("--fade", 0);
        double seconds = arguments.seconds("--for", 0);
        int duty = (int) Math.round(percent / 100 * ALWAYS);
        Blinka blinka = console.board();
        try (PWMOut out = new PWMOut(blinka.pin(arguments.operand(0)), fade > 0 ? 0 : duty, frequency)) {
            console.note(String.format(
                    Locale.ROOT,
                    "%s: %.6g Hz, %.4g %%, by %s.",
                    arguments.operand(0),
                    out.exactFrequency(),
                    percent,
                    out.isHardware() ? "a PWM controller" : "software"));
            long began = Time.monotonicNanos(blinka);
            do {
                double now = (Time.monotonicNanos(blinka) - began) / 1e9;
                if (seconds > 0 && now >= seconds) {
                    return OK;
                }
                if (fade > 0) {
                    double phase = now / fade % 2;
                    out.dutyCycle((int) Math.round(duty * (phase < 1 ? phase : 2 - phase)));
                }
                double step = fade > 0 ? 0.02 : 3600;
                Time.sleep(blinka, seconds > 0 ? Math.min(step, Math.max(1e-6, seconds - now)) : step);
            } while (true);
        }
    }
}
