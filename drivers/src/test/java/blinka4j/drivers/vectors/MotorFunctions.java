// SPDX-License-Identifier: MIT
package blinka4j.drivers.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import blinka4j.drivers.FakeOutput;
import blinka4j.drivers.motor.Servo;
import blinka4j.drivers.motor.StepperMotor;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** Vectors that name a function of the motors in words. */
final class MotorFunctions {
    private MotorFunctions() {}

    /** Checks a function of the motors. Returns false for any other function. */
    static boolean check(String function, List<JsonObject> cases) {
        if (function.equals("Servo(pwm 50 Hz).angle -> duty_cycle")) {
            cases.forEach(MotorFunctions::servo);
            return true;
        }
        if (function.startsWith("duty of coils [c0..c3] with StepperMotor(c2,c0,c1,c3)")) {
            cases.forEach(MotorFunctions::stepper);
            return true;
        }
        return false;
    }

    private static void servo(JsonObject each) {
        FakeOutput output = new FakeOutput(50);
        new Servo(output).angle(each.get("in").getAsDouble());
        assertThat(output.dutyCycle())
                .as("duty cycle of %s°", each.get("in"))
                .isCloseTo(
                        each.get("out").getAsInt(), within(each.get("tolerance").getAsInt()));
    }

    private static void stepper(JsonObject each) {
        List<FakeOutput> coils =
                Stream.generate(() -> new FakeOutput(1500)).limit(4).toList();
        StepperMotor motor = new StepperMotor(coils.get(2), coils.get(0), coils.get(1), coils.get(3));
        JsonArray expected = each.getAsJsonArray("out");
        for (int i = 0; i < expected.size(); i++) {
            if (i > 0) {
                motor.onestep(StepperMotor.Style.valueOf(each.get("in").getAsString()));
            }
            assertThat(coils.stream().map(FakeOutput::dutyCycle))
                    .as("coils after %s steps %s", i, each.get("in"))
                    .containsExactlyElementsOf(expected.get(i).getAsJsonArray().asList().stream()
                            .map(JsonElement::getAsInt)
                            .toList());
        }
    }
}
