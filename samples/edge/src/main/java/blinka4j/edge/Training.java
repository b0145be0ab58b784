// SPDX-License-Identifier: MIT
package blinka4j.edge;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.tribuo.math.LinearParameters;
import org.tribuo.math.StochasticGradientOptimiser;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.la.DenseVector;
import org.tribuo.math.la.Tensor;
import org.tribuo.math.optimisers.AdaGrad;

/**
 * Trains a small network with Tribuo's layers, matrices and its optimiser AdaGrad. Tribuo has no trainer for a network with a hidden layer: its
 * classifiers that export ONNX are linear models, factorization machines, and ensembles of these. So the forward and the backward pass are
 * here. Adam is not used, because that of Tribuo 4.3.2 multiplies by the second moment instead of dividing
 * (<a href="https://github.com/oracle/tribuo/pull/401">tribuo#401</a>).
 */
final class Training {
    /** Units of the hidden layer. */
    static final int HIDDEN = 16;

    private static final int STEP = 4;
    private static final int BATCH = 32;
    private static final double RATE = 0.05;
    private static final double DECAY = 2e-4;

    private final List<LinearParameters> layers = new ArrayList<>();
    private final List<StochasticGradientOptimiser> optimisers = new ArrayList<>();
    private final SplittableRandom random;

    private Training(SplittableRandom random, int... sizes) {
        this.random = random;
        for (int i = 1; i < sizes.length; i++) {
            // One more column for the bias.
            LinearParameters layer = new LinearParameters(sizes[i - 1] + 1, sizes[i]);
            double spread = Math.sqrt(6.0 / sizes[i - 1]);
            for (int row = 0; row < sizes[i]; row++) {
                for (int column = 0; column < sizes[i - 1]; column++) {
                    layer.getWeightMatrix().set(row, column, random.nextDouble(-spread, spread));
                }
            }
            StochasticGradientOptimiser optimiser = new AdaGrad(RATE);
            optimiser.initialise(layer);
            layers.add(layer);
            optimisers.add(optimiser);
        }
    }

    /**
     * Trains a network.
     *
     * @param hidden units of the hidden layer; 0 for a linear model without one
     * @param epochs how often each window is used
     * @param seed the same seed and the same motion give the same network
     */
    static Network train(List<Motion> motions, int hidden, int epochs, long seed) {
        List<String> labels =
                List.copyOf(new TreeSet<>(motions.stream().map(Motion::label).toList()));
        float[] waves = Spectrum.waves();
        List<DenseVector> inputs = new ArrayList<>();
        List<Integer> truths = new ArrayList<>();
        for (Motion motion : motions) {
            for (float[] window : motion.windows(Spectrum.SAMPLES, STEP)) {
                inputs.add(withBias(Spectrum.of(window, waves)));
                truths.add(labels.indexOf(motion.label()));
            }
        }
        if (labels.size() < 2 || inputs.isEmpty()) {
            throw new EdgeException(
                    "the motion has %s labels and %s windows of %s samples. Record at least two labels, each for several seconds."
                            .formatted(labels.size(), inputs.size(), Spectrum.SAMPLES));
        }
        SplittableRandom random = new SplittableRandom(seed);
        Training training = hidden == 0
                ? new Training(random, Spectrum.BANDS, labels.size())
                : new Training(random, Spectrum.BANDS, hidden, labels.size());
        for (int i = 0; i < epochs; i++) {
            training.epoch(inputs, truths);
        }
        return training.network(labels);
    }

    /** A vector with a 1 at its end. */
    private static DenseVector withBias(double[] values) {
        DenseVector vector = new DenseVector(values.length + 1, 1);
        for (int i = 0; i < values.length; i++) {
            vector.set(i, values[i]);
        }
        return vector;
    }

    private void epoch(List<DenseVector> inputs, List<Integer> truths) {
        int[] order = new int[inputs.size()];
        for (int i = 0; i < order.length; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        for (int first = 0; first < order.length; first += BATCH) {
            int size = Math.min(BATCH, order.length - first);
            Tensor[] sums = new Tensor[layers.size()];
            for (int i = first; i < first + size; i++) {
                gradients(inputs.get(order[i]), truths.get(order[i]), sums);
            }
            for (int i = 0; i < sums.length; i++) {
                sums[i].scaleInPlace(1.0 / size);
                sums[i].intersectAndAddInPlace(layers.get(i).getWeightMatrix(), weight -> -DECAY * weight);
                layers.get(i).update(optimisers.get(i).step(new Tensor[] {sums[i]}, 1));
            }
        }
    }

    /** Adds the gradients of one window. They point to a greater likelihood, as Tribuo's optimisers expect. */
    private void gradients(DenseVector input, int truth, Tensor[] sums) {
        List<DenseVector> values = new ArrayList<>();
        values.add(input);
        for (int i = 0; i < layers.size() - 1; i++) {
            values.add(hidden(layers.get(i).predict(values.get(i))));
        }
        DenseVector error = layers.get(layers.size() - 1).predict(values.get(values.size() - 1));
        error.expNormalize(error.logSumExp());
        error.scaleInPlace(-1);
        error.add(truth, 1);
        for (int i = layers.size() - 1; i >= 0; i--) {
            DenseVector from = values.get(i);
            Tensor gradient = error.outer(from);
            if (sums[i] == null) {
                sums[i] = gradient;
            } else {
                sums[i].intersectAndAddInPlace(gradient);
            }
            if (i > 0) {
                DenseVector back = layers.get(i).getWeightMatrix().rightMultiply(error);
                // Without the bias.
                DenseVector below = new DenseVector(back.size() - 1);
                for (int k = 0; k < below.size(); k++) {
                    below.set(k, from.get(k) > 0 ? back.get(k) : 0);
                }
                error = below;
            }
        }
    }

    private static DenseVector hidden(DenseVector sums) {
        double[] values = sums.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, values[i]);
        }
        return withBias(values);
    }

    private Network network(List<String> labels) {
        List<Network.Layer> trained = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            DenseMatrix matrix = layers.get(i).getWeightMatrix();
            int outputs = matrix.getDimension1Size();
            int inputs = matrix.getDimension2Size() - 1;
            float[] weights = new float[outputs * inputs];
            float[] bias = new float[outputs];
            for (int row = 0; row < outputs; row++) {
                for (int column = 0; column < inputs; column++) {
                    weights[row * inputs + column] = (float) matrix.get(row, column);
                }
                bias[row] = (float) matrix.get(row, inputs);
            }
            trained.add(new Network.Layer(weights, bias));
        }
        return new Network(trained, labels);
    }
}
