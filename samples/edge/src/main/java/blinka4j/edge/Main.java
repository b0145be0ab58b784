// SPDX-License-Identifier: MIT
package blinka4j.edge;

import blinka4j.HardwareException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** The program behind {@code samples/edge/run}. */
public final class Main {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;

    private static final String TEXT = """
            Recognises gestures with an accelerometer and a small neural network.

                samples/edge/run demo                    trains a network, then recognises the motion of a simulated sensor
                samples/edge/run record LABEL FILE       appends motion of the sensor to a CSV file
                samples/edge/run train FILE MODEL        trains a network with a CSV file and writes it as ONNX
                samples/edge/run test MODEL FILE         how well a model recognises the motion of a CSV file
                samples/edge/run recognise MODEL         what the sensor does now
                samples/edge/run generate FILE           writes generated motion, which is no recording of a hand
                samples/edge/run accuracy                trains and tests with many seeds and noises: a minute
                samples/edge/run -h                      this text

                --sensor lis3dh|mpu6050   the sensor on the board's I2C bus; lis3dh if not given
                --address N               its address, such as 0x19; the sensor's default if not given
                --seconds N               how long to record (20), recognise (until Ctrl-C) or generate (240)
                --labels NAME,NAME        the labels of a model's outputs, if the file does not have them
                --engine onnx|java        ONNX Runtime, or plain Java for models of dense layers; onnx if not given
                --seed N                  for generate, demo and train; 1 if not given
                --noise N                 of generated motion in m/s2; 0.3 if not given
                --motion FILE             what the simulated sensor does; generated if not given

            It runs on this machine's board. BLINKA_PROVIDER=sim simulates one, with the sensor.
            Exits with 0, 1 if it failed, 2 for wrong arguments.""";

    private Main() {}

    public static void main(String[] args) {
        // What Tribuo and its libraries log is for programs.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.exit(run(System.out, System.err, args));
    }

    /** @return the exit code */
    static int run(PrintStream out, PrintStream err, String... args) {
        List<String> words = Arrays.asList(args);
        if (words.contains("-h") || words.contains("--help")) {
            out.println(TEXT);
            return OK;
        }
        try {
            Options options = Options.parse(words);
            new Commands(out, err, options).run();
            return OK;
        } catch (Options.WrongException e) {
            err.println(e.getMessage() + ".");
            err.println("Usage: samples/edge/run demo | record LABEL FILE | train FILE MODEL | test MODEL FILE"
                    + " | recognise MODEL | generate FILE | accuracy; samples/edge/run -h explains them.");
            return USAGE;
        } catch (HardwareException | EdgeException | IllegalStateException | IllegalArgumentException e) {
            err.println(e.getMessage());
            return FAILED;
        }
    }
}
